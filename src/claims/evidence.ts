/** Several comparisons in one check: the one that comes closest to failing, or fails most, speaks for the instance. */
import type { Evidence } from './claim.js';

/** A distance from what was claimed, and what rounding can explain of it. */
export interface Comparison {
  readonly residual: number;
  readonly bound: number;
}

/**
 * Joins several comparisons to one piece of evidence: that of the largest residual / bound speaks for the instance.
 *
 * @param comparisons by name; the name of the deciding one goes into the details as `decidedBy`
 * @example
 * const comparisons = { value: { residual: 1e-15, bound: 1e-12 }, slope: { residual: 2e-9, bound: 1e-9 } };
 * decide(comparisons); // { residual: 2e-9, bound: 1e-9, details: { decidedBy: 'slope' } }
 */
export function decide(
  comparisons: Readonly<Record<string, Comparison>>,
  details: Readonly<Record<string, unknown>> = {},
): Evidence {
  let decidedBy = '';
  let highest = -Infinity;
  for (const [name, { residual, bound }] of Object.entries(comparisons)) {
    const ratio = residual / bound;
    if (ratio > highest || Number.isNaN(ratio)) [decidedBy, highest] = [name, Number.isNaN(ratio) ? Infinity : ratio];
  }
  const { residual, bound } = comparisons[decidedBy] ?? { residual: Number.NaN, bound: Number.NaN };
  return { residual, bound, details: { decidedBy, ...details } };
}
