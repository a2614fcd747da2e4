/** The counterfeits of a claim, counted. */
import type { Verdict } from '../../claims/verdict.js';

/** Counts the refuted counterfeits: `3 of 3`. */
export function counterfeitsRefuted({ counterfeits }: Verdict): string {
  return `${counterfeits.filter(({ refuted }) => refuted).length} of ${counterfeits.length}`;
}
