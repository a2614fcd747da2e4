/**
 * The energy of two weights, α of negatives and β of positives, and its contrastive covariance:
 *
 *   E_{α,β} = Σᵢⱼ αᵢⱼ d²ᵢⱼ − Σᵢⱼ βᵢⱼ d²ᵢⱼ = ½ tr C_{α,β}[x],   C_{α,β}[x, y] = Σᵢⱼ (αᵢⱼ − βᵢⱼ)(x[i]−x[j])(y[i]−y[j])ᵀ
 *
 * with the anchors i among the rows of both views, j over all of these rows, and β off the positives 0. A loss of the paper's family
 * has βᵢ = Σⱼ αᵢⱼ, and this is its C_α. With the signed weights W = α − β, their row and column sums D and the rows X_A of the
 * anchors,
 *
 *   C = Xᵀ D Y − X_Aᵀ W Y − (W X)ᵀ Y_A
 *
 * which costs O(A·R·d + R·d²) for A anchors among R rows, not O(A·R·d²).
 */
import { InvalidInput } from '../../base/invalid-input.js';
import {
  add,
  at,
  generate,
  requireFinite,
  requireSameShape,
  row,
  shapeOf,
  sliceRows,
  type Matrix,
  type Rows,
} from '../algebra/matrix.js';
import { multiply, transposedMultiply } from '../algebra/multiply.js';
import { centred, weighted } from '../losses/contrastive-covariance.js';
import { halfSquaredDistance } from '../losses/energy.js';
import type { DistanceWeights } from './distance-loss.js';

/** The weights of pairs: α of negatives and β of positives, [A, R] each, of the first A of R rows with all of them. */
export type PairWeights = Pick<DistanceWeights, 'alpha' | 'beta'>;

/**
 * Computes E_{α,β} = Σ α d² − Σ β d² with d² = ½‖x[i] − x[j]‖², by its distances: O(A·R·d).
 *
 * @param weights as `distanceWeights` gives them, [A, R] each; of any sign
 * @param rows the rows of both views, [R, d], the anchors first: `stack(z, zPrime)`
 * @throws InvalidInput on shapes that do not fit and entries that are not finite
 * @example
 * const weights = { alpha: fromNested([[0, 2, 0]]), beta: fromNested([[0, 0, 3]]) };
 * twoWeightEnergy(weights, fromNested([[0], [2], [1]])); // 2.5 = 2 * (2 ** 2 / 2) - 3 * (1 ** 2 / 2)
 */
export function twoWeightEnergy(weights: PairWeights, rows: Rows): number {
  const signed = signedWeights(weights, rows);
  let sum = 0;
  for (let i = 0, k = 0; i < signed.rows; i++) {
    for (let j = 0; j < rows.rows; j++, k++) {
      const weight = signed.data[k] as number;
      if (weight !== 0) sum += weight * halfSquaredDistance(row(rows, i), row(rows, j));
    }
  }
  return sum;
}

/**
 * Computes ∂E_{α,β}/∂x, [R, d], α and β held fixed: minus the gradient of the loss that they are the weights of (Theorem 1 with
 * two weights).
 *
 * @throws InvalidInput as `twoWeightEnergy`
 * @example
 * const weights = { alpha: fromNested([[0, 2, 0]]), beta: fromNested([[0, 0, 3]]) };
 * twoWeightEnergyGradient(weights, fromNested([[0], [2], [1]])); // [[-1], [4], [-3]]
 */
export function twoWeightEnergyGradient(weights: PairWeights, rows: Rows): Rows {
  const signed = signedWeights(weights, rows);
  const from = centred(rows);
  const own = weighted(degrees(signed), from);
  const toRows = add(own, transposedMultiply(signed, sliceRows(from, 0, signed.rows)), -1);
  const toAnchors = multiply(signed, from);
  toAnchors.data.forEach((entry, k) => (toRows.data[k] = (toRows.data[k] as number) - entry));
  return toRows;
}

/**
 * Computes C_{α,β}[x, y]; C_{α,β}[x] where y is left out. With one weight, β = Σα, it is `contrastiveCovariance`.
 *
 * @param weights as `distanceWeights` gives them, [A, R] each; of any sign
 * @param rows x: the rows of both views, [R, d], the anchors first: `stack(z, zPrime)`
 * @param other y: another feature of the same rows, [R, e]
 * @returns [d, e]; symmetric to the last bit for C_{α,β}[x]
 * @throws InvalidInput as `twoWeightEnergy`
 * @example
 * const weights = { alpha: fromNested([[0, 2, 0]]), beta: fromNested([[0, 0, 3]]) };
 * twoWeightCovariance(weights, fromNested([[0], [2], [1]])); // [[5]] = [[2 * 2 ** 2 - 3 * 1 ** 2]]
 */
