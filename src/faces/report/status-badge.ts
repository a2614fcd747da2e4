/** A status, or a grade of evidence, as a small label. A status is told by its sign, word, colour and outline. */
import type { GradeKind } from '../../claims/grade.js';
import type { Status } from '../../claims/verdict.js';
import { markup, type Markup } from '../../base/markup.js';
import { statusClass, STATUS_SIGNS } from './status-sign.js';

/** Asks for the text form of a sign that some systems would draw as a coloured picture. */
const AS_TEXT = '\uFE0E';

export function statusBadge(status: Status): Markup {
  return markup`<span class="badge ${statusClass(status)}">${statusSign(status)} ${status}</span>`;
}

/** The sign alone, where the word stands nearby. */
export function statusSign(status: Status): Markup {
  return markup`<span class="sign ${statusClass(status)}" aria-hidden="true">${STATUS_SIGNS[status]}${AS_TEXT}</span>`;
}

/** The grade of evidence as a word in a plain outline, filled for the stronger two. */
export function gradeBadge(kind: GradeKind): Markup {
  return markup`<span class="badge grade ${kind}">${kind}</span>`;
}
