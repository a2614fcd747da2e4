/**
 * Covariances that are exact in floating point, repeated eigenvalues included, and not diagonal.
 *
 * C = HΛH with H = I − 2vvᵀ/‖v‖², v of zeros and ones, 1, 2 or 4 of them: the entries of H are 0, ±½ and ±1, and those of
 * Λ multiples of 1/8, so that no product or sum rounds. Column i of H is an exact unit eigenvector of Λᵢᵢ.
 */
import { at, generate, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiplyTransposed } from '../../src/theory/algebra/multiply.js';

export interface ReflectedSpectrum {
  /** Multiples of 1/8, in any order. */
  readonly eigenvalues: readonly number[];
  /** v has so many ones, at the end (as many as there is room for). */
  readonly ones: 0 | 1 | 2 | 4;
}

export function reflectedCovariance({ eigenvalues, ones }: ReflectedSpectrum): {
  readonly covariance: Matrix;
  /** H: eigenvectors as columns, in the order of the eigenvalues. */
  readonly vectors: Matrix;
} {
  const d = eigenvalues.length;
  const count = ones > d ? 0 : ones;
  const reflects = (i: number): boolean => i >= d - count;
  const vectors = generate(d, d, (i, j) => (i === j ? 1 : 0) - (reflects(i) && reflects(j) ? 2 / count : 0));
  const scaled = generate(d, d, (i, k) => at(vectors, i, k) * (eigenvalues[k] as number));
  return { covariance: multiplyTransposed(scaled, vectors), vectors };
}
