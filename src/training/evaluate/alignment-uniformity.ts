/**
 * Two views of what a contrastive loss asks for: positives close together, everything spread over the sphere.
 *
 * Wang and Isola, "Understanding contrastive representation learning through alignment and uniformity on the hypersphere",
 * ICML 2020, with α = 2 and t = 2. In float64, on rows brought to length 1.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { dot, row, sliceRows } from '../../theory/algebra/matrix.js';
import { multiplyTransposed } from '../../theory/algebra/multiply.js';
import { unitFeatures, type NumberRows } from './feature-rows.js';

/** t of the Gaussian potential exp(−t‖u − v‖²). */
const POTENTIAL = 2;
/** Rows that are compared with all others at once. */
const BLOCK = 256;

/**
 * Computes the mean of ‖u − u'‖² over pairs of views of one image, 0..4: the smaller, the better aligned.
 *
 * @param first [N, d]
 * @param second [N, d], row i is the other view of the same image
 * @throws InvalidInput on other shapes, values that are not finite, or a row of zeros
 * @example
 * const first = { rows: 2, columns: 2, data: Float64Array.of(1, 0, 0, 1) };
 * alignment(first, { rows: 2, columns: 2, data: Float64Array.of(1, 0, 2, 0) }); // 1 = (0 + 2) / 2
 */
export function alignment(first: NumberRows, second: NumberRows): number {
  if (first.rows !== second.rows || first.columns !== second.columns) {
    throw new InvalidInput(
      `the views are [${first.rows}, ${first.columns}] and [${second.rows}, ${second.columns}]: both must be [N, d]`,
    );
  }
  const [u, v] = [unitFeatures('the first views', first), unitFeatures('the second views', second)];
  let sum = 0;
  for (let i = 0; i < u.rows; i++) {
    const [a, b] = [row(u, i), row(v, i)];
    // Differences, not 2 − 2u·v: equal views are to give 0 exactly.
    sum += a.reduce((total, x, k) => total + (x - (b[k] as number)) ** 2, 0);
  }
  return sum / u.rows;
}

/**
 * Computes the log of the mean of exp(−2‖u − v‖²) over pairs of different rows, −8..0: the smaller, the more evenly spread.
 *
 * @param features [N, d], N ≥ 2
 * @throws InvalidInput on fewer than 2 rows, values that are not finite, or a row of zeros
 * @example
 * uniformity({ rows: 2, columns: 2, data: Float64Array.of(1, 0, -1, 0) }); // -8
 * uniformity({ rows: 2, columns: 2, data: Float64Array.of(1, 0, 0, 1) }); // -4
 */
export function uniformity(features: NumberRows): number {
  const { rows } = features;
  if (rows < 2) throw new InvalidInput(`${rows} row: uniformity compares pairs, give at least 2`);
  const u = unitFeatures('the features', features);
  const squares = Float64Array.from({ length: rows }, (_, i) => dot(row(u, i), row(u, i)));
  let sum = 0;
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, rows);
    // Pairs once only: each row of the block with the rows after it.
    const products = multiplyTransposed(sliceRows(u, from, to), sliceRows(u, from, rows));
    for (let i = from; i < to; i++) {
      const cosines = row(products, i - from);
      for (let j = i + 1; j < rows; j++) {
        const distance = (squares[i] as number) + (squares[j] as number) - 2 * (cosines[j - from] as number);
        sum += Math.exp(-POTENTIAL * Math.max(0, distance));
      }
    }
  }
  return Math.log(sum / ((rows * (rows - 1)) / 2));
}
