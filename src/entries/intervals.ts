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
} from '../theory/algebra/interval.js';
export { exponential, logarithm, wholePower, realPower } from '../theory/algebra/elementary.js';
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
} from '../theory/algebra/interval-matrix.js';
export type { Enclosed } from '../theory/algebra/congruence.js';
export {
  type Proof,
  type Signature,
  certifiedSignature,
  certifiedPositiveDefinite,
} from '../theory/algebra/definiteness.js';
export { eigenvalueBounds } from '../theory/algebra/eigenvalue-bounds.js';
