/** Coordinates of long rows, such as images, in the span of the rows: an isometry to at most 2N numbers a row. */
import type { Views } from '../../src/claims/instances.js';
import { centred } from '../../src/theory/losses/contrastive-covariance.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { at, generate, sliceRows, stack, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../../src/theory/algebra/multiply.js';

/** Directions with less than this share of the largest variance are rounding of the Gram matrix. */
const NEGLIGIBLE = 1e-12;

/**
 * @param z first views, [N, d]
 * @param zPrime second views, [N, d]
 * @returns an orthonormal basis as columns, [d, r], and the views less their common mean in it, [N, r] each
 */
export function spanBasis(z: Rows, zPrime: Rows): { readonly basis: Matrix; readonly coordinates: Views } {
  const rows = centred(stack(z, zPrime));
  const { values, vectors } = symmetricEigen(multiplyTransposed(rows, rows));
  const rank = values.filter((value) => value > NEGLIGIBLE * (values[0] ?? 0)).length;
  const scaled = generate(rows.rows, rank, (i, k) => at(vectors, i, k) / Math.sqrt(values[k] as number));
  const basis = transposedMultiply(rows, scaled);
  const coordinates = multiply(rows, basis);
  return {
    basis,
    coordinates: { z: sliceRows(coordinates, 0, z.rows), zPrime: sliceRows(coordinates, z.rows, 2 * z.rows) },
  };
}
