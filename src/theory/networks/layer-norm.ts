/**
 * Layer normalisation without affine parameters and without ε: y = (z − μ)/σ in each row, with the row's own mean μ and
 * (biased) standard deviation σ. That is √d times the ℓ2 normalisation of z − μ, and is computed so.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { at, generate, map, row, shapeOf, type Rows } from '../algebra/matrix.js';
import { unitRows, unitRowsGradient, type UnitRows } from '../losses/unit-rows.js';

/** Rows of mean 0 and variance 1, with what the gradient needs. */
export interface LayerNormalised {
  /** y, [N, d]: every row has mean 0 and variance 1. */
  readonly value: Rows;
  /** y/√d, and the lengths √d·σ. */
  readonly centred: UnitRows;
}

/**
 * Normalises every row to mean 0 and variance 1.
 *
 * @param z [N, d], d ≥ 2
 * @param name name of z in errors
 * @throws InvalidInput on entries that are not finite, or a row whose entries are all the same: its deviation is 0
 * @example
 * layerNorm(fromNested([[1, 3], [5, 1]])).value; // [[-1, 1], [1, -1]]
 */
export function layerNorm(z: Rows, name = 'z'): LayerNormalised {
  for (let i = 0; i < z.rows; i++) {
    const own = row(z, i);
    // Compared, not subtracted: the mean of equal numbers is rounded, and would leave a difference to divide by.
    if (own.every((entry) => entry === own[0])) {
      throw new InvalidInput(
        `row ${i} of ${name}, ${shapeOf(z)}, is constant: it cannot be normalised to deviation 1; give at least 2 features that differ`,
      );
    }
  }
  const centred = unitRows(rowsCentred(z), `${name} less its mean`);
  const spread = Math.sqrt(z.columns);
  return { value: map(centred.unit, (entry) => spread * entry), centred };
}

/**
 * Returns the gradient with respect to z, from the gradient g with respect to y: (g − mean(g) − y·mean(g∘y))/σ in each row.
 *
 * @param gradient g, [N, d]
 * @example
 * layerNormGradient(layerNorm(fromNested([[0, 3, 6]])), fromNested([[1, 0, 0]])); // [[0.06804, -0.1361, 0.06804]]
 */
export function layerNormGradient({ centred }: LayerNormalised, gradient: Rows): Rows {
  const spread = Math.sqrt(gradient.columns);
  const toUnit = map(gradient, (entry) => spread * entry);
  // Centring is its own transpose.
  return rowsCentred(unitRowsGradient(centred, toUnit));
}

/** Returns every row less its mean. */
export function rowsCentred(rows: Rows): Rows {
  const means = Float64Array.from(
    { length: rows.rows },
    (_, i) => row(rows, i).reduce((sum, entry) => sum + entry, 0) / rows.columns,
  );
  return generate(rows.rows, rows.columns, (i, j) => at(rows, i, j) - (means[i] as number));
}
