/**
 * A formula over a box, with outward rounding: intervals that contain its value and its first two derivatives with respect to
 * x at every point of the box.
 *
 * At a corner (max, min, abs) the first derivative contains both one-sided ones, and the second counts the jump of the first
 * as +∞ or −∞: a second derivative that is proven ≥ 0 proves convexity, corners included.
 */
import { exponential, logarithm, realPower, wholePower } from '../intervals/elementary.js';
import {
  difference,
  exactly,
  magnitude,
  negative,
  product as productOfIntervals,
  quotient,
  square,
  squareRoot,
  sum,
  WHOLE_LINE,
  type Interval,
} from '../intervals/interval.js';
import { mapValues } from '../map-values.js';
import { constantValue, powerOfPositivePart, symbolsOf, VARIABLE, type Expression } from './expression.js';

export interface Jet {
  readonly value: Interval;
  readonly first: Interval;
  readonly second: Interval;
}

/** An interval for each symbol. */
export type Box = Readonly<Record<string, Interval>>;

/** The box of one point. */
export function pointBox(at: Readonly<Record<string, number>>): Box {
  return mapValues(at, (x) => ({ lower: x, upper: x }));
}

const [NOUGHT, ONE] = [exactly(0), exactly(1)];

/** Value and derivatives over the box; undefined where the formula is not proven to be defined on all of it. */
export function jetOver(expression: Expression, box: Box): Jet | undefined {
  switch (expression.kind) {
    case 'number':
      return steady(exactly(expression.value));
    case 'symbol': {
      const value = box[expression.name] ?? WHOLE_LINE;
      return { value, first: expression.name === VARIABLE ? ONE : NOUGHT, second: NOUGHT };
    }
    case 'power':
      return powerJet(expression, box);
    case 'log': {
      const softPlus = softPlusOf(expression.of);
      const jet = softPlus && softPlusJet(softPlus, box);
      if (jet !== undefined) return jet;
      break;
    }
    default:
  }
  if ('of' in expression) {
    const of = jetOver(expression.of, box);
    return of && UNARY[expression.kind](of);
  }
  const [a, b] = [jetOver(expression.a, box), jetOver(expression.b, box)];
  return a && b && BINARY[expression.kind](a, b);
}

/** c and u of c + eᵘ, where c does not depend on x. */
function softPlusOf(of: Expression): { readonly constant: Expression; readonly exponent: Expression } | undefined {
  if (of.kind !== 'sum') return undefined;
  const [constant, power] = of.b.kind === 'exp' ? [of.a, of.b] : [of.b, of.a];
  const isFree = !symbolsOf(constant).has(VARIABLE);
  return isFree && power.kind === 'exp' ? { constant, exponent: power.of } : undefined;
}

/**
 * log(c + eᵘ) for c > 0, whose slope s = 1/(1 + ce⁻ᵘ) and curvature s(1 − s) are then enclosed without a difference: as
 * eᵘ/(c + eᵘ) − (eᵘ/(c + eᵘ))² the curvature is not proven positive where it is small.
 */
function softPlusJet(
  { constant, exponent }: { readonly constant: Expression; readonly exponent: Expression },
  box: Box,
): Jet | undefined {
  const [c, u] = [jetOver(constant, box)?.value, jetOver(exponent, box)];
  if (c === undefined || u === undefined || c.lower <= 0) return undefined;
  const growth = exponential(u.value);
  const slope = quotient(ONE, sum(ONE, product(c, exponential(negative(u.value)))));
  const rest = quotient(ONE, sum(ONE, quotient(growth, c)));
  return chained(u, logarithm(sum(c, growth)), slope, product(slope, rest));
}

type Kind = Expression['kind'];

const UNARY: Readonly<
  Record<Extract<Kind, 'negative' | 'exp' | 'log' | 'sqrt' | 'abs'>, (of: Jet) => Jet | undefined>
