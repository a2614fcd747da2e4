/** Mean and deviation of a metric over runs. */

/** Mean and deviation over runs. */
export interface Statistic {
  /** Runs that have the metric. */
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the sample, divided by n − 1; null for one run. */
  readonly deviation: number | null;
}

/**
 * Returns the number, mean and sample standard deviation of values; null for no values.
 *
 * @example
 * statistic([1, 2, 6]); // { n: 3, mean: 3, deviation: 2.6458 }
 * statistic([4]); // { n: 1, mean: 4, deviation: null }
 */
export function statistic(values: readonly number[]): Statistic | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, deviation: n === 1 ? null : Math.sqrt(squares / (n - 1)) };
}
