/** Rules that give the jet of a product, a power … from the jets of its parts: values with two derivatives, as intervals. */
import { exponential, logarithm, realPower, wholePower } from '../algebra/elementary.js';
import {
  difference,
  exactly,
  negative,
  product,
  quotient,
  square,
  squareRoot,
  sum,
  WHOLE_LINE,
  type Interval,
} from '../algebra/interval.js';
import { sumUp } from '../algebra/rounding.js';

export interface Jet {
  readonly value: Interval;
  readonly first: Interval;
  readonly second: Interval;
}

export const [NOUGHT, ONE] = [exactly(0), exactly(1)];

/** Makes the jet of a quantity that does not depend on x. */
export function steady(value: Interval): Jet {
  return { value, first: NOUGHT, second: NOUGHT };
}

/** True for a jet that `steady` made; a slope that is 0 at one point alone is another interval. */
export function isSteady({ first, second }: Jet): boolean {
  return first === NOUGHT && second === NOUGHT;
}

export function opposite(of: Jet): Jet {
  const value = negative(of.value);
  return isSteady(of) ? steady(value) : { value, first: negative(of.first), second: negative(of.second) };
}

export function sumOf(a: Jet, b: Jet): Jet {
  const value = sum(a.value, b.value);
  if (isSteady(a) && isSteady(b)) return steady(value);
  return { value, first: sum(a.first, b.first), second: sum(a.second, b.second) };
}

/** Applies the chain rule: the jet of g(a), from enclosures of g, g′ and g″ over the values of a. */
export function chained(a: Jet, value: Interval, slope: Interval, curvature: Interval): Jet {
  if (isSteady(a)) return steady(value);
  const isSteep = isUnbounded(slope) || isUnbounded(a.first);
  const times = isSteep ? timesUnbounded : product;
  return {
    value,
    first: times(slope, a.first),
    second: sum(times(curvature, square(a.first)), times(slope, a.second)),
  };
}

export function productOf(a: Jet, b: Jet): Jet {
  const value = product(a.value, b.value);
  if (isSteady(a) && isSteady(b)) return steady(value);
  if (isSteady(a)) return { value, first: product(a.value, b.first), second: product(a.value, b.second) };
  if (isSteady(b)) return { value, first: product(a.first, b.value), second: product(a.second, b.value) };
  const times = isUnbounded(a.first) || isUnbounded(b.first) ? timesUnbounded : product;
  return {
    value,
    first: sum(times(a.first, b.value), times(a.value, b.first)),
    second: sum(sum(times(a.second, b.value), times(a.value, b.second)), times(exactly(2), times(a.first, b.first))),
  };
}

/** Tells if an interval has no bound, as the slope of a root at 0, where it does not exist. */
function isUnbounded({ lower, upper }: Interval): boolean {
  return lower === -Infinity || upper === Infinity;
}

/** Multiplies intervals of which an unbounded one may hold infinity itself: 0 times it may be anything. */
function timesUnbounded(a: Interval, b: Interval): Interval {
  const isOpen = (isNought(a) && isUnbounded(b)) || (isNought(b) && isUnbounded(a));
  return isOpen ? WHOLE_LINE : product(a, b);
}

/** Returns the jet of max(a, b). Where the two only meet, at an end of the box, the slope jumps there and may be either's. */
export function largerOf(a: Jet, b: Jet): Jet {
  if (a.value.lower > b.value.upper) return a;
  if (b.value.lower > a.value.upper) return b;
  const first = hull(a.first, b.first);
  return {
    value: { lower: Math.max(a.value.lower, b.value.lower), upper: Math.max(a.value.upper, b.value.upper) },
    first,
    // Where the larger changes, the slope jumps up.
    second: { lower: Math.min(a.second.lower, b.second.lower), upper: Infinity },
  };
}

/**
 * Returns the jet of log(c + eᵘ) for c > 0. Its slope s = 1/(1 + ce⁻ᵘ) and curvature s(1 − s), 1 − s = 1/(1 + eᵘ/c), are
 * enclosed without a difference, so that the curvature is proven positive also where it is small.
 */
export function softPlus(c: Interval, u: Jet): Jet {
  const growth = exponential(u.value);
  const [small, large] = [quotient(growth, c), product(c, exponential(negative(u.value)))];
  const { share, rest } = shares(small, large);
  const logOfC = logarithm(c);
  // The larger of log c and u, and at most log 2 above it: known where eᵘ leaves the range of doubles.
  const least = Math.max(logOfC.lower, u.value.lower);
  const most = sumUp(Math.max(logOfC.upper, u.value.upper), LOG_2);
  const direct = logarithm(sum(c, growth));
  // log c + log(1 + eᵘ/c) where that is small beside c, and u + log(1 + ce⁻ᵘ) where it is large.
  const [whereSmall, whereLarge] = [sum(logOfC, logOnePlus(small)), sum(u.value, logOnePlus(large))];
  const value = {
    lower: Math.max(least, direct.lower, whereSmall.lower, whereLarge.lower),
    upper: Math.min(most, direct.upper, whereSmall.upper, whereLarge.upper),
  };
  return chained(u, value, share, product(share, rest));
}

