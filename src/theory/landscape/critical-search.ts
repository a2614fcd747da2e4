/**
 * Search for critical points of any index: Levenberg–Marquardt steps on ½‖grad E‖² over the spheres ‖W_l‖_F = 1.
 *
 * With the Hessian V diag(κ) Vᵀ a step is −V diag(κ/(κ² + μ)) Vᵀ grad, a descent direction of ½‖grad‖² for every μ > 0;
 * μ shrinks after a step that lowers the gradient and grows after one that does not.
 */
import { requireNotNegative, requireWhole } from '../../base/option-checks.js';
import { symmetricEigen } from '../algebra/decompositions.js';
import { norm, type Matrix } from '../algebra/matrix.js';
import { multiply, transposedMultiply } from '../algebra/multiply.js';
import { deepLinearGradient, unitNorm, type Layers } from '../networks/deep-linear.js';
import { constrainedHessian, greatCircle, tangentCoordinates, tangentDirection } from './constrained-hessian.js';

/** The stopping rule of the search. */
export interface CriticalSearchOptions {
  /** Stop when ‖grad E‖ is at most this. */
  readonly tolerance: number;
  /** Most steps. */
  readonly steps: number;
}

/**
 * Searches for a critical point from `start`.
 *
 * @param start layers of norm 1
 * @param covariance C, [d, d], symmetric
 * @returns the layers where the search ended and ‖grad E‖ there
 * @throws InvalidInput on an option out of range
 * @example
 * const start = [fromNested([[0.28, 0.96]])];
 * const { layers } = criticalSearch(start, fromNested([[2, 0], [0, 1]]), { tolerance: 1e-13, steps: 100 });
 * layers; // [[[0, 1]]]
 */
export function criticalSearch(
  start: Layers,
  covariance: Matrix,
  { tolerance, steps }: CriticalSearchOptions,
): { readonly layers: Layers; readonly gradient: number } {
  requireNotNegative('tolerance', tolerance);
  requireWhole('steps', steps, 0);
  let layers = start;
  let slope = gradientAt(layers, covariance);
  let damping = 1e-2;
  for (let k = 0; k < steps && norm(slope) > tolerance; k++) {
    const { values, vectors } = symmetricEigen(constrainedHessian(layers, covariance));
    const along = transposedMultiply(vectors, column(slope)).data;
    // Below the square of the gradient damping no longer matters beside the error of the step itself.
    const floor = Math.max(damping, Number.EPSILON) * Math.min(1, norm(slope));
    const scaled = along.map((entry, i) => (-entry * (values[i] as number)) / ((values[i] as number) ** 2 + floor));
    const next = greatCircle(layers, tangentDirection(layers, multiply(vectors, column(scaled)).data), 1).map(unitNorm);
    const nextSlope = gradientAt(next, covariance);
    const better = norm(nextSlope) < norm(slope);
    damping *= better ? 0.3 : 4;
    if (better) [layers, slope] = [next, nextSlope];
  }
  return { layers, gradient: norm(slope) };
}

function gradientAt(layers: Layers, covariance: Matrix): Float64Array {
  return tangentCoordinates(
    layers,
    layers.map((_, l) => deepLinearGradient(layers, covariance, l)),
  );
}

function column(data: Float64Array): Matrix {
  return { rows: data.length, columns: 1, data };
}
