/**
 * The expressions that the analysis proves things about: those with few kinds of parts, so that each rule of proof is one
 * case. A decimal literal means the nearest double, as the library computes with it.
 */
import { compileFormula } from '../formula/compile-formula.js';
import { isSame, number, symbol, symbolsOf, VARIABLE, type Expression } from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import type { Values } from '../formula/straight-line.js';

export { isSame, number, symbol, symbolsOf, VARIABLE } from '../formula/expression.js';

/** An expression without differences, and without functions that are made of others. */
export type CoreExpression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'negative' | 'exp' | 'log' | 'sqrt'; readonly of: CoreExpression }
  | { readonly kind: 'sum' | 'product'; readonly a: CoreExpression; readonly b: CoreExpression }
  | { readonly kind: 'quotient'; readonly a: CoreExpression; readonly b: CoreExpression }
  | { readonly kind: 'power'; readonly a: CoreExpression; readonly b: CoreExpression }
  | Switch;

/** An operation that takes one branch or another: it has a corner where they cross. */
export type Switch =
  | { readonly kind: 'max' | 'min'; readonly a: CoreExpression; readonly b: CoreExpression }
  | { readonly kind: 'abs'; readonly of: CoreExpression };

/** The same function in the parts that the analysis knows. @throws Error on a function that only derivatives bring in */
export function coreOf(expression: Expression): CoreExpression {
  switch (expression.kind) {
    case 'number':
      return number(expression.value);
    case 'symbol':
      return symbol(expression.name);
    case 'negative':
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'abs':
      return { kind: expression.kind, of: coreOf(expression.of) };
    case 'sigmoid':
      return sigmoid(coreOf(expression.of));
    case 'softplus':
      return { kind: 'log', of: { kind: 'sum', a: number(1), b: { kind: 'exp', of: coreOf(expression.of) } } };
    case 'tanh': {
      // 2 sigmoid(2u) − 1.
      const twice = sigmoid({ kind: 'product', a: number(2), b: coreOf(expression.of) });
      return { kind: 'sum', a: { kind: 'product', a: number(2), b: twice }, b: number(-1) };
    }
    case 'step':
    case 'sign':
      throw new Error(
        `the analysis reads formulae that a person writes, and ${expression.kind} is in their derivatives alone`,
      );
    case 'difference':
      return { kind: 'sum', a: coreOf(expression.a), b: negated(coreOf(expression.b)) };
    case 'quotient':
      return quotientOf(coreOf(expression.a), coreOf(expression.b));
    default:
      return { kind: expression.kind, a: coreOf(expression.a), b: coreOf(expression.b) };
  }
}

/** Returns a/b, but k·eᵘ/(c + eᵘ) as k·1/(1 + c·e⁻ᵘ), a form that shows its bounds and slope. */
function quotientOf(a: CoreExpression, b: CoreExpression): CoreExpression {
  if (a.kind === 'product' && a.b.kind === 'exp' && !symbolsOf(a.a).has(VARIABLE)) {
    return { kind: 'product', a: a.a, b: quotientOf(a.b, b) };
  }
  if (a.kind !== 'exp' || b.kind !== 'sum') return { kind: 'quotient', a, b };
  const others = isSame(b.a, a) ? b.b : isSame(b.b, a) ? b.a : undefined;
  if (others === undefined || symbolsOf(others).has(VARIABLE)) return { kind: 'quotient', a, b };
  const decay: CoreExpression = { kind: 'exp', of: negated(a.of) };
  const rest: CoreExpression =
    others.kind === 'number' && others.value === 1 ? decay : { kind: 'product', a: others, b: decay };
  return { kind: 'quotient', a: number(1), b: { kind: 'sum', a: number(1), b: rest } };
}

/** Returns 1/(1 + exp(−u)). */
function sigmoid(u: CoreExpression): CoreExpression {
  return { kind: 'quotient', a: number(1), b: { kind: 'sum', a: number(1), b: { kind: 'exp', of: negated(u) } } };
}

export function negated(of: CoreExpression): CoreExpression {
  return { kind: 'negative', of };
}

/** Returns the expression with `by` in place of every symbol of that name; a logarithm of exp u becomes u. */
export function substituted(expression: CoreExpression, by: CoreExpression, name = VARIABLE): CoreExpression {
  const inner = (part: CoreExpression): CoreExpression => substituted(part, by, name);
  switch (expression.kind) {
    case 'number':
      return expression;
    case 'symbol':
      return expression.name === name ? by : expression;
    case 'negative':
    case 'exp':
    case 'sqrt':
    case 'abs':
      return { kind: expression.kind, of: inner(expression.of) };
    case 'log': {
      const of = inner(expression.of);
      return of.kind === 'exp' ? of.of : { kind: 'log', of };
    }
    default:
      return { kind: expression.kind, a: inner(expression.a), b: inner(expression.b) };
  }
}

/**
 * Replaces every exponent that is a symbol with a value in `values` by that value: a power with a number for exponent is known
 * better than aᵇ = exp(b log a), which needs a positive base.
 */
export function withKnownExponents(
  expression: CoreExpression,
  values: Readonly<Record<string, number>>,
): CoreExpression {
  const inner = (part: CoreExpression): CoreExpression => withKnownExponents(part, values);
  if (expression.kind === 'number' || expression.kind === 'symbol') return expression;
  if ('of' in expression) return { kind: expression.kind, of: inner(expression.of) };
  const { kind, a, b } = expression;
  const known = kind === 'power' && b.kind === 'symbol' && Object.hasOwn(values, b.name) ? values[b.name] : undefined;
  return { kind, a: inner(a), b: known === undefined ? inner(b) : number(known) };
}

/** Compiles the expression to a function of x in float64, as losses are. @throws InvalidInput when a symbol has no finite value */
export function asFunction(expression: CoreExpression, values: Values): (x: number) => number {
  return compileFormula(formulaOf(expression), values);
}

/** Evaluates an expression without x. @throws InvalidInput when a symbol has no finite value */
export function evaluated(expression: CoreExpression, values: Values): number {
  return expression.kind === 'number' ? expression.value : asFunction(expression, values)(Number.NaN);
}

/** Evaluates an expression without symbols; undefined for one with symbols. */
export function constantValue(expression: CoreExpression): number | undefined {
  return symbolsOf(expression).size === 0 ? evaluated(expression, {}) : undefined;
}

/**
 * Finds w and p of [w]₊ᵖ with a number p > 1, written max(0, w)^p or max(w, 0)^p; undefined for other forms. [w]₊ᵖ is
 * continuously differentiable, which its parts do not show.
 */
export function powerOfPositivePart(
  expression: CoreExpression,
): { readonly of: CoreExpression; readonly exponent: number } | undefined {
  if (expression.kind !== 'power') return undefined;
  const [of, exponent] = [positivePartOf(expression.a), constantValue(expression.b)];
  return of === undefined || exponent === undefined || !(exponent > 1) ? undefined : { of, exponent };
}

/** Finds w in [w]₊, written max(0, w) or max(w, 0); undefined for other forms. */
export function positivePartOf(expression: CoreExpression): CoreExpression | undefined {
  if (expression.kind !== 'max') return undefined;
  const { a, b } = expression;
  if (constantValue(a) === 0) return b;
  return constantValue(b) === 0 ? a : undefined;
}