/** Encloses log(1 + t) for t ≥ 0 by t − t²/2 ≤ log(1 + t) ≤ t, which keeps the digits of a small t. */
function logOnePlus(t: Interval): Interval {
  return { lower: difference(t, quotient(square(t), exactly(2))).lower, upper: t.upper };
}

/** An upper bound of log 2. */
const LOG_2 = 0.6931471805599454;

/**
 * Returns the jet of k/(c + d·eᵛ) for c, d > 0 and a k that does not depend on x. With t = d·eᵛ/c it is (k/c)·1/(1 + t); its
 * derivatives by v are (k/c)·−s(1 − s) and (k/c)·−s(1 − s)(1 − 2s), s = t/(1 + t), without a difference of large numbers.
 */
export function logistic(k: Interval, c: Interval, d: Interval, v: Jet): Jet {
  const [growth, decay] = [exponential(v.value), exponential(negative(v.value))];
  const { share, rest } = shares(product(quotient(d, c), growth), product(quotient(c, d), decay));
  const bend = variance(share, rest);
  const scale = quotient(k, c);
  return chained(
    v,
    product(scale, rest),
    negative(product(scale, bend)),
    negative(product(scale, product(bend, difference(rest, share)))),
  );
}

/** Encloses t/(1 + t) and 1/(1 + t). @param inverse an enclosure of 1/t */
function shares(t: Interval, inverse: Interval): { readonly share: Interval; readonly rest: Interval } {
  const within = ({ lower, upper }: Interval): Interval => ({ lower: Math.max(0, lower), upper: Math.min(1, upper) });
  return { share: within(quotient(ONE, sum(ONE, inverse))), rest: within(quotient(ONE, sum(ONE, t))) };
}

/** Encloses s(1 − s), which is at most ¼. @param rest an enclosure of 1 − s */
function variance(share: Interval, rest: Interval): Interval {
  const { lower, upper } = product(share, rest);
  return { lower, upper: Math.min(0.25, upper) };
}

/** Returns the jet of a root whose radicand may be 0; undefined where it may be negative. */
export function rootAtZero(base: Jet): Jet | undefined {
  return base.value.lower < 0 ? undefined : powerAtZero(base, 0.5);
}

/**
 * Returns the jet of a power below 2 whose base reaches 0 but is nowhere negative: at 0 its curvature is infinite, and below
 * power 1 its slope too.
 */
function powerAtZero(base: Jet, p: number): Jet {
  const power = p === 0.5 ? squareRoot(base.value) : realPower(base.value, exactly(p));
  if (isSteady(base)) return steady(power);
  // pwᵖ⁻¹ and p(p − 1)wᵖ⁻² fall from ∞ at w = 0.
  const fromInfinity = (factor: number, n: number): Interval => {
    const least = realPower(exactly(base.value.upper), exactly(n));
    const { lower } = product(exactly(Math.abs(factor)), { lower: Math.max(0, least.lower), upper: least.upper });
    const size = { lower: Math.max(0, lower), upper: Infinity };
    return factor < 0 ? negative(size) : size;
  };
  if (base.value.upper <= 0 || base.value.upper === Infinity) {
    const isFlat = p > 1 && base.value.upper <= 0 && !isUnbounded(base.first);
    return { value: power, first: isFlat ? exactly(0) : WHOLE_LINE, second: WHOLE_LINE };
  }
  const slope = p > 1 ? product(exactly(p), realPower(base.value, exactly(p - 1))) : fromInfinity(p, p - 1);
  return chained(base, power, slope, fromInfinity(p * (p - 1), p - 2));
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

/** Returns the jet of [w]₊ᵖ, p > 1, which is flat where [w]₊ has its corner. */
export function positivePartPower(w: Jet, p: number): Jet | undefined {
  if (w.value.upper < 0) return steady(NOUGHT);
  if (w.value.upper === 0 && !isUnbounded(w.first)) return { value: NOUGHT, first: exactly(0), second: exactly(0) };
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

/** Returns the jet of [w]₊ᵖ for every p of a range from 1 on; its curvature, in which that of p = 1 is a jump, is not bounded. */
export function positivePartPowers(w: Jet, p: Interval): Jet {
  if (w.value.upper <= 0 && !isUnbounded(w.first))
    return { value: NOUGHT, first: hull(NOUGHT, w.first), second: WHOLE_LINE };
  const on = { lower: 0, upper: Math.max(0, w.value.upper) };
  const slope = product(p, realPower(on, difference(p, ONE)));
  const { value, first } = chained(w, realPower(on, p), hull(NOUGHT, slope), WHOLE_LINE);
  return { value: { lower: 0, upper: value.upper }, first: hull(NOUGHT, first), second: WHOLE_LINE };
}

/** Returns the least interval that contains both. */
export function hull(a: Interval, b: Interval): Interval {
  return { lower: Math.min(a.lower, b.lower), upper: Math.max(a.upper, b.upper) };
}

function isNought({ lower, upper }: Interval): boolean {
  return lower === 0 && upper === 0;
}
