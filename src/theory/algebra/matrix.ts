/**
 * Dense real matrices: row-major float64 in one flat array.
 *
 * A matrix is a plain record, so that it crosses to a worker thread as it is, and ml-matrix can wrap `data` without a copy (see
 * decompositions.ts).
 */
import { InvalidInput } from '../../base/invalid-input.js';

/** A matrix of doubles, row after row in one array: entry (i, j) is data[i·columns + j]. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Entry (i, j) stands at `i * columns + j`. */
  readonly data: Float64Array;
}

/** Samples as rows: [N, d]. */
export type Rows = Matrix;

/** Most entries of a matrix, 16 GiB of them: fewer than an array may have, and more than a machine is likely to hold. */
const MOST_ENTRIES = 2 ** 31;

/**
 * Makes a matrix of zeros, [rows, columns].
 *
 * @throws InvalidInput unless rows and columns are whole numbers ≥ 0, and on more entries than 2³¹ or than memory holds
 * @example
 * zeros(1, 2); // [[0, 0]]
 */
export function zeros(rows: number, columns: number): Matrix {
  if (!(rows * columns <= MOST_ENTRIES && isCount(rows) && isCount(columns))) throw noShape(rows, columns);
  try {
    return { rows, columns, data: new Float64Array(rows * columns) };
  } catch (error) {
    // The system has less memory than that.
    if (error instanceof RangeError) throw tooLarge(rows, columns, 'more than there is');
    throw error;
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function noShape(rows: number, columns: number): InvalidInput {
  if (!isCount(rows) || !isCount(columns)) {
    return new InvalidInput(`a matrix of [${rows}, ${columns}]: rows and columns must be whole numbers of at least 0`);
  }
  return tooLarge(rows, columns, 'and 16 at most are allowed');
}

function tooLarge(rows: number, columns: number, why: string): InvalidInput {
  const gibibytes = ((rows * columns) / 2 ** 27).toPrecision(3);
  return new InvalidInput(
    `a matrix of [${rows}, ${columns}] takes ${gibibytes} GiB of memory, ${why}: give fewer rows, in batches`,
  );
}

/**
 * Makes the identity matrix, [size, size].
 *
 * @throws InvalidInput as `zeros`
 * @example
 * identity(2); // [[1, 0], [0, 1]]
 */
export function identity(size: number): Matrix {
  return generate(size, size, (i, j) => (i === j ? 1 : 0));
}

/**
 * Makes the [rows, columns] matrix whose entry (i, j) is `entry(i, j)`.
 *
 * @throws InvalidInput as `zeros`
 * @example
 * generate(2, 2, (i, j) => 10 * i + j); // [[0, 1], [10, 11]]
 */
export function generate(rows: number, columns: number, entry: (i: number, j: number) => number): Matrix {
  const matrix = zeros(rows, columns);
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < columns; j++) matrix.data[k++] = entry(i, j);
  return matrix;
}

/**
 * Makes a matrix from nested arrays.
 *
 * @param nested one array per row, all of one length
 * @throws InvalidInput when the rows differ in length
 * @example
 * const { rows, columns, data } = fromNested([[1, 2, 3], [4, 5, 6]]);
 * [rows, columns, ...data]; // [2, 3, 1, 2, 3, 4, 5, 6]
 */
export function fromNested(nested: readonly (readonly number[])[]): Matrix {
  const columns = nested[0]?.length ?? 0;
  const ragged = nested.findIndex((entries) => entries.length !== columns);
  if (ragged >= 0) {
    throw new InvalidInput(
      `row ${ragged} has ${nested[ragged]?.length} entries and row 0 has ${columns}: give every row the same length`,
    );
  }
  return { rows: nested.length, columns, data: Float64Array.from(nested.flat()) };
}

/**
 * Returns the rows as arrays, the inverse of `fromNested`.
 *
 * @example
 * toNested(identity(2)); // [[1, 0], [0, 1]]
 */
export function toNested(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, i) => [...row(matrix, i)]);
}

/**
 * Returns the same numbers in memory of their own.
 *
 * @example
 * const a = identity(1);
 * copy(a).data[0] = 5;
 * at(a, 0, 0); // 1
 */
export function copy(matrix: Matrix): Matrix {
  return { ...matrix, data: matrix.data.slice() };
}

/**
 * Returns row i as a view: writing to it writes to the matrix.
 *
 * @example
 * const a = fromNested([[1, 2], [3, 4]]);
 * row(a, 1)[0] = 7;
 * a; // [[1, 2], [7, 4]]
 */
export function row(matrix: Matrix, i: number): Float64Array {
  return matrix.data.subarray(i * matrix.columns, (i + 1) * matrix.columns);
}

/**
 * Returns the entry at row i and column j; not checked.
 *
 * @example
 * at(fromNested([[1, 2], [3, 4]]), 1, 0); // 3
 */
export function at(matrix: Matrix, i: number, j: number): number {
  return matrix.data[i * matrix.columns + j] as number;
}

/**
 * Returns Aᵀ, in memory of its own.
 *
 * @example
 * transpose(fromNested([[1, 2, 3]])); // [[1], [2], [3]]
 */
