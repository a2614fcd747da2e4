/** Summary of a run in one line. */
import { FAILURES, type Status, type Verdict } from '../../claims/verdict.js';

/** Statuses beside `holds`, from the worst to the best, as a reader should meet them. */
const OTHERS: readonly Status[] = [...FAILURES, 'cannot be told', 'not applicable'];

/** Summarises verdicts: `9 of 9 claims hold`, or `6 of 9 claims hold, 1 refuted, 2 not applicable`. */
export function verdictSummary(verdicts: readonly Verdict[]): string {
  const count = (status: Status): number => verdicts.filter((verdict) => verdict.status === status).length;
  const noun = verdicts.length === 1 ? 'claim holds' : 'claims hold';
  const others = OTHERS.filter((status) => count(status) > 0).map((status) => `${count(status)} ${status}`);
  return [`${count('holds')} of ${verdicts.length} ${noun}`, ...others].join(', ');
}

/** Counts the refuted counterfeits: `3 of 3`. */
export function counterfeitsRefuted({ counterfeits }: Verdict): string {
  return `${counterfeits.filter(({ refuted }) => refuted).length} of ${counterfeits.length}`;
}
