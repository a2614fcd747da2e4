/**
 * A formula over a box, with outward rounding: intervals that contain its value and its first two derivatives with respect to
 * x at every point of the box.
 *
 * At a corner (max, min, abs) the first derivative contains both one-sided ones, and the second counts the jump of the first
 * as +∞ or −∞. This holds at the ends of the box too, from inside and from outside: a corner belongs to every box that touches
 * it. So second derivatives ≥ 0 on boxes that cover an interval prove convexity, wherever the boxes are cut.
 */
import { exponential, logarithm } from '../algebra/elementary.js';
import {
  contains,
  exactly,
  magnitude,
  negative,
  product,
  quotient,
  square,
  squareRoot,
  WHOLE_LINE,
  type Interval,
} from '../algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import {
  constantValue,
  number,
  positivePartOf,
  powerOfPositivePart,
  symbolsOf,
  VARIABLE,
  type CoreExpression,
} from './core-expression.js';
import {
  chained,
  constantPower,
  isSteady,
  largerOf,
  logistic,
  NOUGHT,
  ONE,
  opposite,
  positivePartPower,
  positivePartPowers,
  productOf,
  rootAtZero,
  softPlus,
  steady,
  sumOf,
  type Jet,
} from './jet-rules.js';

/** An interval for each symbol. */
export type Box = Readonly<Record<string, Interval>>;

/** Returns the box of one point. */
export function pointBox(at: Readonly<Record<string, number>>): Box {
  return mapValues(at, (x) => ({ lower: x, upper: x }));
}

/** Encloses value and derivatives over the box; undefined where the formula is not proven to be defined on all of it. */
export function jetOver(expression: CoreExpression, box: Box): Jet | undefined {
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
      const jet = softPlusJet(expression.of, box);
      if (jet !== undefined) return jet;
      break;
    }
    case 'quotient': {
      const jet = logisticJet(expression, box);
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

/** Returns the jet of log(c + eᵘ) with a c > 0 that does not depend on x, in whatever order it is written. */
function softPlusJet(sumInLog: CoreExpression, box: Box): Jet | undefined {
  if (sumInLog.kind !== 'sum') return undefined;
  const { a, b } = sumInLog;
  const [constant, power] = b.kind === 'exp' ? [a, b] : [b, a];
  if (power.kind !== 'exp' || symbolsOf(constant).has(VARIABLE)) return undefined;
  const [c, u] = [jetOver(constant, box)?.value, jetOver(power.of, box)];
  return c && u && c.lower > 0 ? softPlus(c, u) : undefined;
}

/** Returns the jet of k/(c + d·eᵛ) with c, d > 0 and k that do not depend on x, in whatever order the sum is written. */
function logisticJet({ a, b }: Extract<CoreExpression, { kind: 'quotient' }>, box: Box): Jet | undefined {
  if (b.kind !== 'sum' || symbolsOf(a).has(VARIABLE)) return undefined;
  const [constant, growing] = symbolsOf(b.a).has(VARIABLE) ? [b.b, b.a] : [b.a, b.b];
  if (symbolsOf(constant).has(VARIABLE)) return undefined;
  const [factor, power] =
    growing.kind === 'product' && growing.b.kind === 'exp' ? [growing.a, growing.b] : [number(1), growing];
  if (power.kind !== 'exp' || symbolsOf(factor).has(VARIABLE)) return undefined;
  const [k, c, d] = [a, constant, factor].map((part) => jetOver(part, box)?.value);
  const v = jetOver(power.of, box);
  return k && c && d && v && c.lower > 0 && d.lower > 0 ? logistic(k, c, d, v) : undefined;
}

type Kind = CoreExpression['kind'];

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
  sum: sumOf,
  product: productOf,
  quotient: (a, b) => {
    if (contains(b.value, 0)) return undefined;
    const inverse = quotient(ONE, b.value);
    const squareOf = square(inverse);
    return productOf(a, chained(b, inverse, negative(squareOf), product(exactly(2), product(squareOf, inverse))));
  },
  max: largerOf,
  min: (a, b) => opposite(largerOf(opposite(a), opposite(b))),
};

function powerJet(expression: Extract<CoreExpression, { kind: 'power' }>, box: Box): Jet | undefined {
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
  const positive = positivePartOf(expression.a);
  if (positive !== undefined && base.value.lower <= 0 && power !== undefined && power.value.lower >= 1) {
    const of = isSteady(power) ? jetOver(positive, box) : undefined;
    return of && positivePartPowers(of, power.value);
  }
  const logOfBase = UNARY.log(base);
  return power && logOfBase && UNARY.exp(productOf(power, logOfBase));
}
