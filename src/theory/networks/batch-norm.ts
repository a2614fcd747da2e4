/**
 * Batch normalisation without affine parameters: y = (a − μ)·s in each column, s = 1/√(σ² + ε), with the batch's own mean μ and
 * (biased) variance σ².
 */
import { InvalidInput } from '../../base/invalid-input.js';
import type { Rows } from '../algebra/matrix.js';

/** Columns of mean 0 and variance 1, with what the gradient needs. */
export interface BatchNormalised {
  /** y, [N, n]: every column has mean 0 and variance σ²/(σ² + ε). */
  readonly value: Rows;
  /** s, [n]. */
  readonly scales: Float64Array;
}

/** Keeps a constant column finite; PyTorch's default. */
const VARIANCE_FLOOR = 1e-5;

/**
 * Normalises every column over the batch.
 *
 * @param rows a, [N, n], N ≥ 1
 * @param varianceFloor ε > 0. Default 1e-5.
 * @throws InvalidInput on an empty batch, or ε that is not positive
 * @example
 * batchNorm(fromNested([[1], [5]])); // { value: [[-1.0000], [1.0000]], scales: [0.5000] }
 */
export function batchNorm(rows: Rows, varianceFloor: number = VARIANCE_FLOOR): BatchNormalised {
  if (rows.rows < 1) throw new InvalidInput('the batch is empty: a mean needs at least 1 row');
  if (!(varianceFloor > 0)) throw new InvalidInput(`the variance floor is ${varianceFloor}: it must be above 0`);
  const { columns } = rows;
  const value = rows.data.slice();
  const means = columnMeans(rows.data, columns);
  for (let k = 0; k < value.length; k++) value[k] = (value[k] as number) - (means[k % columns] as number);
  const scales = columnMeans(value, columns, value).map((variance) => 1 / Math.sqrt(variance + varianceFloor));
  for (let k = 0; k < value.length; k++) value[k] = (value[k] as number) * (scales[k % columns] as number);
  return { value: { ...rows, data: value }, scales };
}

/**
 * Returns the gradient with respect to a, from the gradient g with respect to y: s(g − mean(g) − y·mean(g∘y)) in each column.
 *
 * @param gradient g, [N, n]
 * @example
 * const pass = batchNorm(fromNested([[0], [3], [6]]));
 * batchNormGradient(pass, fromNested([[1], [0], [0]])); // [[0.06804], [-0.1361], [0.06804]]
 */
export function batchNormGradient({ value, scales }: BatchNormalised, gradient: Rows): Rows {
  const { columns } = value;
  const mean = columnMeans(gradient.data, columns);
  const along = columnMeans(gradient.data, columns, value.data);
  const data = gradient.data.map((g, k) => {
    const j = k % columns;
    return (scales[j] as number) * (g - (mean[j] as number) - (value.data[k] as number) * (along[j] as number));
  });
  return { ...value, data };
}

/** Returns the mean of each column of a row-major matrix, its entries times those of `factor` where given. */
function columnMeans(data: Float64Array, columns: number, factor?: Float64Array): Float64Array {
  const means = new Float64Array(columns);
  for (let k = 0, j = 0; k < data.length; k++, j = j + 1 === columns ? 0 : j + 1) {
    means[j] = (means[j] as number) + (data[k] as number) * (factor === undefined ? 1 : (factor[k] as number));
  }
  return means.map((sum) => (sum * columns) / data.length);
}
