/** Instances of claims about two weights that are held fixed: numbers of any sign, of losses or none. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber, matrixOf, views, type ViewsOptions } from '../../src/claims/instances.js';
import { generate, norm, row, stack, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import type { PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';

/** Weights of the first A of 2N rows with all of them, [A, 2N] each, and the rows of both views. */
export interface WeightedRows extends PairWeights {
  readonly rows: Rows;
}

/** Draws views whose first or both have anchors, with weights of their pairs: α in [least, 1], β in [−1, 1]. */
export function weightedRows(least: number, options: ViewsOptions = {}): Arbitrary<WeightedRows> {
  const { samples = 5 } = options;
  const entries = (low: number): Arbitrary<Matrix> =>
    matrixOf(fc.constant(2 * samples), fc.constant(2 * samples), gridNumber(low, 1), (2 * samples) ** 2);
  return fc
    .tuple(views({ ...options, samples }), entries(least), entries(-1), fc.constantFrom(1, 2))
    .map(([{ z, zPrime }, alpha, beta, anchorViews]) => {
      const rows = stack(z, zPrime);
      const [N, A] = [z.rows, anchorViews * z.rows];
      const cut = (weights: Matrix, isMeant: (i: number, j: number) => boolean): Matrix =>
        generate(A, rows.rows, (i, j) => (isMeant(i, j) ? (weights.data[i * weights.columns + j] as number) : 0));
      return {
        rows,
        alpha: cut(alpha, (i, j) => i % N !== j % N),
        beta: cut(beta, (i, j) => j === (i + N) % rows.rows),
      };
    });
}

/**
 * Bounds what rounding can do to an entry of C_{α,β}[x, y], computed in two ways: a sum of A·R products of at most
 * |αᵢⱼ − βᵢⱼ|(‖xᵢ‖+‖xⱼ‖)(‖yᵢ‖+‖yⱼ‖) each errs by at most γ Σ of these sizes, γ = (A·R + d + e + 8)ε with a margin for the centring.
 */
export function twoWeightRounding({ alpha, beta }: PairWeights, x: Rows, y: Rows = x): number {
  const lengths = (rows: Rows): number[] => Array.from({ length: rows.rows }, (_, i) => norm(row(rows, i)));
  const [a, b] = [lengths(x), lengths(y)];
  let size = 0;
  for (let i = 0, k = 0; i < alpha.rows; i++) {
    for (let j = 0; j < alpha.columns; j++, k++) {
      const weight = Math.abs(alpha.data[k] as number) + Math.abs(beta.data[k] as number);
      size += weight * ((a[i] as number) + (a[j] as number)) * ((b[i] as number) + (b[j] as number));
    }
  }
  const gamma = (alpha.rows * alpha.columns + x.columns + y.columns + 8) * Number.EPSILON;
  return 2 * gamma * size + Number.MIN_VALUE;
}
