/** Differences of means with confidence intervals: paired where seeds are shared, Welch's where they are not. */
import { statistic, type Statistic } from './statistic.js';
import { CONFIDENCE, meanHalfWidth, twoSidedQuantile } from './student-t.js';

/** A difference of means with the interval that holds it with probability CONFIDENCE. */
export interface Difference {
  readonly test: 'paired' | 'Welch';
  /** Seeds that both have; with Welch, the smaller of the two numbers. */
  readonly n: number;
  readonly mean: number;
  /** Half the width of the interval; null if a deviation is unknown. */
  readonly halfWidth: number | null;
}

/** Values by seed. */
export type SeedValues = ReadonlyMap<number, number>;

/** Returns the mean of `values` − `base` over shared seeds; null without a shared seed. */
export function pairedDifference(values: SeedValues, base: SeedValues): Difference | null {
  const differences = [...values].flatMap(([seed, value]) => {
    const other = base.get(seed);
    return other === undefined ? [] : [value - other];
  });
  const of = statistic(differences);
  if (of === null) return null;
  return { test: 'paired', n: of.n, mean: of.mean, halfWidth: meanHalfWidth(of) };
}

/** Returns Welch's difference, with the degrees of freedom of Welch and Satterthwaite. */
export function welchDifference(values: Statistic, base: Statistic): Difference {
  const n = Math.min(values.n, base.n);
  const mean = values.mean - base.mean;
  if (values.deviation === null || base.deviation === null) return { test: 'Welch', n, mean, halfWidth: null };
  const [own, other] = [values.deviation ** 2 / values.n, base.deviation ** 2 / base.n];
  // Without any spread there is no doubt either, and no number of degrees of freedom.
  if (own + other === 0) return { test: 'Welch', n, mean, halfWidth: 0 };
  const freedom = (own + other) ** 2 / (own ** 2 / (values.n - 1) + other ** 2 / (base.n - 1));
  return { test: 'Welch', n, mean, halfWidth: twoSidedQuantile(CONFIDENCE, freedom) * Math.sqrt(own + other) };
}
