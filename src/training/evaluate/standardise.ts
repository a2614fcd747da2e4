/** Features to mean 0 and deviation 1 by the statistics of the training set (scikit-learn's StandardScaler). */
import { featuresAt, type FeatureRows } from './feature-rows.js';

export interface Standardisation {
  /** [columns]. */
  readonly mean: Float64Array;
  /** [columns], of the population (divided by n); 1 where a feature does not change. */
  readonly deviation: Float64Array;
}

/**
 * A deviation of at most this many roundings of the mean is a constant feature's: dividing by it would make noise of it.
 * A sum of n float32 values in float64 is off by at most n·2⁻⁵³ of their size; n stays below 2²⁰ here.
 */
const CONSTANT = 2 ** -33;

export function standardisationOf(features: FeatureRows): Standardisation {
  const { rows, columns } = features;
  const mean = new Float64Array(columns);
  eachValue(features, (value, column) => (mean[column] = (mean[column] as number) + value / rows));
  const variance = new Float64Array(columns);
  eachValue(features, (value, column) => {
    variance[column] = (variance[column] as number) + (value - (mean[column] as number)) ** 2 / rows;
  });
  const deviation = variance.map((square, column) => {
    const root = Math.sqrt(square);
    return root > CONSTANT * Math.abs(mean[column] as number) ? root : 1;
  });
  return { mean, deviation };
}

export function standardised(features: FeatureRows, { mean, deviation }: Standardisation): FeatureRows {
  const data = new Float32Array(features.data.length);
  const { columns } = features;
  eachValue(features, (value, column, row) => {
    data[row * columns + column] = (value - (mean[column] as number)) / (deviation[column] as number);
  });
  return { ...features, data };
}

function eachValue(features: FeatureRows, visit: (value: number, column: number, row: number) => void): void {
  for (let i = 0; i < features.rows; i++) {
    const row = featuresAt(features, i);
    for (let j = 0; j < row.length; j++) visit(row[j] as number, j, i);
  }
}
