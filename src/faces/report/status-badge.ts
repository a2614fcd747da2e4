/** An outcome or a grade of evidence as a small label. An outcome is marked by its sign, word, colour and outline. */
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import type { Outcome } from '../../claims/outcome.js';
import { OUTCOMES } from '../../claims/outcome-words.js';
import { markup, type Markup } from '../../base/markup.js';
import { outcomeClass } from './outcome-class.js';

/** Variation selector for the text form of a sign, which some systems would otherwise draw as a coloured picture. */
const AS_TEXT = '\uFE0E';

export function outcomeBadge(outcome: Outcome): Markup {
  return markup`<span class="badge ${outcomeClass(outcome)}">${outcomeSign(outcome)} ${OUTCOMES[outcome].label}</span>`;
}

/** Returns the sign alone, for a place where the word is nearby. */
export function outcomeSign(outcome: Outcome): Markup {
  return markup`<span class="sign ${outcomeClass(outcome)}" aria-hidden="true">${OUTCOMES[outcome].sign}${AS_TEXT}</span>`;
}

/** Returns the grade of evidence as a word in a plain outline, which is coloured for what is more than sampled. */
export function gradeBadge(kind: EvidenceGrade): Markup {
  return markup`<span class="badge grade ${kind}">${kind}</span>`;
}
