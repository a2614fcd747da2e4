/**
 * A loss of each anchor's distances, as it is typed: p is d² to the positive, n is d² to a negative, d² = ½‖a − b‖², which is
 * 1 − cosine of rows of length 1.
 */
import type { Values } from '../formula/straight-line.js';

/**
 * The formula of a loss of distances, with named sums. The loss of a batch is the mean of `anchor` over its anchors.
 *
 * Symbols are p, n, the counts N (samples), M (negatives of the anchor), P (positives of the anchor), the sums and the parameters.
 * Beside the functions of every formula there are
 *
 * - `sum(e)`: over the negatives of the anchor; n occurs in sums only
 * - `sum_positives(e)`: over its positives; where there are several, the rest is a mean over them
 * - `sum_anchors(e)`: over all anchors of the view; `sum_pairs(e)`: over all of their negatives too
 * - `detach(e)`: e, held fixed where the loss is differentiated
 * - `average(e, rate)`: the moving average of e for each sample, (1 − rate)·before + rate·e, held fixed
 * - `level(e)`: the x at which e in n and x, summed over the negatives of the anchor, is 1, held fixed; e ≥ 0 does not fall in x
 */
export interface DistanceFormulae {
  /** The loss of one anchor: `p/tau + log(u)`. */
  readonly anchor: string;
  /**
   * Sums and levels by name, each may use those before it: `{ u: 'exp(-n/tau)' }`. One without a function around it is a sum over
   * negatives.
   */
  readonly sums?: Readonly<Record<string, string>>;
  /** A value for every other symbol. */
  readonly parameters?: Values;
}
