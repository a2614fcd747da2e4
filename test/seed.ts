/**
 * Properties are tried on the same instances in every run, so that one commit has one verdict.
 * `ALPHA_CL_TEST_SEED=random npm test` looks further; `ALPHA_CL_TEST_SEED=<whole number>` tries those of another seed.
 */
import fc from 'fast-check';

const asked = process.env['ALPHA_CL_TEST_SEED'] ?? '1';

if (asked !== 'random') {
  const seed = Number(asked);
  if (!Number.isInteger(seed)) throw new Error(`ALPHA_CL_TEST_SEED is ${asked}: give a whole number, or random`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
