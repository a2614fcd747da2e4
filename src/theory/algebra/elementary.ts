/**
 * Enclosures of exp, log and powers that trust no library function.
 *
 * exp: x = k log 2 + r with |r| ≤ ½ log 2 (1 + 2⁻⁴⁰), and eʳ by its Taylor polynomial of degree 14 in Horner's form. With
 * u = 2⁻⁵³: the reduction errs by at most 0.72u (k·LN2_HIGH is exact, being a product of at most 11 and 32 bits), Horner's
 * last product by 1.7u and its last sum by 2u relative to eʳ ≥ 0.7, the truncation by 10⁻¹⁹. Together less than 5u;
 * EXP_ERROR = 8u is claimed.
 *
 * log: any guess y is mended by log x = y + log t, t = x·e⁻ʸ, and 1 − 1/t ≤ log t ≤ t − 1.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { exactly, product, sum, WHOLE_LINE, type Interval } from './interval.js';
import { down, sumDown, sumUp, up } from './rounding.js';

/** Bound of the relative error of `naturalExponential` where the result is normal. */
const EXP_ERROR = 2 ** -50;
/** log 2 = LN2_HIGH + LN2_LOW up to 2⁻⁸⁵; the first has 32 bits. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LN2: Interval = { lower: down(Math.LN2), upper: up(Math.LN2) };
const TAYLOR_DEGREE = 14;
/** Arguments above which eˣ exceeds the largest double, and below which it is less than half the least. */
const [OVERFLOW, UNDERFLOW] = [709.79, -745.14];

/**
 * Encloses eˣ for each number of x.
 *
 * @example
 * exponential({ lower: 0, upper: 1 }); // { lower: 1, upper: 2.7183 }
 */
export function exponential({ lower, upper }: Interval): Interval {
  const least = exponentialOf(lower);
  return lower === upper ? least : { lower: least.lower, upper: exponentialOf(upper).upper };
}

/**
 * Encloses log x over the positive part of x; −∞ below when that part reaches 0.
 *
 * @throws InvalidInput when no number of x is positive
 * @example
 * logarithm({ lower: 1, upper: 2 }); // { lower: 0, upper: 0.6931 }
 * logarithm({ lower: -1, upper: 1 }); // { lower: -Infinity, upper: 0 }
 */
export function logarithm({ lower, upper }: Interval): Interval {
  if (upper <= 0)
    throw new InvalidInput(
      `log of [${lower}, ${upper}]: no number in it has a logarithm; give one that reaches above 0`,
    );
  const most = logarithmOf(upper);
  if (lower === upper) return most;
  return { lower: lower <= 0 ? -Infinity : logarithmOf(lower).lower, upper: most.upper };
}

/**
 * Encloses xⁿ for a whole number n and x of every sign; the whole line where n < 0 and x contains 0.
 *
 * @throws InvalidInput unless n is an integer of at most 1024 in size
 * @example
 * wholePower({ lower: -2, upper: 1 }, 2); // { lower: 0, upper: 4 }
 * wholePower({ lower: -2, upper: 1 }, 3); // { lower: -8, upper: 1 }
 */
export function wholePower(x: Interval, n: number): Interval {
  if (!Number.isInteger(n) || Math.abs(n) > 1024) {
    throw new InvalidInput(`${n} is not an exponent for a whole power: give an integer of at most 1024 in size`);
  }
  if (n < 0) {
    if (x.lower <= 0 && x.upper >= 0) return WHOLE_LINE;
    const below = wholePower(x, -n);
    return reciprocal(below);
  }
  if (n === 0) return exactly(1);
  if (n % 2 === 1) return { lower: -upPower(-x.lower, n), upper: upPower(x.upper, n) };
  const [near, far] = [
    x.lower <= 0 && x.upper >= 0 ? 0 : Math.min(Math.abs(x.lower), Math.abs(x.upper)),
    Math.max(Math.abs(x.lower), Math.abs(x.upper)),
  ];
  return { lower: downPower(near, n), upper: upPower(far, n) };
}

/**
 * Encloses xᵖ = exp(p log x) over the part of x that is not negative, for any exponents; 0⁰ is left out.
 *
 * @throws InvalidInput when x is negative altogether
 * @example
 * realPower({ lower: 0, upper: 4 }, exactly(0.5)); // { lower: 0, upper: 2 }
 */
export function realPower(x: Interval, p: Interval): Interval {
  if (x.upper <= 0) {
    if (x.upper < 0)
      throw new InvalidInput(
        `a power of [${x.lower}, ${x.upper}]: no number in it is at least 0; give one that reaches 0`,
      );
    return p.lower > 0 ? exactly(0) : WHOLE_LINE;
  }
  return exponential(product(p, logarithm(x)));
}

function reciprocal({ lower, upper }: Interval): Interval {
  return { lower: upper === Infinity ? 0 : down(1 / upper), upper: up(1 / lower) };
}

function exponentialOf(x: number): Interval {
  if (x === 0) return exactly(1);
  if (x < UNDERFLOW) return { lower: 0, upper: Number.MIN_VALUE };
  if (x > OVERFLOW) return { lower: Number.MAX_VALUE, upper: Infinity };
  const value = naturalExponential(x);
  const error = value * EXP_ERROR;
  return {
    lower: value === Infinity ? Number.MAX_VALUE : Math.max(0, value - (error + Number.MIN_VALUE) - Number.MIN_VALUE),
    upper: value + (error + 2 * Number.MIN_VALUE),
  };
}

/**
 * Computes eˣ within EXP_ERROR, and one more unit in the last place where it is subnormal. @param x from UNDERFLOW to OVERFLOW
 */
function naturalExponential(x: number): number {
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let value = 1;
  for (let n = TAYLOR_DEGREE; n > 0; n--) value = 1 + (r * value) / n;
  // In two halves, since 2ᵏ itself may be out of range; only the last product can round.
  const half = Math.trunc(k / 2);
  return value * 2 ** half * 2 ** (k - half);
}

/** Range of x in which e⁻ʸ, y = log x, is far from over- and underflow and keeps its full precision. */
const [LEAST_LOG, MOST_LOG] = [2 ** -900, 2 ** 900];
const SHIFT = 200;

function logarithmOf(x: number): Interval {
  if (x === 1) return exactly(0);
  if (x === Infinity) return { lower: logarithmOf(Number.MAX_VALUE).lower, upper: Infinity };
  if (x < LEAST_LOG) return sum(logarithmOf(x * 2 ** SHIFT), product(exactly(-SHIFT), LN2));
  if (x > MOST_LOG) return sum(logarithmOf(x * 2 ** -SHIFT), product(exactly(SHIFT), LN2));
  const guess = Math.log(x);
  const rest = product(exactly(x), exponential(exactly(-guess)));
  return {
    lower: sumDown(guess, sumDown(1, -up(1 / rest.lower))),
    upper: sumUp(guess, sumUp(rest.upper, -1)),
  };
}

function downPower(x: number, n: number): number {
  let power = x;
  for (let k = 1; k < n; k++) power = Math.max(0, down(power * x));
  return power;
}

/** Returns an upper bound of xⁿ for x ≥ 0, and of −|x|ⁿ, which is xⁿ for odd n, for x < 0. */
function upPower(x: number, n: number): number {
  if (x < 0) return -downPower(-x, n);
  if (x === 0) return 0;
  let power = x;
  for (let k = 1; k < n; k++) power = up(power * x);
  return power;
}
