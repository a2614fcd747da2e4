/**
 * Derives the shape of a formula on a whole, possibly infinite domain by rules of calculus: its sign, the sign of its slope and
 * of its curvature, and whether its logarithm is convex. Sound, not complete: `ANY` says that the rules prove nothing.
 */
import { magnitude } from '../algebra/interval.js';
import {
  constantValue,
  isSame,
  positivePartOf,
  powerOfPositivePart,
  symbolsOf,
  VARIABLE,
  type CoreExpression,
} from './core-expression.js';
import {
  constant,
  exponentialOf,
  largerOf,
  logarithmOf,
  opposite,
  positivePartPower,
  positivePartPowers,
  powerOf,
  productOf,
  reciprocal,
  sumOf,
  type Shape,
} from './shape-rules.js';
import { NEGATIVE, NON_NEGATIVE, NON_POSITIVE, POSITIVE, signOfNumber, squared, within, ZERO } from './sign.js';
import { LINE, spanOf, type Spans } from './span.js';

/** Returns the shape of the expression as a function of x. */
export function shapeOf(expression: CoreExpression, spans: Spans): Shape {
  return tightened(shapeByRules(expression, spans));
}

function shapeByRules(expression: CoreExpression, spans: Spans): Shape {
  const inner = (part: CoreExpression): Shape => shapeOf(part, spans);
  switch (expression.kind) {
    case 'number':
      return constant({
        range: { lower: expression.value, upper: expression.value },
        sign: signOfNumber(expression.value),
      });
    case 'symbol': {
      const span = spans[expression.name] ?? LINE;
      return expression.name === VARIABLE
        ? { ...span, slope: POSITIVE, curvature: ZERO, logCurvature: NEGATIVE, defined: true }
        : constant(span);
    }
    case 'negative':
      return opposite(inner(expression.of));
    case 'sum':
      return sumOf(inner(expression.a), inner(expression.b));
    case 'product':
      return productOf(inner(expression.a), inner(expression.b));
    case 'quotient':
      return meetOf(productOf(inner(expression.a), reciprocal(inner(expression.b))), saturating(expression, spans));
    case 'exp':
      return exponentialOf(inner(expression.of));
    case 'log':
      return logarithmOf(inner(expression.of));
    case 'sqrt':
      return powerOf(inner(expression.of), 0.5);
    case 'abs': {
      const of = inner(expression.of);
      return within(of.sign, NON_NEGATIVE)
        ? of
        : { ...largerOf(of, opposite(of)), range: magnitude(of.range), sign: squared(of.sign) };
    }
    case 'max':
      return largerOf(inner(expression.a), inner(expression.b));
    case 'min':
      return opposite(largerOf(opposite(inner(expression.a)), opposite(inner(expression.b))));
    case 'power':
      return powerShape(expression, spans);
  }
}

/** Returns the shape of a/(c + a) as that of 1 − c/(c + a), which shows that it rises with a for c > 0. */
function saturating({ a, b }: Extract<CoreExpression, { kind: 'quotient' }>, spans: Spans): Shape | undefined {
  if (b.kind !== 'sum') return undefined;
  const c = isSame(b.a, a) ? b.b : isSame(b.b, a) ? b.a : undefined;
  if (c === undefined || symbolsOf(c).has(VARIABLE)) return undefined;
  const one = constant({ range: { lower: 1, upper: 1 }, sign: POSITIVE });
  return sumOf(one, opposite(productOf(shapeOf(c, spans), reciprocal(shapeOf(b, spans)))));
}

/** Intersects the signs that two forms of one function show. */
function meetOf(a: Shape, b: Shape | undefined): Shape {
  if (b === undefined || !b.defined) return a;
  return { ...a, slope: a.slope & b.slope || a.slope, curvature: a.curvature & b.curvature || a.curvature };
}

function powerShape(expression: Extract<CoreExpression, { kind: 'power' }>, spans: Spans): Shape {
  const positivePart = powerOfPositivePart(expression);
  if (positivePart !== undefined) return positivePartPower(shapeOf(positivePart.of, spans), positivePart.exponent);
  const exponent = constantValue(expression.b);
  if (exponent !== undefined) return powerOf(shapeOf(expression.a, spans), exponent);
  const [a, b] = [shapeOf(expression.a, spans), shapeOf(expression.b, spans)];
  const positive = positivePartOf(expression.a);
  if (positive !== undefined && b.slope === ZERO && b.range.lower >= 1) {
    return positivePartPowers(shapeOf(positive, spans), b.range);
  }
  // aᵇ = exp(b log a)
  return exponentialOf(productOf(b, logarithmOf(a)));
}

/** Narrows the sign by the range, and the range by the sign. */
function tightened(shape: Shape): Shape {
  const { lower, upper } = shape.range;
  const sign = shape.sign & spanOf(shape.range).sign || shape.sign;
  const range = {
    lower: within(sign, NON_NEGATIVE) ? Math.max(0, lower) : lower,
    upper: within(sign, NON_POSITIVE) ? Math.min(0, upper) : upper,
  };
  return { ...shape, sign, range };
}
