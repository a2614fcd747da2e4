/** An outcome or a grade of evidence as a small label. */
import type { Outcome } from '../../claims/outcome.js';
import { OUTCOMES } from '../../claims/outcome-words.js';
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import { outcomeClass } from './outcome-class.js';

/** Variation selector for the text form of a sign, which some systems would otherwise draw as a coloured picture. */
const AS_TEXT = '\uFE0E';

export function OutcomeSign({ outcome }: { readonly outcome: Outcome }) {
  return (
    <span class={`sign ${outcomeClass(outcome)}`} aria-hidden="true">
      {OUTCOMES[outcome].sign + AS_TEXT}
    </span>
  );
}

export function OutcomeBadge({ outcome }: { readonly outcome: Outcome }) {
  return (
    <span class={`badge ${outcomeClass(outcome)}`}>
      <OutcomeSign outcome={outcome} /> {outcome}
    </span>
  );
}

export function GradeBadge({ grade }: { readonly grade: EvidenceGrade }) {
  return <span class={`badge grade ${grade}`}>{grade}</span>;
}
