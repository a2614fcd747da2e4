/** Values with their first two derivatives, as intervals: how those of a product, a power … come from those of its parts. */
import { exponential, logarithm, realPower, wholePower } from '../intervals/elementary.js';
import {
  difference,
  exactly,
  negative,
  product as productOfIntervals,
  quotient,
  square,
  squareRoot,
  sum,
  WHOLE_LINE,
  type Interval,
} from '../intervals/interval.js';

export interface Jet {
  readonly value: Interval;
  readonly first: Interval;
  readonly second: Interval;
}

export const [NOUGHT, ONE] = [exactly(0), exactly(1)];

export function steady(value: Interval): Jet {
  return { value, first: NOUGHT, second: NOUGHT };
}

export function opposite({ value, first, second }: Jet): Jet {
  return { value: negative(value), first: negative(first), second: negative(second) };
}

/** g(a) for g, g′, g″ over the values of a. */
export function chained(a: Jet, value: Interval, slope: Interval, curvature: Interval): Jet {
  return {
    value,
    first: product(slope, a.first),
    second: sum(product(curvature, square(a.first)), product(slope, a.second)),
  };
}

export function productOf(a: Jet, b: Jet): Jet {
  return {
    value: product(a.value, b.value),
    first: sum(product(a.first, b.value), product(a.value, b.first)),
    second: sum(
      sum(product(a.second, b.value), product(a.value, b.second)),
      product(exactly(2), product(a.first, b.first)),
    ),
  };
}

export function largerOf(a: Jet, b: Jet): Jet {
  const [above, below] = [a.value.lower >= b.value.upper, b.value.lower >= a.value.upper];
  // Both at once: they meet at a point, and the slope there may be either's.
  if (above !== below) return above ? a : b;
  const first = hull(a.first, b.first);
  return {
    value: { lower: Math.max(a.value.lower, b.value.lower), upper: Math.max(a.value.upper, b.value.upper) },
    first,
    // Where the larger changes, the slope jumps up.
    second: { lower: Math.min(a.second.lower, b.second.lower), upper: Infinity },
  };
}

/**
 * log(c + eᵘ) for c > 0. Its slope s = 1/(1 + ce⁻ᵘ) and curvature s(1 − s), 1 − s = 1/(1 + eᵘ/c), are enclosed without a
 * difference, so that the curvature is proven positive also where it is small.
 */
export function softPlus(c: Interval, u: Jet): Jet {
  const growth = exponential(u.value);
  const slope = quotient(ONE, sum(ONE, product(c, exponential(negative(u.value)))));
  const rest = quotient(ONE, sum(ONE, quotient(growth, c)));
  return chained(u, logarithm(sum(c, growth)), slope, product(slope, rest));
}

/** √ of what reaches 0 but is nowhere proven negative. */
export function rootAtZero(base: Jet): Jet | undefined {
  return base.value.lower < 0 ? undefined : powerAtZero(base, 0.5);
}

/** A power below 2 of what reaches 0 but is nowhere negative: no bound of its curvature, and below 1 none of its slope. */
function powerAtZero({ value, first, second }: Jet, p: number): Jet {
  const power = p === 0.5 ? squareRoot(value) : realPower(value, exactly(p));
  if (isNought(first) && isNought(second)) return steady(power);
  const slope = p > 1 ? product(product(exactly(p), realPower(value, exactly(p - 1))), first) : WHOLE_LINE;
  return { value: power, first: slope, second: WHOLE_LINE };
}

export function constantPower(base: Jet, p: number): Jet | undefined {
  if (p === 0) return steady(ONE);
  if (p === 1) return base;
  const whole = Number.isInteger(p) && Math.abs(p) <= 1024;
  const { lower, upper } = base.value;
  if (p < 0 && lower <= 0 && upper >= 0) return undefined;
  if (!whole && p < 2 && lower <= 0) return p > 0 && lower >= 0 ? powerAtZero(base, p) : undefined;
  if (!whole && lower < 0) return undefined;
  const power = (n: number): Interval =>
    n === 0 ? ONE : whole ? wholePower(base.value, n) : realPower(base.value, exactly(n));
  const slope = product(exactly(p), power(p - 1));
  const curvature = p === 2 ? exactly(2) : product(product(exactly(p), difference(exactly(p), ONE)), power(p - 2));
  return chained(base, power(p), slope, curvature);
}

/** [w]₊ᵖ, p > 1: flat where [w]₊ has its corner. */
export function positivePartPower(w: Jet, p: number): Jet | undefined {
  if (w.value.upper <= 0) return steady(NOUGHT);
  if (w.value.lower > 0) return constantPower(w, p);
  const on = { lower: 0, upper: w.value.upper };
  const power = (n: number): Interval => (n === 0 ? ONE : realPower(on, exactly(n)));
  const slope = product(exactly(p), power(p - 1));
  // Below p = 2 the curvature grows without bound towards the corner.
  const bend = p < 2 ? { lower: 0, upper: Infinity } : product(exactly(p * (p - 1)), power(p - 2));
  const jet = chained(w, power(p), slope, bend);
  return {
    value: { lower: 0, upper: jet.value.upper },
    first: hull(NOUGHT, jet.first),
    second: hull(NOUGHT, jet.second),
  };
}

/** a·b. Rounding takes no bound across the 0 that the exact products do not cross: what is ≥ 0 is proven to be. */
export function product(a: Interval, b: Interval): Interval {
  const { lower, upper } = productOfIntervals(a, b);
  const alike = (a.lower >= 0 && b.lower >= 0) || (a.upper <= 0 && b.upper <= 0);
  const opposed = (a.lower >= 0 && b.upper <= 0) || (a.upper <= 0 && b.lower >= 0);
  return { lower: alike ? Math.max(0, lower) : lower, upper: opposed ? Math.min(0, upper) : upper };
}

function hull(a: Interval, b: Interval): Interval {
  return { lower: Math.min(a.lower, b.lower), upper: Math.max(a.upper, b.upper) };
}

function isNought({ lower, upper }: Interval): boolean {
  return lower === 0 && upper === 0;
}
