/** Properties under mutation: the same instances in every run, and none spent on making a failure small. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 1, endOnFailure: true });
