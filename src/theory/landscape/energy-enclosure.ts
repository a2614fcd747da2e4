/** Encloses the energy of a trained deep linear network, and the distance of a layer from rank one. */
import { difference, product, quotient, squareRoot, WHOLE_LINE, type Interval } from '../algebra/interval.js';
import {
  exactMatrix,
  generateIntervals,
  intervalAt,
  intervalInner,
  intervalProduct,
  squaredNorm,
  type IntervalMatrix,
} from '../algebra/interval-matrix.js';
import type { Matrix } from '../algebra/matrix.js';
import type { Layers } from '../networks/deep-linear.js';

const HALF: Interval = { lower: 0.5, upper: 0.5 };

/**
 * Encloses ½ tr(P C Pᵀ) / Π‖W_l‖_F²: the energy of the layers scaled to norm 1 exactly, which the floats reach only up to
 * rounding.
 *
 * @param covariance C, [d, d]
 * @param end P, where it is enclosed already
 * @throws InvalidInput when a shape does not fit or an entry is not finite
 * @example
 * energyEnclosure([fromNested([[2, 0]])], fromNested([[4, 0], [0, 1]])); // { lower: 2, upper: 2 }
 */
export function energyEnclosure(layers: Layers, covariance: Matrix, end = endToEndEnclosure(layers)): Interval {
  const energy = product(HALF, intervalInner(intervalProduct(end, exactMatrix(covariance)), end));
  return layers.reduce((so, layer) => quotient(so, squaredNorm(exactMatrix(layer))), energy);
}

/**
 * Encloses P = W_L ⋯ W₁, [n_L, d].
 *
 * @throws InvalidInput when a shape does not fit or an entry is not finite
 * @example
 * midpoint(endToEndEnclosure([fromNested([[1, 2], [3, 4]]), fromNested([[1, 1]])])); // [[4, 6]]
 */
export function endToEndEnclosure(layers: Layers): IntervalMatrix {
  return layers.map(exactMatrix).reduce((below, layer) => intervalProduct(layer, below));
}

/**
 * Encloses an upper bound of σ₂/‖W‖_F: the norm, relative to W, of the remainder of W after one elimination step with the
 * largest entry as pivot, since no matrix of rank one is closer to W than σ₂. The whole line for W = 0.
 */
export function rankOneRemainder(layer: Matrix): Interval {
  const entries = exactMatrix(layer);
  const pivot = layer.data.reduce(
    (best, entry, k) => (Math.abs(entry) > Math.abs(layer.data[best] ?? 0) ? k : best),
    0,
  );
  if (layer.data[pivot] === 0) return WHOLE_LINE;
  const [p, q] = [Math.floor(pivot / layer.columns), pivot % layer.columns];
  const rest = generateIntervals(layer.rows, layer.columns, (i, j) =>
    i === p || j === q
      ? { lower: 0, upper: 0 }
      : difference(
          intervalAt(entries, i, j),
          quotient(product(intervalAt(entries, i, q), intervalAt(entries, p, j)), intervalAt(entries, p, q)),
        ),
  );
  return squareRoot(quotient(squaredNorm(rest), squaredNorm(entries)));
}
