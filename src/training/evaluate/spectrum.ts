/** The spectrum of a representation: along how many directions the features vary, and how evenly. */
import { InvalidInput } from '../../base/invalid-input.js';
import { leadingEigen } from '../../theory/algebra/decompositions.js';
import { add, generate, trace, zeros, type Matrix } from '../../theory/algebra/matrix.js';
import { transposedMultiply } from '../../theory/algebra/multiply.js';
import { requireFeatures, type NumberRows } from './feature-rows.js';

/** The singular values of features, and the dimensions that they fill. */
export interface Spectrum {
  /** Singular values of the centred features, descending, min(rows, columns) of them. */
  readonly singularValues: Float64Array;
  /** exp of the entropy of the singular values as shares of their sum, 1..min(rows, columns). */
  readonly effectiveRank: number;
}

/** Rows whose products are summed at once: their float64 copies stay small. */
const BLOCK = 2048;

/**
 * Computes the singular values of the centred features and their effective rank.
 *
 * The singular values are the roots of the eigenvalues of ZᵀZ, for centred Z. Those below `columns`·ε of the largest
 * eigenvalue are rounding and count as 0.
 *
 * Roy and Vetterli, "The effective rank: a measure of effective dimensionality", EUSIPCO 2007.
 *
 * @throws InvalidInput on features that are not finite, or when all rows are equal: nothing varies then
 * @example
 * const features = { rows: 4, columns: 2, data: Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1) };
 * spectrum(features); // { singularValues: [1.4142, 1.4142], effectiveRank: 2 }
 */
export function spectrum(features: NumberRows): Spectrum {
  requireFeatures('the features', features);
  const gram = centredGram(features);
  const { values } = leadingEigen(gram, 0);
  const singularValues = rootsOf(values.slice(0, Math.min(features.rows, features.columns)), features.columns);
  if (!((values[0] as number) > 0))
    throw new InvalidInput(
      `all ${features.rows} rows of the features are equal: they have collapsed, and there is no spectrum; give rows that vary`,
    );
  return { singularValues, effectiveRank: effectiveRank(singularValues) };
}

/** Returns the singular values of descending eigenvalues of ZᵀZ, those that are only rounding as 0. @param columns of Z */
export function rootsOf(eigenvalues: Float64Array, columns: number): Float64Array {
  const rounding = columns * Number.EPSILON * Math.max(0, eigenvalues[0] ?? 0);
  return eigenvalues.map((value) => (value > rounding ? Math.sqrt(value) : 0));
}

/**
 * Computes exp(−Σ p log p) of p = σ/Σσ, from 1 to the number of singular values.
 *
 * @param singularValues ≥ 0, not all 0
 * @example
 * effectiveRank(Float64Array.of(1, 1, 0)); // 2
 * effectiveRank(Float64Array.of(3, 1)); // 1.7548 = Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25))
 */
export function effectiveRank(singularValues: Float64Array): number {
  const total = singularValues.reduce((sum, value) => sum + value, 0);
  let entropy = 0;
  for (const value of singularValues) if (value > 0) entropy -= (value / total) * Math.log(value / total);
  return Math.exp(entropy);
}

/** ZᵀZ of the centred rows, [columns, columns], in float64. */
function centredGram(features: NumberRows): Matrix {
  const { rows, columns } = features;
  const mean = columnMeans(features);
  const gram = zeros(columns, columns);
  for (let from = 0; from < rows; from += BLOCK) {
    const height = Math.min(BLOCK, rows - from);
    const centred = generate(
      height,
      columns,
      (i, j) => (features.data[(from + i) * columns + j] as number) - (mean[j] as number),
    );
    add(gram, transposedMultiply(centred, centred), 1, gram);
  }
  // Equal rows leave rounding: beside the size of the features themselves it is nothing.
  return trace(gram) > negligible(features, mean) ? gram : zeros(columns, columns);
}

/** Returns the mean of each column. */
export function columnMeans(features: NumberRows): Float64Array {
  const mean = new Float64Array(features.columns);
  const { columns, data } = features;
  for (let k = 0; k < data.length; k++) {
    mean[k % columns] = (mean[k % columns] as number) + (data[k] as number) / features.rows;
  }
  return mean;
}

/** Σ (rows·ε·mean)² over all entries: each mean is off by at most rows·ε of its size. */
function negligible({ rows }: NumberRows, mean: Float64Array): number {
  return rows * mean.reduce((sum, value) => sum + (rows * Number.EPSILON * value) ** 2, 0);
}
