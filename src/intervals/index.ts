/**
 * Arithmetic with outward rounding: what it computes contains the true number. What it proves of symmetric matrices.
 *
 * @packageDocumentation
 */
export {
  type Interval,
  WHOLE_LINE,
  exactly,
  sum,
  difference,
  product,
  quotient,
  negative,
  square,
  squareRoot,
  magnitude,
  total,
  contains,
  width,
} from './interval.js';
export { exponential, logarithm, wholePower, realPower } from './elementary.js';
export {
  type IntervalMatrix,
  exactMatrix,
  generateIntervals,
  intervalAt,
  midpoint,
  transposeIntervals,
  intervalProduct,
  intervalInner,
  squaredNorm,
} from './interval-matrix.js';
export type { Enclosed } from './congruence.js';
export { type Proof, type Signature, certifiedSignature, certifiedPositiveDefinite } from './definiteness.js';
export { eigenvalueBounds } from './eigenvalue-bounds.js';