export function transpose(matrix: Matrix): Matrix {
  return generate(matrix.columns, matrix.rows, (i, j) => at(matrix, j, i));
}

/**
 * Changes a matrix entry by entry, into a new one.
 *
 * @example
 * map(fromNested([[1, -2]]), Math.abs); // [[1, 2]]
 */
export function map(matrix: Matrix, change: (entry: number) => number): Matrix {
  const out = zeros(matrix.rows, matrix.columns);
  // A loop: on small matrices, which claims use by the million, Float64Array's own map takes several times as long.
  for (let k = 0; k < out.data.length; k++) out.data[k] = change(matrix.data[k] as number);
  return out;
}

/**
 * Returns a + weight·b.
 *
 * @param out overwritten and returned; it may be a or b. Default: a new matrix
 * @throws InvalidInput when the shapes differ
 * @example
 * add(fromNested([[1, 2]]), fromNested([[10, 20]]), 0.5); // [[6, 12]]
 */
export function add(a: Matrix, b: Matrix, weight = 1, out = zeros(a.rows, a.columns)): Matrix {
  requireSameShape('a', a, 'b', b);
  requireSameShape('a', a, 'out', out);
  for (let k = 0; k < out.data.length; k++) out.data[k] = (a.data[k] as number) + weight * (b.data[k] as number);
  return out;
}

/**
 * Stacks the rows of `a` above the rows of `b`, which must be as wide.
 *
 * @example
 * stack(fromNested([[1, 2]]), fromNested([[3, 4]])); // [[1, 2], [3, 4]]
 */
export function stack(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { rows: a.rows + b.rows, columns: a.columns, data };
}

/**
 * Returns rows `from` (included) to `to` (excluded), as a view.
 *
 * @example
 * sliceRows(fromNested([[1], [2], [3]]), 1, 3); // [[2], [3]]
 */
export function sliceRows(matrix: Matrix, from: number, to: number): Matrix {
  const data = matrix.data.subarray(from * matrix.columns, to * matrix.columns);
  return { rows: to - from, columns: matrix.columns, data };
}

/**
 * Returns the Frobenius inner product ⟨a, b⟩ = Σ aᵢⱼ bᵢⱼ.
 *
 * @example
 * inner(fromNested([[1, 2]]), fromNested([[3, 4]])); // 11 = 1 * 3 + 2 * 4
 */
export function inner(a: Matrix, b: Matrix): number {
  return dot(a.data, b.data);
}

/**
 * Returns Σ aᵢbᵢ over the length of a.
 *
 * @example
 * dot(Float64Array.of(1, 2), Float64Array.of(3, 4)); // 11
 */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

/** Sum of squares above which squares that underflow are negligible. */
const SMALLEST_SQUARE = 1e-280;

/**
 * Returns the Frobenius norm of a matrix, or the Euclidean norm of a vector; safe from overflow and underflow.
 *
 * @example
 * norm(fromNested([[3], [4]])); // 5
 * norm(Float64Array.of(3e200, 4e200)); // 5e+200
 */
export function norm(value: Matrix | Float64Array): number {
  const data = value instanceof Float64Array ? value : value.data;
  const squares = dot(data, data);
  if (squares > SMALLEST_SQUARE && squares < Infinity) return Math.sqrt(squares);
  const largest = maxAbs(data);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let k = 0; k < data.length; k++) sum += ((data[k] as number) / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/**
 * Returns the largest |aᵢ|; 0 without entries, NaN where one is NaN.
 *
 * @example
 * maxAbs(Float64Array.of(1, -3, 2)); // 3
 */
export function maxAbs(data: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < data.length; k++) {
    const size = Math.abs(data[k] as number);
    if (Number.isNaN(size)) return size;
    if (size > largest) largest = size;
  }
  return largest;
}

/**
 * Returns Σ aᵢᵢ.
 *
 * @example
 * trace(fromNested([[1, 2], [3, 4]])); // 5
 */
export function trace(matrix: Matrix): number {
  let sum = 0;
  for (let i = 0; i < matrix.rows; i++) sum += at(matrix, i, i);
  return sum;
}

/** Writes a shape as errors name it, `[2, 3]`. */
export function shapeOf({ rows, columns }: Pick<Matrix, 'rows' | 'columns'>): string {
  return `[${rows}, ${columns}]`;
}

/** Requires two matrices of one shape. @throws InvalidInput naming both shapes */
export function requireSameShape(nameA: string, a: Matrix, nameB: string, b: Matrix): void {
  if (a.rows !== b.rows || a.columns !== b.columns) {
    throw new InvalidInput(
      `${nameA} is ${shapeOf(a)} and ${nameB} is ${shapeOf(b)}: both must have the same shape [N, d]`,
    );
  }
}

/** Requires finite entries. @throws InvalidInput naming the first entry that is NaN or infinite */
export function requireFinite(name: string, matrix: Matrix): void {
  let k = 0;
  while (k < matrix.data.length && Number.isFinite(matrix.data[k])) k++;
  if (k < matrix.data.length) {
    const [i, j] = [Math.floor(k / matrix.columns), k % matrix.columns];
    throw new InvalidInput(`${name}[${i}, ${j}] is ${matrix.data[k]}: every entry must be a finite number`);
  }
}
