/** Matrices of intervals: a float matrix as it stands, and products that contain the exact ones. */
import { InvalidInput } from '../../base/invalid-input.js';
import { requireFinite, shapeOf, type Matrix } from './matrix.js';
import { product, square, sum, type Interval } from './interval.js';
import { down, sumDown, sumUp, up } from './rounding.js';

const ZERO: Interval = { lower: 0, upper: 0 };

/** Entry (i, j) lies between `lower` and `upper` at `i * columns + j`. */
export interface IntervalMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Returns the float matrix as an interval matrix, every entry exact.
 *
 * @throws InvalidInput on entries that are not finite
 * @example
 * intervalAt(exactMatrix(fromNested([[1, 2], [3, 4]])), 1, 0); // { lower: 3, upper: 3 }
 */
export function exactMatrix(matrix: Matrix): IntervalMatrix {
  requireFinite('matrix', matrix);
  return { rows: matrix.rows, columns: matrix.columns, lower: matrix.data, upper: matrix.data };
}

/**
 * Makes the [rows, columns] matrix whose entry (i, j) is `entryAt(i, j)`.
 *
 * @example
 * generateIntervals(1, 2, (i, j) => ({ lower: i, upper: i + j })); // { rows: 1, columns: 2, lower: [0, 0], upper: [0, 1] }
 */
export function generateIntervals(
  rows: number,
  columns: number,
  entryAt: (i: number, j: number) => Interval,
): IntervalMatrix {
  const [lower, upper] = [new Float64Array(rows * columns), new Float64Array(rows * columns)];
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, k++) ({ lower: lower[k], upper: upper[k] } = entryAt(i, j));
  }
  return { rows, columns, lower, upper };
}

/**
 * Returns the interval at row i and column j; not checked.
 *
 * @example
 * intervalAt({ rows: 1, columns: 2, lower: Float64Array.of(0, 1), upper: Float64Array.of(2, 3) }, 0, 1); // { lower: 1, upper: 3 }
 */
export function intervalAt(matrix: IntervalMatrix, i: number, j: number): Interval {
  return entry(matrix, i * matrix.columns + j);
}

/**
 * Returns a float matrix inside: each entry halfway between its bounds, up to rounding.
 *
 * @example
 * midpoint(generateIntervals(1, 2, (i, j) => ({ lower: 0, upper: j }))); // [[0, 0.5]]
 */
export function midpoint({ rows, columns, lower, upper }: IntervalMatrix): Matrix {
  return { rows, columns, data: lower.map((low, k) => low / 2 + (upper[k] as number) / 2) };
}

/**
 * Returns Aᵀ, [m, n] → [n, m].
 *
 * @example
 * midpoint(transposeIntervals(exactMatrix(fromNested([[1, 2]])))); // [[1], [2]]
 */
export function transposeIntervals(matrix: IntervalMatrix): IntervalMatrix {
  return generateIntervals(matrix.columns, matrix.rows, (i, j) => intervalAt(matrix, j, i));
}

/**
 * Encloses a·b, [m, k]·[k, n] → [m, n].
 *
 * @throws InvalidInput when the inner sizes differ
 * @example
 * const product = intervalProduct(exactMatrix(fromNested([[1, 2]])), exactMatrix(fromNested([[3], [4]])));
 * intervalAt(product, 0, 0); // { lower: 11, upper: 11 }
 * contains(intervalAt(product, 0, 0), 11); // true
 */
export function intervalProduct(a: IntervalMatrix, b: IntervalMatrix): IntervalMatrix {
  if (a.columns !== b.rows) {
    throw new InvalidInput(`the product ${shapeOf(a)}·${shapeOf(b)} does not exist: the inner sizes must agree`);
  }
  const lower = new Float64Array(a.rows * b.columns);
  const upper = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      addMultiple(a.lower[i * a.columns + k] as number, a.upper[i * a.columns + k] as number, b, k, {
        lower,
        upper,
        from: i * b.columns,
      });
    }
  }
  return { rows: a.rows, columns: b.columns, lower, upper };
}

/** Adds [low, high] times row k of b to a row of the result, on plain numbers, without an interval object for each term. */
function addMultiple(
  low: number,
  high: number,
  b: IntervalMatrix,
  k: number,
  { lower, upper, from }: { lower: Float64Array; upper: Float64Array; from: number },
): void {
  if (low === 0 && high === 0) return;
  const isExact = low === high;
  for (let j = 0, q = k * b.columns, to = from; j < b.columns; j++, q++, to++) {
    const [bLow, bHigh] = [b.lower[q] as number, b.upper[q] as number];
    if (bLow === 0 && bHigh === 0) continue;
    // NaN comes from 0·∞ alone, where nothing is known of the product.
    let least = low * bLow;
    let most = least;
    if (!isExact || bLow !== bHigh) {
      const [p, r, s] = [low * bHigh, high * bLow, high * bHigh];
      most = Math.max(least, p, r, s);
      least = Math.min(least, p, r, s);
    }
    lower[to] = sumDown(lower[to] as number, Number.isNaN(least) ? -Infinity : down(least));
    upper[to] = sumUp(upper[to] as number, Number.isNaN(most) ? Infinity : up(most));
  }
}

/**
 * Encloses ⟨a, b⟩ = Σ aᵢⱼbᵢⱼ of matrices of one shape.
 *
 * @example
 * intervalInner(exactMatrix(fromNested([[1, 2]])), exactMatrix(fromNested([[3, 4]]))); // { lower: 11, upper: 11 }
 */
export function intervalInner(a: IntervalMatrix, b: IntervalMatrix): Interval {
  let so = ZERO;
  for (let k = 0; k < a.lower.length; k++) so = sum(so, product(entry(a, k), entry(b, k)));
  return so;
}

/**
 * Encloses ‖a‖_F².
 *
 * @example
 * squaredNorm(exactMatrix(fromNested([[3], [4]]))); // { lower: 25, upper: 25 }
 */
export function squaredNorm(a: IntervalMatrix): Interval {
  let so = ZERO;
  for (let k = 0; k < a.lower.length; k++) so = sum(so, square(entry(a, k)));
  return so;
}

function entry({ lower, upper }: IntervalMatrix, k: number): Interval {
  return { lower: lower[k] as number, upper: upper[k] as number };
}
