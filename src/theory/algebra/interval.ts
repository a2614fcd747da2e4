/**
 * Interval arithmetic with outward rounding: every operation returns an interval that contains each result of the exact
 * operation on numbers of its arguments. A bound that comes out of a chain of them is proven, rounding included.
 *
 * Bounds may be infinite (nothing is known on that side), but the lower one is never +∞, the upper one never −∞ and
 * neither is NaN. An operation that has no bounded answer, such as division by an interval around 0, returns the whole line.
 * The converse never holds: a wide interval shows that nothing was proven, not that something is false.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { down, overDown, overUp, sumDown, sumUp, timesDown, timesUp, up } from './rounding.js';

/** All numbers from `lower` to `upper`, both included; infinite where there is no bound. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** The interval of all numbers: nothing is known. */
export const WHOLE_LINE: Interval = { lower: -Infinity, upper: Infinity };

/**
 * Returns the interval of the number x alone.
 *
 * @throws InvalidInput unless x is finite
 * @example
 * exactly(0.5); // { lower: 0.5, upper: 0.5 }
 */
export function exactly(x: number): Interval {
  if (!Number.isFinite(x)) throw new InvalidInput(`cannot enclose ${x}: expected a finite number`);
  return { lower: x, upper: x };
}

/**
 * Encloses a + b; exact where the bounds' sums are doubles.
 *
 * @example
 * sum({ lower: 1, upper: 2 }, { lower: 0.5, upper: 0.5 }); // { lower: 1.5, upper: 2.5 }
 * width(sum(exactly(0.1), exactly(0.2))) > 0; // true
 */
export function sum(a: Interval, b: Interval): Interval {
  return { lower: sumDown(a.lower, b.lower), upper: sumUp(a.upper, b.upper) };
}

/**
 * Returns −a, exact.
 *
 * @example
 * negative({ lower: 1, upper: 2 }); // { lower: -2, upper: -1 }
 */
export function negative({ lower, upper }: Interval): Interval {
  return { lower: 0 - upper, upper: 0 - lower };
}

/**
 * Encloses a − b; a and b vary independently, so a − a is not 0.
 *
 * @example
 * const a = { lower: 1, upper: 2 };
 * difference(a, a); // { lower: -1, upper: 1 }
 */
export function difference(a: Interval, b: Interval): Interval {
  return sum(a, negative(b));
}

/**
 * Encloses a·b; exact where a bound is 0, and where bounds are short enough for their product to be a double. No bound is
 * rounded across 0: the product of numbers of one sign is not negative.
 *
 * @example
 * product({ lower: -1, upper: 2 }, { lower: 3, upper: 4 }); // { lower: -4, upper: 8 }
 */
export function product(a: Interval, b: Interval): Interval {
  if (a.lower >= 0) {
    if (b.lower >= 0) return { lower: timesDown(a.lower, b.lower), upper: timesUp(a.upper, b.upper) };
    if (b.upper <= 0) return { lower: timesDown(a.upper, b.lower), upper: timesUp(a.lower, b.upper) };
    return { lower: timesDown(a.upper, b.lower), upper: timesUp(a.upper, b.upper) };
  }
  if (a.upper <= 0) return negative(product(negative(a), b));
  if (b.lower >= 0 || b.upper <= 0) return product(b, a);
  return {
    lower: Math.min(timesDown(a.lower, b.upper), timesDown(a.upper, b.lower)),
    upper: Math.max(timesUp(a.lower, b.lower), timesUp(a.upper, b.upper)),
  };
}

/**
 * Encloses a / b; the whole line where b contains 0.
 *
 * @example
 * const third = quotient(exactly(1), exactly(3)); // { lower: 0.3333, upper: 0.3333 }
 * width(third) > 0; // true
 * quotient(exactly(1), { lower: 0, upper: 1 }); // { lower: -Infinity, upper: Infinity }
 */
export function quotient(a: Interval, b: Interval): Interval {
  if (b.lower <= 0 && b.upper >= 0) return WHOLE_LINE;
  if (b.upper < 0) return quotient(negative(a), negative(b));
  return {
    lower: overDown(a.lower, a.lower >= 0 ? b.upper : b.lower),
    upper: overUp(a.upper, a.upper >= 0 ? b.lower : b.upper),
  };
}

/**
 * Encloses a², which is never negative, as a·a can be.
 *
 * @example
 * const a = { lower: -1, upper: 2 };
 * square(a); // { lower: 0, upper: 4 }
 * product(a, a); // { lower: -2, upper: 4 }
 */
export function square(a: Interval): Interval {
  const { lower, upper } = magnitude(a);
  return { lower: timesDown(lower, lower), upper: timesUp(upper, upper) };
}

/**
 * Encloses √a over the part of a that is not negative. V8 rounds square roots to nearest, as IEEE 754 demands.
 *
 * @throws InvalidInput when a is negative altogether
 * @example
 * squareRoot({ lower: -1, upper: 2 }); // { lower: 0, upper: 1.4142 }
 * contains(squareRoot(exactly(2)), Math.SQRT2); // true
 */
export function squareRoot({ lower, upper }: Interval): Interval {
  if (upper < 0)
    throw new InvalidInput(`√ of [${lower}, ${upper}]: no number in it has a square root; give one that reaches 0`);
  return {
    lower: lower <= 0 ? 0 : Math.max(0, down(Math.sqrt(lower))),
    upper: upper === 0 ? 0 : up(Math.sqrt(upper)),
  };
}

/**
 * Returns the interval of |a|, exact.
 *
 * @example
 * magnitude({ lower: -3, upper: 2 }); // { lower: 0, upper: 3 }
 */
export function magnitude({ lower, upper }: Interval): Interval {
  const larger = Math.max(Math.abs(lower), Math.abs(upper));
  if (lower <= 0 && upper >= 0) return { lower: 0, upper: larger };
  return { lower: Math.min(Math.abs(lower), Math.abs(upper)), upper: larger };
}

/**
 * Encloses the sum of many terms, added from the first to the last.
 *
 * @example
 * total([exactly(1), { lower: 0, upper: 2 }, exactly(-3)]); // { lower: -2, upper: 0 }
 */
export function total(terms: Iterable<Interval>): Interval {
  let [lower, upper] = [0, 0];
  for (const term of terms) [lower, upper] = [sumDown(lower, term.lower), sumUp(upper, term.upper)];
  return { lower, upper };
}

/**
 * Tells if x lies in the interval, bounds included.
 *
 * @example
 * contains({ lower: 1, upper: 2 }, 2); // true
 */
export function contains({ lower, upper }: Interval, x: number): boolean {
  return lower <= x && x <= upper;
}

/**
 * Returns an upper bound of upper − lower.
 *
 * @example
 * width({ lower: -1, upper: 2 }); // 3
 */
export function width({ lower, upper }: Interval): number {
  return sumUp(upper, -lower);
}

/** Returns the number halfway between the bounds, up to rounding. */
export function middle({ lower, upper }: Interval): number {
  return lower / 2 + upper / 2;
}
