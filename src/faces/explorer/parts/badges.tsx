/** A status or a grade of evidence as a small label, as in the report. */
import type { Status } from '../../../claims/verdict.js';
import type { EvidenceGrade } from '../../../base/evidence-grades.js';
import { statusClass, STATUS_SIGNS } from '../../report/status-sign.js';

/** Variation selector for the text form of a sign, which some systems would otherwise draw as a coloured picture. */
const AS_TEXT = '\uFE0E';

export function StatusSign({ status }: { readonly status: Status }) {
  return (
    <span class={`sign ${statusClass(status)}`} aria-hidden="true">
      {STATUS_SIGNS[status] + AS_TEXT}
    </span>
  );
}

export function StatusBadge({ status }: { readonly status: Status }) {
  return (
    <span class={`badge ${statusClass(status)}`}>
      <StatusSign status={status} /> {status}
    </span>
  );
}

export function GradeBadge({ grade }: { readonly grade: EvidenceGrade }) {
  return <span class={`badge grade ${grade}`}>{grade}</span>;
}
