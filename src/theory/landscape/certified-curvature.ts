/**
 * The curvature tr(Ṗ C Ṗᵀ) + tr(P̈ C Pᵀ) − 2E Σ‖H_l‖² (constrained-hessian.ts) for all points of a box at once, in
 * interval arithmetic. A positive lower bound proves an ascent direction at every critical point in the box.
 */
import { difference, product, sum, total, type Interval } from '../algebra/interval.js';
import {
  exactMatrix,
  generateIntervals,
  intervalAt,
  intervalInner,
  intervalProduct,
  squaredNorm,
  type IntervalMatrix,
} from '../algebra/interval-matrix.js';
import { down, up } from '../algebra/rounding.js';
import { at, identity, zeros, type Matrix } from '../algebra/matrix.js';
import type { Layers } from '../networks/deep-linear.js';

/**
 * Returns a box that contains every matrix whose entries differ from the given ones by at most `radius`.
 *
 * @example
 * boxAround(fromNested([[1, 2]]), 0.5); // { rows: 1, columns: 2, lower: [0.5, 1.5], upper: [1.5, 2.5] }
 */
export function boxAround(matrix: Matrix, radius: number): IntervalMatrix {
  return generateIntervals(matrix.rows, matrix.columns, (i, j) => ({
    lower: down(at(matrix, i, j) - radius),
    upper: up(at(matrix, i, j) + radius),
  }));
}

/**
 * Encloses the curvature along H − ⟨H_l, W_l⟩ W_l for all layers of norm 1 and all C in the boxes.
 *
 * @param layers boxes of W_1 … W_L
 * @param covariance box of C
 * @param direction H; its parts along W_l are removed inside
 * @example
 * const covariance = boxAround(fromNested([[4, 0], [0, 1]]), 0.5);
 * curvatureEnclosure([exactMatrix(fromNested([[1, 0]]))], covariance, [fromNested([[0, 1]])]); // { lower: -4, upper: -2 }
 */
export function curvatureEnclosure(
  layers: readonly IntervalMatrix[],
  covariance: IntervalMatrix,
  direction: Layers,
): Interval {
  const size = covariance.rows;
  let point = exactMatrix(identity(size));
  let [first, second] = [exactMatrix(zeros(size, size)), exactMatrix(zeros(size, size))];
  const squares: Interval[] = [];
  for (const [l, layer] of layers.entries()) {
    const step = tangential(exactMatrix(direction[l] as Matrix), layer);
    const mixed = intervalProduct(step, first);
    second = combined(intervalProduct(layer, second), mixed, { lower: 2, upper: 2 });
    first = combined(intervalProduct(layer, first), intervalProduct(step, point));
    point = intervalProduct(layer, point);
    squares.push(squaredNorm(step));
  }
  const pulled = intervalProduct(point, covariance);
  const twiceEnergy = intervalInner(pulled, point);
  const bending = sum(intervalInner(intervalProduct(first, covariance), first), intervalInner(second, pulled));
  return difference(bending, product(twiceEnergy, total(squares)));
}

/** Encloses H − ⟨H, W⟩ W. */
function tangential(step: IntervalMatrix, layer: IntervalMatrix): IntervalMatrix {
  const along = intervalInner(step, layer);
  return combined(step, layer, { lower: -along.upper, upper: -along.lower });
}

/** Encloses a + weight·b. */
function combined(a: IntervalMatrix, b: IntervalMatrix, weight: Interval = { lower: 1, upper: 1 }): IntervalMatrix {
  return generateIntervals(a.rows, a.columns, (i, j) => sum(intervalAt(a, i, j), product(weight, intervalAt(b, i, j))));
}
