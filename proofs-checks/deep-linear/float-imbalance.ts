/** W_lW_lᵀ − W_{l+1}ᵀW_{l+1} of a network in floating point, and how fast it changes. */
import { add, at, generate, maxAbs, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiplyTransposed, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import type { Layers } from '../../src/theory/networks/deep-linear.js';

/** W_lW_lᵀ − W_{l+1}ᵀW_{l+1} for l = 1 … L − 1. */
export function imbalance(layers: Layers): Layers {
  return layers
    .slice(1)
    .map((above, l) =>
      add(multiplyTransposed(layers[l] as Matrix, layers[l] as Matrix), transposedMultiply(above, above), -1),
    );
}

/**
 * The largest entry, in size, of d/dt(W_lW_lᵀ − W_{l+1}ᵀW_{l+1}) + rate·(W_lW_lᵀ − W_{l+1}ᵀW_{l+1}) over all l; 0 for one
 * layer.
 *
 * @param velocities Ẇ_l
 */
export function imbalanceRate(layers: Layers, velocities: Layers, rate = 0): number {
  const changes = imbalance(layers).map((difference, l) => {
    const own = multiplyTransposed(velocities[l] as Matrix, layers[l] as Matrix);
    const above = transposedMultiply(layers[l + 1] as Matrix, velocities[l + 1] as Matrix);
    const half = add(own, above, -1);
    return generate(half.rows, half.rows, (i, j) => at(half, i, j) + at(half, j, i) + rate * at(difference, i, j));
  });
  return Math.max(0, ...changes.map((change) => maxAbs(change.data)));
}

/**
 * Bound of imbalanceRate by rounding where it is 0, for unit layers. With ‖W_l‖ = 1 no product of layers, of layers
 * and C, or of gradient and layer exceeds ‖C‖ in norm. Each of the four terms ẆWᵀ is a chain of at most 2L + 3 products
 * with inner sizes of at most n, which errs by (2L + 3)nε‖C‖. ⟨G_l, W_l⟩ and 4E, where the flow and the rate hold them,
 * err by as much and by the n²ε‖C‖ of an inner product; the factor 2 is theirs.
 */
export function imbalanceRounding(layers: Layers, covariance: Matrix): number {
  const widest = Math.max(covariance.rows, ...layers.map(({ rows }) => rows));
  const roundings = 4 * ((2 * layers.length + 3) * widest + 2 * widest ** 2);
  return 2 * roundings * Number.EPSILON * norm(covariance) + Number.MIN_VALUE;
}
