/**
 * Guarded access to ml-matrix's decompositions.
 *
 * ml-matrix's EVD does not return on a NaN, fails on entries beyond about 1e160 and takes the general path (unsorted
 * eigenvalues) on one ulp of asymmetry; its SVD does not return on subnormals. So a matrix is checked to be finite and
 * symmetric, scaled to max |a| = 1, decomposed, sorted and scaled back.
 */
import { EigenvalueDecomposition, Matrix as Dense, SingularValueDecomposition, WrapperMatrix1D } from 'ml-matrix';
import { InvalidInput } from '../../base/invalid-input.js';
import { at, generate, map, maxAbs, requireFinite, shapeOf, zeros, type Matrix } from './matrix.js';
import { leadingEigenvectors, tridiagonalEigenvalues, tridiagonalForm } from './tridiagonal.js';

/** The decomposition A = V·diag(values)·Vᵀ. */
export interface SymmetricEigen {
  /** Eigenvalues, descending: [n]. */
  readonly values: Float64Array;
  /** Column k is the unit eigenvector of `values[k]`: [n, n]. */
  readonly vectors: Matrix;
}

/** Relative asymmetry that rounding in a product XᵀMX can leave; more means that the matrix is not what was meant. */
const ASYMMETRY = 1e-9;

/**
 * Returns eigenvalues and eigenvectors of a symmetric matrix, [n, n], largest eigenvalue first. Rounding-size asymmetry is
 * averaged away.
 *
 * @throws InvalidInput when the matrix is not square, not finite, or not symmetric
 * @example
 * symmetricEigen(fromNested([[2, 1], [1, 2]])).values; // [3, 1]
 */
export function symmetricEigen(matrix: Matrix): SymmetricEigen {
  const { symmetric, scale } = symmetricOf(matrix);
  const n = matrix.rows;
  const evd = new EigenvalueDecomposition(wrap(symmetric), { assumeSymmetric: true });
  const vectors = evd.eigenvectorMatrix;
  // Read once: the property copies itself at each access.
  const found = evd.realEigenvalues;
  const order = found.map((_, k) => k).toSorted((p, q) => (found[q] as number) - (found[p] as number));
  const values = new Float64Array(n);
  // A loop: on small matrices, which claims use by the million, Float64Array.from takes several times as long.
  order.forEach((k, place) => (values[place] = scale * (found[k] as number)));
  return { values, vectors: generate(n, n, (i, j) => vectors.get(i, order[j] as number)) };
}

/**
 * Returns all eigenvalues of a symmetric matrix, the same numbers as `symmetricEigen`, and its first eigenvectors: at 512 dimensions
 * in about a ninth of the time.
 *
 * @param directions eigenvectors that are needed, at most n
 * @returns as `symmetricEigen`, with vectors of [n, directions]
 * @throws InvalidInput as `symmetricEigen`
 */
export function leadingEigen(matrix: Matrix, directions: number): SymmetricEigen {
  const { symmetric, scale } = symmetricOf(matrix);
  const n = matrix.rows;
  const form = tridiagonalForm(symmetric.data, n);
  const values = tridiagonalEigenvalues(form);
  const vectors = leadingEigenvectors(form, values, directions);
  if (vectors === undefined) return symmetricEigen(matrix);
  return {
    values: values.map((value) => scale * value),
    vectors: generate(n, directions, (i, k) => vectors[k]?.[i] as number),
  };
}

/** Returns a symmetric matrix scaled to max |a| = 1. @throws InvalidInput when it is not square, not finite, or not symmetric */
function symmetricOf(matrix: Matrix): { readonly symmetric: Matrix; readonly scale: number } {
  const n = matrix.rows;
  if (n !== matrix.columns) {
    throw new InvalidInput(`the matrix is ${shapeOf(matrix)}: an eigenvalue problem takes a square one`);
  }
  const scale = scaleOf(matrix);
  const symmetric = zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const [a, b] = [flushed(at(matrix, i, j) / scale), flushed(at(matrix, j, i) / scale)];
      if (Math.abs(a - b) > ASYMMETRY) {
        throw new InvalidInput(
          `the matrix is not symmetric: entry (${i}, ${j}) is ${a * scale}, (${j}, ${i}) is ${b * scale}; both must be the same`,
        );
      }
      symmetric.data[i * n + j] = symmetric.data[j * n + i] = (a + b) / 2;
    }
  }
  return { symmetric, scale };
}

/**
 * Returns the singular values, descending: min(rows, columns) of them.
 *
 * @throws InvalidInput when an entry is not finite
 * @example
 * singularValues(fromNested([[3, 0], [0, -4]])); // [4, 3]
 */
export function singularValues(matrix: Matrix): Float64Array {
  const { scaled, scale } = scaledToOne(matrix);
  const options = { computeLeftSingularVectors: false, computeRightSingularVectors: false, autoTranspose: true };
  const values = new SingularValueDecomposition(wrap(scaled), options).diagonal;
  return Float64Array.from(values, (value) => scale * value).toSorted((a, b) => b - a);
}

/**
 * Returns the coefficients, [columns], with which the columns of a matrix, [rows, columns], come nearest to values, [rows], in the sum
 * of squares.
 *
 * @throws InvalidInput when an entry is not finite, or the columns are linearly dependent
 * @example
 * leastSquares(fromNested([[1, 0], [1, 1], [1, 2]]), [1, 3, 5]); // [1, 2]
 */
export function leastSquares(matrix: Matrix, values: readonly number[]): Float64Array {
  const { scaled, scale } = scaledToOne(matrix);
  requireFinite('values', { rows: values.length, columns: 1, data: Float64Array.from(values) });
  const decomposition = new SingularValueDecomposition(wrap(scaled));
  if (matrix.rows < matrix.columns || !(decomposition.condition < WORST_CONDITION)) {
    throw new InvalidInput(`the columns of the matrix, ${shapeOf(matrix)}, are linearly dependent: leave one out`);
  }
  return Float64Array.from(decomposition.solve(Dense.columnVector([...values])).to1DArray(), (value) => value / scale);
}

/** Beyond this ratio of the largest to the smallest singular value, rounding takes more than half of the digits. */
const WORST_CONDITION = 1e8;

function scaledToOne(matrix: Matrix): { scaled: Matrix; scale: number } {
  const scale = scaleOf(matrix);
  return { scaled: map(matrix, (entry) => flushed(entry / scale)), scale };
}

/** Returns max |a|, or 1 where that is 0. @throws InvalidInput when an entry is not finite */
function scaleOf(matrix: Matrix): number {
  requireFinite('matrix', matrix);
  return maxAbs(matrix.data) || 1;
}

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Entries below the smallest normal number after scaling carry no information beside an entry of size 1. */
function flushed(entry: number): number {
  return Math.abs(entry) < SMALLEST_NORMAL ? 0 : entry;
}

function wrap(matrix: Matrix): WrapperMatrix1D {
  return new WrapperMatrix1D(matrix.data, { rows: matrix.rows });
}
