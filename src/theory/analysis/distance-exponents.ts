/** Exponents of a loss of distances as numbers: a power with a number for exponent is known better than aᵇ = exp(b log a). */
import type { DistanceProgram } from '../distance-losses/distance-program.js';
import { number, type Expression } from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import type { Values } from '../formula/straight-line.js';

/** Writes the same program with the value of every exponent that is a parameter, or a parameter times or over a power of two. */
export function withExponents({ parts, anchor, parameters }: DistanceProgram, values: Values): DistanceProgram {
  const written = (expression: Expression): Expression => {
    if (expression.kind === 'number' || expression.kind === 'symbol') return expression;
    if ('of' in expression) return { ...expression, of: written(expression.of) };
    const [a, b] = [written(expression.a), written(expression.b)];
    const known = expression.kind === 'power' ? exactValue(b, values) : undefined;
    return { ...expression, a, b: known === undefined ? b : number(known) };
  };
  return {
    parts: parts.map((part) => ({ ...part, of: formulaOf(written(part.of.expression)) })),
    anchor: formulaOf(written(anchor.expression)),
    parameters,
  };
}

/** The value of an expression that takes no rounding; undefined for others. */
function exactValue(expression: Expression, values: Values): number | undefined {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'symbol':
      return Object.hasOwn(values, expression.name) ? values[expression.name] : undefined;
    case 'negative': {
      const of = exactValue(expression.of, values);
      return of === undefined ? undefined : -of;
    }
    case 'product':
    case 'quotient': {
      const [a, b] = [exactValue(expression.a, values), exactValue(expression.b, values)];
      if (a === undefined || b === undefined) return undefined;
      const isProduct = expression.kind === 'product';
      if (!isPowerOfTwo(b) && !(isProduct && isPowerOfTwo(a))) return undefined;
      const value = isProduct ? a * b : a / b;
      return Math.abs(value) > LEAST && Math.abs(value) < MOST ? value : undefined;
    }
    default:
      return undefined;
  }
}

/** Far from where a product by a power of two is rounded. */
const [LEAST, MOST] = [1e-200, 1e200];

function isPowerOfTwo(x: number): boolean {
  return x > 0 && Number.isInteger(Math.log2(x)) && 2 ** Math.log2(x) === x;
}
