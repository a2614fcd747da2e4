/** The style of an outcome. */
import type { Outcome } from '../../claims/outcome.js';
import { OUTCOMES } from '../../claims/outcome-words.js';

/** Returns the CSS class of an outcome: `conditional`, `not-applicable`. */
export function outcomeClass(outcome: Outcome): string {
  return OUTCOMES[outcome].label.replaceAll(' ', '-');
}