> = {
  negative: opposite,
  exp: (of) => {
    const value = exponential(of.value);
    return chained(of, value, value, value);
  },
  log: (of) => {
    if (of.value.lower <= 0) return undefined;
    const slope = quotient(ONE, of.value);
    return chained(of, logarithm(of.value), slope, negative(square(slope)));
  },
  sqrt: (of) => {
    if (of.value.lower <= 0) return rootAtZero(of);
    const value = squareRoot(of.value);
    const slope = quotient(exactly(0.5), value);
    return chained(of, value, slope, negative(quotient(slope, product(exactly(2), of.value))));
  },
  abs: (of) => {
    const both = largerOf(of, opposite(of));
    return { ...both, value: magnitude(of.value) };
  },
};

const BINARY: Readonly<
  Record<Extract<Kind, 'sum' | 'product' | 'quotient' | 'max' | 'min'>, (a: Jet, b: Jet) => Jet | undefined>
> = {
  sum: (a, b) => ({
    value: sum(a.value, b.value),
    first: sum(a.first, b.first),
    second: sum(a.second, b.second),
  }),
  product: productOf,
  quotient: (a, b) => {
    if (b.value.lower <= 0 && b.value.upper >= 0) return undefined;
    const inverse = quotient(ONE, b.value);
    const squareOf = square(inverse);
    return productOf(a, chained(b, inverse, negative(squareOf), product(exactly(2), product(squareOf, inverse))));
  },
  max: largerOf,
  min: (a, b) => opposite(largerOf(opposite(a), opposite(b))),
};

function steady(value: Interval): Jet {
  return { value, first: NOUGHT, second: NOUGHT };
}

function opposite({ value, first, second }: Jet): Jet {
  return { value: negative(value), first: negative(first), second: negative(second) };
}

/** g(a) for g, g′, g″ over the values of a. */
function chained(a: Jet, value: Interval, slope: Interval, curvature: Interval): Jet {
  return {
    value,
    first: product(slope, a.first),
    second: sum(product(curvature, square(a.first)), product(slope, a.second)),
  };
}

function productOf(a: Jet, b: Jet): Jet {
  return {
    value: product(a.value, b.value),
    first: sum(product(a.first, b.value), product(a.value, b.first)),
    second: sum(
      sum(product(a.second, b.value), product(a.value, b.second)),
      product(exactly(2), product(a.first, b.first)),
    ),
  };
}

function largerOf(a: Jet, b: Jet): Jet {
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

/** √ of what reaches 0 but is nowhere proven negative. */
function rootAtZero(base: Jet): Jet | undefined {
  return base.value.lower < 0 ? undefined : powerAtZero(base, 0.5);
}

/** A power below 2 of what reaches 0 but is nowhere negative: no bound of its curvature, and below 1 none of its slope. */
function powerAtZero({ value, first, second }: Jet, p: number): Jet {
  const power = p === 0.5 ? squareRoot(value) : realPower(value, exactly(p));
  if (isNought(first) && isNought(second)) return steady(power);
  const slope = p > 1 ? product(product(exactly(p), realPower(value, exactly(p - 1))), first) : WHOLE_LINE;
  return { value: power, first: slope, second: WHOLE_LINE };
}

function powerJet(expression: Extract<Expression, { kind: 'power' }>, box: Box): Jet | undefined {
  const positivePart = powerOfPositivePart(expression);
  if (positivePart !== undefined) {
    const of = jetOver(positivePart.of, box);
    return of && positivePartPower(of, positivePart.exponent);
  }
  const base = jetOver(expression.a, box);
  const exponent = constantValue(expression.b);
  if (base === undefined) return undefined;
  if (exponent !== undefined) return constantPower(base, exponent);
  const power = jetOver(expression.b, box);
  const logOfBase = UNARY.log(base);
  return power && logOfBase && UNARY.exp(productOf(power, logOfBase));
}

function constantPower(base: Jet, p: number): Jet | undefined {
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
function positivePartPower(w: Jet, p: number): Jet | undefined {
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
function product(a: Interval, b: Interval): Interval {
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