export function twoWeightCovariance(weights: PairWeights, rows: Rows, other?: Rows): Matrix {
  const signed = signedWeights(weights, rows);
  const sums = degrees(signed);
  const first = centred(rows);
  const anchors = sliceRows(first, 0, signed.rows);
  const seen = multiply(signed, first);
  if (other === undefined) {
    const own = transposedMultiply(first, weighted(sums, first));
    const between = transposedMultiply(anchors, seen);
    return generate(rows.columns, rows.columns, (p, q) => {
      const [i, j] = p <= q ? [p, q] : [q, p];
      return at(own, i, j) - (at(between, i, j) + at(between, j, i));
    });
  }
  requireRows('other', signed, other);
  const second = centred(other);
  const own = transposedMultiply(first, weighted(sums, second));
  const forth = transposedMultiply(anchors, multiply(signed, second));
  const back = transposedMultiply(seen, sliceRows(second, 0, signed.rows));
  return add(own, add(forth, back), -1);
}

/**
 * Computes the contrastive cross-covariance of two encoders, S = Σ β x yᵀ − Σ α x yᵀ over the pairs of a row x of the first view
 * and a row y of the second. For linear encoders F of the first view and G of the second and distances 1 − a·b the energy is
 * tr(F S Gᵀ) and a constant, so that training aligns F and G with the top singular vectors of S (Nakada et al. 2023).
 *
 * @param weights of pairs across the views, [A, 2N] each, as `distanceWeights` gives them for `negatives: 'other'`
 * @param first inputs of the first encoder, [N, d]
 * @param second inputs of the second encoder, [N, e]
 * @returns [d, e]
 * @throws InvalidInput on shapes that do not fit, entries that are not finite, and a weight of two rows of one view
 * @example
 * const weights = { alpha: fromNested([[0, 0, 0, 1], [0, 0, 2, 0]]), beta: fromNested([[0, 0, 3, 0], [0, 0, 0, 4]]) };
 * twoEncoderCovariance(weights, fromNested([[1], [10]]), fromNested([[5], [7]])); // [[188]] = [[3 * 5 - 7 + 4 * 70 - 2 * 50]]
 */
export function twoEncoderCovariance(weights: PairWeights, first: Rows, second: Rows): Matrix {
  const N = first.rows;
  if (second.rows !== N) {
    throw new InvalidInput(
      `first is ${shapeOf(first)} and second is ${shapeOf(second)}: give one row a sample in both`,
    );
  }
  const signed = signedOf(weights, 2 * N);
  requireFinite('first', first);
  requireFinite('second', second);
  for (let i = 0; i < signed.rows; i++) {
    for (let j = 0; j < 2 * N; j++) {
      if (i < N === j < N && at(signed, i, j) !== 0) {
        throw new InvalidInput(
          `rows ${i} and ${j} are of one view and have the weight ${at(signed, i, j)}: two encoders need a loss with negatives of the other view`,
        );
      }
    }
  }
  const across = generate(N, N, (i, j) => {
    const forth = i < signed.rows ? at(signed, i, N + j) : 0;
    const back = N + j < signed.rows ? at(signed, N + j, i) : 0;
    return -(forth + back);
  });
  return transposedMultiply(first, multiply(across, second));
}

/** W = α − β for these rows. */
function signedWeights(weights: PairWeights, rows: Rows): Matrix {
  const signed = signedOf(weights, rows.rows);
  requireRows('rows', signed, rows);
  return signed;
}

function signedOf({ alpha, beta }: PairWeights, rows: number): Matrix {
  requireSameShape('alpha', alpha, 'beta', beta);
  if (alpha.columns !== rows || alpha.rows > rows) {
    throw new InvalidInput(
      `alpha and beta are ${shapeOf(alpha)}: with ${rows} rows they must be [A, ${rows}], one row an anchor, at most ${rows}`,
    );
  }
  requireFinite('alpha', alpha);
  requireFinite('beta', beta);
  return add(alpha, beta, -1);
}

function requireRows(name: string, signed: Matrix, rows: Rows): void {
  if (rows.rows !== signed.columns) {
    throw new InvalidInput(`${name} is ${shapeOf(rows)}: the weights are of ${signed.columns} rows`);
  }
  requireFinite(name, rows);
}

/** The sums of the weights of each row, as an anchor and as another's: [R]. */
function degrees(signed: Matrix): Float64Array {
  const sums = new Float64Array(signed.columns);
  for (let i = 0, k = 0; i < signed.rows; i++) {
    for (let j = 0; j < signed.columns; j++, k++) {
      const weight = signed.data[k] as number;
      sums[i] = (sums[i] as number) + weight;
      sums[j] = (sums[j] as number) + weight;
    }
  }
  return sums;
}
