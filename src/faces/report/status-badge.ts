/** A status or a grade of evidence as a small label. A status is marked by its sign, word, colour and outline. */
import type { EvidenceGrade } from '../../base/evidence-grades.js';
import type { Status } from '../../claims/verdict.js';
import { markup, type Markup } from '../../base/markup.js';
import { statusClass, STATUS_SIGNS } from './status-sign.js';

/** Variation selector for the text form of a sign, which some systems would otherwise draw as a coloured picture. */
const AS_TEXT = '\uFE0E';

export function statusBadge(status: Status): Markup {
  return markup`<span class="badge ${statusClass(status)}">${statusSign(status)} ${status}</span>`;
}

/** Returns the sign alone, for a place where the word is nearby. */
export function statusSign(status: Status): Markup {
  return markup`<span class="sign ${statusClass(status)}" aria-hidden="true">${STATUS_SIGNS[status]}${AS_TEXT}</span>`;
}

/** Returns the grade of evidence as a word in a plain outline, which is coloured for what is more than sampled. */
export function gradeBadge(kind: EvidenceGrade): Markup {
  return markup`<span class="badge grade ${kind}">${kind}</span>`;
}
