/** Proofs about the rank of layers, and about the part of their product off a space. */
import { eigenvalueBounds } from '../../src/theory/algebra/eigenvalue-bounds.js';
import { difference, exactly, product, quotient, total, type Interval } from '../../src/theory/algebra/interval.js';
import {
  exactMatrix,
  intervalProduct,
  squaredNorm,
  transposeIntervals,
} from '../../src/theory/algebra/interval-matrix.js';
import { endToEndEnclosure } from '../../src/theory/landscape/energy-enclosure.js';
import type { Matrix } from '../../src/theory/algebra/matrix.js';
import type { Layers } from '../../src/theory/networks/deep-linear.js';

/** Squared singular values of layers of norm 1 above this are no rounding of 0. */
const NEGLIGIBLE = 1e-12;

/** At least 1 − (σ₁² + … + σ_r²)/‖W‖_F². */
export function beyondRank(layer: Matrix, rank: number): number {
  const share = quotient(total(squaredSingularValues(layer).slice(0, rank)), squaredNorm(exactMatrix(layer)));
  return difference(exactly(1), share).upper;
}

/** So many singular values are proven to be no rounding of 0. */
export function provenRank(layer: Matrix): number {
  return squaredSingularValues(layer).filter(({ lower }) => lower > NEGLIGIBLE).length;
}

/**
 * At least ‖PQ‖_F²/Π‖W_l‖_F², P = W_L ⋯ W₁.
 *
 * @param outside Q, [d, r], exact and orthonormal
 */
export function shareOutside(layers: Layers, outside: Matrix): number {
  const enclosed = layers.map(exactMatrix);
  const part = squaredNorm(intervalProduct(endToEndEnclosure(layers), exactMatrix(outside)));
  return quotient(part, enclosed.map(squaredNorm).reduce(product)).upper;
}

/** The squared singular values: eigenvalues of the smaller of WWᵀ and WᵀW. */
function squaredSingularValues(layer: Matrix): Interval[] {
  const tall = layer.rows > layer.columns;
  const entries = exactMatrix(layer);
  const [left, right] = tall ? [transposeIntervals(entries), entries] : [entries, transposeIntervals(entries)];
  return eigenvalueBounds(intervalProduct(left, right));
}
