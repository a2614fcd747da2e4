/** Values measured on a sample of anchors, with the range in which the value of all anchors lies. */

/** A mean over anchors, with a normal interval of 99 %; where all anchors were asked, it is exact and both ends are the value. */
export interface Estimate {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** Standard errors to either side that hold 99 % of a normal distribution. */
export const ERRORS_99 = 2.5758;

/**
 * Estimates the mean over a population from values of a sample without replacement.
 *
 * @param values of the sample; those that are not finite belong to anchors without a value, and count in no mean
 * @param population number of anchors in all
 * @example
 * estimatedMean([1, 2, 3, 4], 4); // { value: 2.5, from: 2.5, to: 2.5 }
 */
export function estimatedMean(values: ArrayLike<number>, population: number): Estimate {
  const ones = new Float64Array(values.length).fill(1);
  return estimatedRatio(values, ones, population);
}

/**
 * Estimates Σa/Σb over a population from a sample of pairs a, b, with the error of a ratio to first order.
 *
 * @example
 * estimatedRatio([1, 2], [2, 4], 2); // { value: 0.5, from: 0.5, to: 0.5 }
 */
export function estimatedRatio(a: ArrayLike<number>, b: ArrayLike<number>, population: number): Estimate {
  let [sumA, sumB, count] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    if (!Number.isFinite(a[k])) continue;
    sumA += a[k] as number;
    sumB += b[k] as number;
    count++;
  }
  const value = sumA / sumB;
  let squares = 0;
  for (let k = 0; k < a.length; k++) {
    if (Number.isFinite(a[k])) squares += ((a[k] as number) - value * (b[k] as number)) ** 2;
  }
  const isWhole = a.length >= population;
  const left = Math.max(0, 1 - a.length / population);
  const error = isWhole ? 0 : (Math.sqrt((squares / (count - 1)) * left * count) / sumB) * ERRORS_99;
  return { value, from: value - error, to: value + error };
}

/** Applies an increasing function to a value and both ends. */
export function mapped({ value, from, to }: Estimate, by: (x: number) => number): Estimate {
  return { value: by(value), from: by(from), to: by(to) };
}
