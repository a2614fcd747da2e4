/**
 * Rules for the shape of a sum, a product, a power … from the shapes of its parts.
 *
 * The rules are those of derivatives with signs for numbers, (ab)″ = a″b + 2a′b′ + ab″ and so on, as in disciplined convex
 * programming (Grant, Boyd, Ye 2006), and for log-convexity those of geometric programming: sums and products of log-convex
 * functions are log-convex, so log(ε + exp(x)) is convex. At a corner the slope stands for both one-sided slopes, and the
 * curvature counts the jump of the slope.
 */
import { exponential, logarithm, realPower, wholePower } from '../algebra/elementary.js';
import { negative, product, quotient, sum, type Interval } from '../algebra/interval.js';
import {
  ANY,
  minus,
  NEGATIVE,
  NON_NEGATIVE,
  NON_POSITIVE,
  plus,
  POSITIVE,
  signOfNumber,
  squared,
  times,
  within,
  ZERO,
  type Sign,
} from './sign.js';
import { LINE, type Span } from './span.js';

export interface Shape {
  /** Contains every value. */
  readonly range: Interval;
  readonly sign: Sign;
  readonly slope: Sign;
  readonly curvature: Sign;
  /** Sign of the curvature of its logarithm, where the values are positive; ZERO for a constant that may be 0. */
  readonly logCurvature: Sign;
  /** True if every value that occurs in it is proven to be defined: no log of 0, no division by 0. */
  readonly defined: boolean;
}

export function constant(span: Span): Shape {
  return { ...span, slope: ZERO, curvature: ZERO, logCurvature: ZERO, defined: true };
}

export function opposite(a: Shape): Shape {
  return {
    range: negative(a.range),
    sign: minus(a.sign),
    slope: minus(a.slope),
    curvature: minus(a.curvature),
    logCurvature: ANY,
    defined: a.defined,
  };
}

export function sumOf(a: Shape, b: Shape): Shape {
  return {
    range: sum(a.range, b.range),
    sign: plus(a.sign, b.sign),
    slope: plus(a.slope, b.slope),
    curvature: plus(a.curvature, b.curvature),
    logCurvature: logCurvatureOfSum(a, b),
    defined: a.defined && b.defined,
  };
}

/** Returns the sign of (log(a + b))″, at least a mean of the two and more where the slopes of log a and log b differ. */
function logCurvatureOfSum(a: Shape, b: Shape): Sign {
  if (within(a.sign, ZERO)) return b.logCurvature;
  if (within(b.sign, ZERO)) return a.logCurvature;
  if (!within(a.sign | b.sign, NON_NEGATIVE)) return ANY;
  if (!within(a.logCurvature | b.logCurvature, NON_NEGATIVE)) return ANY;
  if (a.slope === ZERO && b.slope === ZERO) return ZERO;
  const apart = a.sign === POSITIVE && b.sign === POSITIVE && differ(a.slope, b.slope);
  return apart ? POSITIVE : NON_NEGATIVE;
}

function differ(a: Sign, b: Sign): boolean {
  return (a & b) === 0;
}

export function productOf(a: Shape, b: Shape): Shape {
  return {
    range: product(a.range, b.range),
    sign: times(a.sign, b.sign),
    slope: plus(times(a.slope, b.sign), times(a.sign, b.slope)),
    curvature: plus(times(a.curvature, b.sign), times(a.slope, b.slope), times(a.sign, b.curvature)),
    logCurvature: within(a.sign | b.sign, NON_NEGATIVE) ? plus(a.logCurvature, b.logCurvature) : ANY,
    defined: a.defined && b.defined,
  };
}

/** Returns the shape of 1/b, which is not `defined` where b may be 0. (1/b)″ = (2b′² − b b″)/b³, and log(1/b) = −log b. */
export function reciprocal(b: Shape): Shape {
  const defined = b.defined && within(b.sign, NEGATIVE | POSITIVE);
  const sign = b.sign & (NEGATIVE | POSITIVE);
  return {
    range: quotient(
      { lower: 1, upper: 1 },
      b.range.lower === 0 && !(b.sign & ZERO) ? { lower: Number.MIN_VALUE, upper: b.range.upper } : b.range,
    ),
    sign: sign === 0 ? ANY : sign,
    slope: minus(b.slope),
    // b² (1/b) ″ / … for b > 0: 2b′² − b b″; for b < 0 the same, divided by b³ < 0.
    curvature: times(sign, plus(squared(b.slope), minus(times(sign, b.curvature)))),
    logCurvature: within(sign, POSITIVE) ? minus(b.logCurvature) : ANY,
    defined,
  };
}

export function exponentialOf(of: Shape): Shape {
  return {
    range: exponential(of.range),
    sign: POSITIVE,
    slope: of.slope,
    curvature: plus(squared(of.slope), of.curvature),
    logCurvature: of.curvature,
    defined: of.defined,
  };
}

export function logarithmOf(of: Shape): Shape {
  const defined = of.defined && of.sign === POSITIVE;
  const range = of.range.upper > 0 ? logarithm(of.range) : LINE.range;
  return {
    range,
    sign: ANY,
    slope: of.slope,
    curvature:
      of.logCurvature === ANY && within(of.curvature, NON_POSITIVE)
        ? minus(plus(squared(of.slope), minus(of.curvature)))
        : of.logCurvature,
    logCurvature: ANY,
    defined,
  };
}

