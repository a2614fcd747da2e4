/** ℓ2 normalisation of rows, and the way back for gradients. */
import { InvalidInput } from '../../base/invalid-input.js';
import { at, dot, generate, norm, requireFinite, row, type Rows } from '../algebra/matrix.js';

/** Rows divided by their lengths. */
export interface UnitRows {
  /** [N, d], every row of length 1, or 0 where a row of zeros was kept. */
  readonly unit: Rows;
  /** [N], the lengths before; ∞ for a row of zeros, so that it passes no gradient on. */
  readonly lengths: Float64Array;
}

/**
 * Divides the rows of z by their lengths.
 *
 * @param z [N, d]
 * @param name of z in errors
 * @param zeroRows what becomes of a row of zeros, which has no direction: an error, or zeros without a gradient
 * @returns the rows divided by their lengths, and the lengths
 * @throws InvalidInput on entries that are not finite, or a row of zeros that is to be refused
 * @example
 * unitRows(fromNested([[3, 4]])); // { unit: [[0.6, 0.8]], lengths: [5] }
 */
export function unitRows(z: Rows, name = 'z', zeroRows: 'refuse' | 'keep' = 'refuse'): UnitRows {
  requireFinite(name, z);
  const lengths = Float64Array.from({ length: z.rows }, (_, i) => {
    const length = norm(row(z, i));
    if (length > 0) return length;
    if (zeroRows === 'keep') return Infinity;
    throw new InvalidInput(`row ${i} of ${name} is all zeros: it has no direction; give it an entry other than 0`);
  });
  return { unit: generate(z.rows, z.columns, (i, j) => at(z, i, j) / (lengths[i] as number)), lengths };
}

/**
 * Computes the gradient with respect to z, from the gradient with respect to its unit rows u: (g − (g·u)u) / ‖z‖ a row.
 *
 * @example
 * unitRowsGradient(unitRows(fromNested([[3, 4]])), fromNested([[1, 0]])); // [[0.128, -0.096]]
 */
export function unitRowsGradient({ unit, lengths }: UnitRows, gradient: Rows): Rows {
  const along = Float64Array.from(lengths, (_, i) => dot(row(gradient, i), row(unit, i)));
  return generate(
    unit.rows,
    unit.columns,
    (i, j) => (at(gradient, i, j) - (along[i] as number) * at(unit, i, j)) / (lengths[i] as number),
  );
}
