/**
 * Aligned stacks over F_p. Singular values come first and eigenvalues follow from them, λᵢ = 2E/σᵢ^{2(L−1)}, so that no root is
 * taken; orthogonal matrices are products of reflections I − 2vvᵀ/vᵀv, which make all of them, and a unit vector is the first
 * column of one. Everything is rational in what is drawn.
 */
import { transpose, type ExactMatrix } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { inverse, power, primeField, randomElement, type FieldElement } from '../../src/theory/algebra/prime-field.js';

const { multiply } = primeField;

/** Holds the parts of a stack, and C = Q diag(λ) Qᵀ. */
export interface AlignedParts {
  /** F₀ … F_L with r orthonormal columns each; those of F₀ are eigenvectors of C. */
  readonly frames: readonly FieldMatrix[];
  /** σ, [r], Σσᵢ² = 1. */
  readonly singularValues: readonly FieldElement[];
  readonly twiceEnergy: FieldElement;
  readonly covariance: FieldMatrix;
  /** λ of C, those of F₀ first. */
  readonly eigenvalues: readonly FieldElement[];
}

/** λ = 2E/σ^{2(L−1)}. */
export function exactEigenvalue(twiceEnergy: FieldElement, sigma: FieldElement, depth: number): FieldElement {
  return multiply(twiceEnergy, inverse(power(sigma, BigInt(2 * (depth - 1)))));
}

/** W_l = F_l diag(σ) F_{l−1}ᵀ. */
export function exactStack(frames: readonly FieldMatrix[], singularValues: readonly FieldElement[]): FieldMatrix[] {
  const { product, diagonal } = fieldMatrices;
  return frames
    .slice(1)
    .map((frame, l) => product(frame, diagonal(singularValues), transpose(frames[l] as FieldMatrix)));
}

/**
 * Draws the parts of a stack of rank r on C with d features.
 *
 * @param eigenvalue λᵢ of 2E, σᵢ and the depth
 * @param sizes d, n₁ … n_L, none below r
 */
export function alignedParts(
  word: () => number,
  eigenvalue: typeof exactEigenvalue,
  rank: number,
  sizes: readonly number[],
): AlignedParts {
  const [features = rank, ...widths] = sizes;
  const vectors = randomOrthogonal(word, features);
  const singularValues = randomOrthogonal(word, rank).map(([first]) => first as FieldElement);
  const twiceEnergy = randomElement(word);
  const eigenvalues = vectors.map((_, i) => {
    const sigma = singularValues[i];
    return sigma === undefined ? randomElement(word) : eigenvalue(twiceEnergy, sigma, widths.length);
  });
  const frameOf = (square: FieldMatrix): FieldMatrix => square.map((row) => row.slice(0, rank));
  return {
    frames: [vectors, ...widths.map((width) => randomOrthogonal(word, width))].map(frameOf),
    singularValues,
    twiceEnergy,
    covariance: fieldMatrices.product(vectors, fieldMatrices.diagonal(eigenvalues), transpose(vectors)),
    eigenvalues,
  };
}

/** A product of n random reflections, [n, n]. */
export function randomOrthogonal(word: () => number, n: number): FieldMatrix {
  return Array.from({ length: n }, () => reflection(randomFieldMatrix(word, 1, n))).reduce((a, b) =>
    fieldMatrices.product(a, b),
  );
}

/** I − 2vvᵀ/vᵀv. @param v [1, n] */
function reflection(v: FieldMatrix): ExactMatrix<FieldElement> {
  const share = multiply(2n, inverse(fieldMatrices.inner(v, v)));
  const outer = fieldMatrices.scale(share, fieldMatrices.product(transpose(v), v));
  return fieldMatrices.difference(fieldMatrices.identity(outer.length), outer);
}

/** det A and the rank of A, by elimination. @param a [n, n] */
export function elimination(a: FieldMatrix): { readonly determinant: FieldElement; readonly rank: number } {
  let rows: FieldMatrix = a;
  let [determinant, rank] = [primeField.one, 0];
  for (let column = 0; column < a.length; column++) {
    const k = rows.findIndex((row) => row[column] !== 0n);
    const pivot = rows[k];
    if (pivot === undefined) {
      determinant = primeField.zero;
      continue;
    }
    const lead = pivot[column] as FieldElement;
    determinant = multiply(determinant, k === 0 ? lead : primeField.subtract(0n, lead));
    rank++;
    const share = inverse(lead);
    // The pivot changes places with the first row, which turns the sign.
    rows = rows
      .with(k, rows[0] as readonly FieldElement[])
      .slice(1)
      .map((row) => {
        const factor = multiply(row[column] as FieldElement, share);
        return factor === 0n
          ? row
          : row.map((entry, j) => primeField.subtract(entry, multiply(factor, pivot[j] as FieldElement)));
      });
  }
  return { determinant, rank };
}