/** Returns the shape of aᵖ: (aᵖ)″ = p((p − 1)aᵖ⁻²a′² + aᵖ⁻¹a″). */
export function powerOf(a: Shape, p: number): Shape {
  if (p === 1) return a;
  if (p === 0) return constant({ range: { lower: 1, upper: 1 }, sign: POSITIVE });
  const whole = Number.isInteger(p) && Math.abs(p) <= 1024;
  const regular = (whole && p > 0) || within(a.sign, p > 1 ? NON_NEGATIVE : POSITIVE);
  if (!regular) return rootOrUndefined(a, p);
  return {
    range: whole ? wholePower(a.range, p) : realPower(a.range, { lower: p, upper: p }),
    sign: signOfPower(a.sign, p),
    slope: times(signOfNumber(p), signOfPower(a.sign, p - 1), a.slope),
    curvature: times(
      signOfNumber(p),
      plus(
        times(signOfNumber(p - 1), signOfPower(a.sign, p - 2), squared(a.slope)),
        times(signOfPower(a.sign, p - 1), a.curvature),
      ),
    ),
    logCurvature: a.sign === POSITIVE ? times(signOfNumber(p), a.logCurvature) : ANY,
    defined: a.defined,
  };
}

/** Returns the sign of aⁿ; where a may be 0 and n < 0 that of the limit from the right, which is infinite. */
function signOfPower(a: Sign, n: number): Sign {
  if (n === 0) return POSITIVE;
  if (n < 0) return within(a, NON_NEGATIVE) ? POSITIVE : ANY;
  return Number.isInteger(n) && n % 2 === 0 ? squared(a) : a;
}

/** Returns the shape of a root whose radicand may be 0, or of a power that is not defined everywhere. */
function rootOrUndefined(a: Shape, p: number): Shape {
  const root = p > 0 && p < 1 && within(a.sign, NON_NEGATIVE);
  return {
    range: root && a.range.upper > 0 ? realPower(a.range, { lower: p, upper: p }) : LINE.range,
    sign: root ? a.sign : ANY,
    slope: root ? a.slope : ANY,
    curvature: root && within(a.curvature, NON_POSITIVE) ? NON_POSITIVE : ANY,
    logCurvature: ANY,
    defined: root && a.defined,
  };
}

/** Returns the shape of [w]₊ᵖ, p > 1: the corner of [w]₊ lies where the power is flat, so its jump vanishes. */
export function positivePartPower(w: Shape, p: number): Shape {
  const range = { lower: Math.max(0, w.range.lower), upper: Math.max(0, w.range.upper) };
  const on =
    w.sign & POSITIVE
      ? powerOf({ ...w, range, sign: POSITIVE }, p)
      : constant({ range: { lower: 0, upper: 0 }, sign: ZERO });
  if (w.sign === POSITIVE) return on;
  return {
    range: on.range.upper === Infinity ? { lower: 0, upper: Infinity } : { lower: 0, upper: on.range.upper },
    sign: ZERO | on.sign,
    slope: ZERO | on.slope,
    curvature: ZERO | on.curvature,
    logCurvature: ANY,
    defined: w.defined,
  };
}

/** Returns the shape of [w]₊ᵖ for every p of a range from 1 on: convex where w is, since t ↦ [t]₊ᵖ is convex and does not fall. */
export function positivePartPowers(w: Shape, p: Interval): Shape {
  const most = w.range.upper > 0 ? realPower({ lower: w.range.upper, upper: w.range.upper }, p).upper : 0;
  return {
    range: { lower: 0, upper: most },
    sign: ZERO | (w.sign & POSITIVE),
    slope: ZERO | w.slope,
    curvature: within(w.curvature, NON_NEGATIVE) ? NON_NEGATIVE : ANY,
    logCurvature: ANY,
    defined: w.defined,
  };
}

export function largerOf(a: Shape, b: Shape): Shape {
  const defined = a.defined && b.defined;
  if (a.range.lower >= b.range.upper) return { ...a, defined };
  if (b.range.lower >= a.range.upper) return { ...b, defined };
  if (a.slope === ZERO && b.slope === ZERO) {
    const [lower, upper] = [Math.max(a.range.lower, b.range.lower), Math.max(a.range.upper, b.range.upper)];
    return { ...constant({ range: { lower, upper }, sign: signOfLarger(a.sign, b.sign) }), defined };
  }
  const logConvex = within(a.sign | b.sign, POSITIVE) && within(a.logCurvature | b.logCurvature, NON_NEGATIVE);
  return {
    range: {
      lower: Math.max(a.range.lower, b.range.lower),
      upper: Math.max(a.range.upper, b.range.upper),
    },
    sign: signOfLarger(a.sign, b.sign),
    slope: a.slope | b.slope,
    // Where the larger changes, the slope jumps up.
    curvature: a.curvature | b.curvature | POSITIVE,
    logCurvature: logConvex ? a.logCurvature | b.logCurvature | POSITIVE : ANY,
    defined,
  };
}

function signOfLarger(a: Sign, b: Sign): Sign {
  if (a === POSITIVE || b === POSITIVE) return POSITIVE;
  const all = a | b;
  const noneNegative = within(a, NON_NEGATIVE) || within(b, NON_NEGATIVE);
  return noneNegative ? all & NON_NEGATIVE : all;
}
