/**
 * The top layer of a two-layer network at its optimum.
 *
 * For fixed hidden features the energy is E = ½ tr(W₂ C W₂ᵀ) with C = C_α[f₁]. Under ‖W₂‖_F = 1 it is at most ½λ_max(C),
 * and the maximisers are the W₂ whose rows lie in the top eigenspace. Where λ_max is simple these are W₂ = usᵀ, u any
 * unit vector, s the unit top eigenvector.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { symmetricEigen } from '../algebra/decompositions.js';
import { at, generate, shapeOf, type Matrix } from '../algebra/matrix.js';

/** The optimal second layer for a covariance of hidden features. */
export interface TopLayer {
  /** s, the unit top eigenvector of C_α[f₁]: [K]; its largest entry is positive. */
  readonly direction: Float64Array;
  /** λ_max(C_α[f₁]): twice the energy. */
  readonly value: number;
  /** λ_max less the next eigenvalue, ≥ 0; Infinity for K = 1. */
  readonly gap: number;
}

/**
 * Returns the optimal second layer for a covariance of hidden features.
 *
 * @param covariance C_α[f₁], [K, K], symmetric
 * @throws InvalidInput when it is empty, not symmetric or not finite
 * @example
 * optimalTopLayer(fromNested([[3, 0], [0, 1]])); // { direction: [1, 0], value: 3, gap: 2 }
 */
export function optimalTopLayer(covariance: Matrix): TopLayer {
  if (covariance.rows === 0) {
    throw new InvalidInput(`the hidden covariance is ${shapeOf(covariance)}: it must have at least one hidden unit`);
  }
  const { values, vectors } = symmetricEigen(covariance);
  const [value = 0, next = -Infinity] = values;
  const direction = new Float64Array(covariance.rows);
  for (let k = 0; k < direction.length; k++) direction[k] = at(vectors, k, 0);
  const largest = direction.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most));
  if (largest < 0) for (let k = 0; k < direction.length; k++) direction[k] = -(direction[k] as number);
  return { direction, value, gap: value - next };
}

/**
 * Returns W₂ = usᵀ with u the first unit vector: [outputs, K].
 *
 * @example
 * rankOneTop(optimalTopLayer(fromNested([[3, 0], [0, 1]])), 2); // [[1, 0], [0, 0]]
 */
export function rankOneTop({ direction }: TopLayer, outputs: number): Matrix {
  return generate(outputs, direction.length, (o, k) => (o === 0 ? (direction[k] as number) : 0));
}
