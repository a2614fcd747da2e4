/**
 * A formula as the analysis reads it: a small tree with one case for each operation, so that every way of evaluating it
 * (numbers, intervals, signs) is one switch. A decimal literal means the nearest double, as the library computes with it.
 */
import type { MathNode } from 'mathjs';
import { shapeOf, VARIABLE, type Operation } from '../formula/formula.js';

/** A formula as plain data: what the analysis computes with in place of mathjs's nodes. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'negative' | 'exp' | 'log' | 'sqrt'; readonly of: Expression }
  | { readonly kind: 'sum' | 'product'; readonly a: Expression; readonly b: Expression }
  | { readonly kind: 'quotient'; readonly a: Expression; readonly b: Expression }
  | Switch
  | { readonly kind: 'power'; readonly a: Expression; readonly b: Expression };

/** An operation that takes one branch or another: it has a corner where they cross. */
export type Switch =
  | { readonly kind: 'max' | 'min'; readonly a: Expression; readonly b: Expression }
  | { readonly kind: 'abs'; readonly of: Expression };

export { VARIABLE };

export function number(value: number): Expression {
  return { kind: 'number', value };
}

export function symbol(name: string): Expression {
  return { kind: 'symbol', name };
}

/** The tree of a formula. @throws Error on a function that only derivatives bring in */
export function expressionOf(node: MathNode): Expression {
  const shape = shapeOf(node);
  switch (shape.kind) {
    case 'constant':
      return number(shape.value);
    case 'symbol':
      return symbol(shape.name);
    case 'operation':
      return EXPRESSIONS[shape.operation](...(shape.operands.map(expressionOf) as [Expression, Expression]));
  }
}

/** Two operands for operations on one or two; of more, all. */
type OfOperands = (a: Expression, b: Expression, ...more: Expression[]) => Expression;

const EXPRESSIONS: { readonly [Name in Operation]: OfOperands } = {
  add: ofAll('sum'),
  subtract: (a, b) => ({ kind: 'sum', a, b: negated(b) }),
  multiply: ofAll('product'),
  divide: quotientOf,
  pow: (a, b) => ({ kind: 'power', a, b }),
  unaryMinus: negated,
  exp: (of) => ({ kind: 'exp', of }),
  log: (of) => ({ kind: 'log', of }),
  sqrt: (of) => ({ kind: 'sqrt', of }),
  abs: (of) => ({ kind: 'abs', of }),
  max: ofAll('max'),
  min: ofAll('min'),
  sigmoid,
  softplus: (u) => ({ kind: 'log', of: { kind: 'sum', a: number(1), b: { kind: 'exp', of: u } } }),
  // 2 sigmoid(2u) − 1.
  tanh: (u) => {
    const twice = sigmoid({ kind: 'product', a: number(2), b: u });
    return { kind: 'sum', a: { kind: 'product', a: number(2), b: twice }, b: number(-1) };
  },
  step: ofNone('step'),
  sign: ofNone('sign'),
};

/** a/b; k·eᵘ/(c + eᵘ) becomes k·1/(1 + c·e⁻ᵘ), whose bounds and slope the form shows. */
function quotientOf(a: Expression, b: Expression): Expression {
  if (a.kind === 'product' && a.b.kind === 'exp' && !symbolsOf(a.a).has(VARIABLE)) {
    return { kind: 'product', a: a.a, b: quotientOf(a.b, b) };
  }
  if (a.kind !== 'exp' || b.kind !== 'sum') return { kind: 'quotient', a, b };
  const others = isSame(b.a, a) ? b.b : isSame(b.b, a) ? b.a : undefined;
  if (others === undefined || symbolsOf(others).has(VARIABLE)) return { kind: 'quotient', a, b };
  const decay: Expression = { kind: 'exp', of: negated(a.of) };
  const rest: Expression =
    others.kind === 'number' && others.value === 1 ? decay : { kind: 'product', a: others, b: decay };
  return { kind: 'quotient', a: number(1), b: { kind: 'sum', a: number(1), b: rest } };
}

/** Whether two expressions are written the same. */
export function isSame(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'number') return Object.is(a.value, (b as typeof a).value);
  if (a.kind === 'symbol') return a.name === (b as typeof a).name;
  if ('of' in a) return isSame(a.of, (b as typeof a).of);
  return isSame(a.a, (b as typeof a).a) && isSame(a.b, (b as typeof a).b);
}

function ofAll(kind: 'sum' | 'product' | 'max' | 'min'): OfOperands {
  return (...operands) => operands.reduce((a, b) => ({ kind, a, b }));
}

function ofNone(name: string): OfOperands {
  return () => {
    throw new Error(`the analysis reads formulae that a person writes, and ${name} is in their derivatives alone`);
  };
}

/** 1/(1 + exp(−u)). */
function sigmoid(u: Expression): Expression {
  return { kind: 'quotient', a: number(1), b: { kind: 'sum', a: number(1), b: { kind: 'exp', of: negated(u) } } };
}

export function negated(of: Expression): Expression {
  return { kind: 'negative', of };
}

/** The expression with `by` in place of every symbol of that name; a logarithm of exp u becomes u. */
export function substituted(expression: Expression, by: Expression, name = VARIABLE): Expression {
  const inner = (part: Expression): Expression => substituted(part, by, name);
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
 * The expression with the value of every symbol that is an exponent and has one: a power with a number for exponent is known
 * better than aᵇ = exp(b log a), which needs a positive base.
 */
export function withKnownExponents(expression: Expression, values: Readonly<Record<string, number>>): Expression {
  const inner = (part: Expression): Expression => withKnownExponents(part, values);
  if (expression.kind === 'number' || expression.kind === 'symbol') return expression;
  if ('of' in expression) return { kind: expression.kind, of: inner(expression.of) };
  const { kind, a, b } = expression;
  const known = kind === 'power' && b.kind === 'symbol' && Object.hasOwn(values, b.name) ? values[b.name] : undefined;
  return { kind, a: inner(a), b: known === undefined ? inner(b) : number(known) };
}

/** The value at `values`, in float64. A symbol without a value makes it NaN. */
export function evaluated(expression: Expression, values: Readonly<Record<string, number>>): number {
  const at = (part: Expression): number => evaluated(part, values);
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'symbol':
      return values[expression.name] ?? Number.NaN;
    case 'negative':
      return -at(expression.of);
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'abs':
      return Math[expression.kind](at(expression.of));
    case 'sum':
      return at(expression.a) + at(expression.b);
    case 'product':
      return at(expression.a) * at(expression.b);
    case 'quotient':
      return at(expression.a) / at(expression.b);
    case 'power':
      return at(expression.a) ** at(expression.b);
    case 'max':
    case 'min':
      return Math[expression.kind](at(expression.a), at(expression.b));
  }
}

/** Every part of the expression, itself included. */
export function parts(expression: Expression): Expression[] {
  if (expression.kind === 'number' || expression.kind === 'symbol') return [expression];
  const inner = 'of' in expression ? parts(expression.of) : [...parts(expression.a), ...parts(expression.b)];
  return [expression, ...inner];
}

const SYMBOLS = new WeakMap<Expression, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/** The names of the symbols in it. */
export function symbolsOf(expression: Expression): ReadonlySet<string> {
  if (expression.kind === 'number') return NONE;
  const known = SYMBOLS.get(expression);
  if (known !== undefined) return known;
  const found =
    expression.kind === 'symbol'
      ? new Set([expression.name])
      : 'of' in expression
        ? symbolsOf(expression.of)
        : union(symbolsOf(expression.a), symbolsOf(expression.b));
  SYMBOLS.set(expression, found);
  return found;
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (b.size === 0) return a;
  return a.size === 0 ? b : new Set([...a, ...b]);
}

/** The number that an expression without symbols is; undefined with one. */
export function constantValue(expression: Expression): number | undefined {
  return symbolsOf(expression).size === 0 ? evaluated(expression, {}) : undefined;
}

/**
 * w and p of [w]₊ᵖ with a number p > 1: written max(0, w)^p or max(w, 0)^p. It is continuously differentiable, which its
 * parts do not show.
 */
export function powerOfPositivePart(
  expression: Expression,
): { readonly of: Expression; readonly exponent: number } | undefined {
  if (expression.kind !== 'power' || expression.a.kind !== 'max') return undefined;
  const { a, b } = expression.a;
  const exponent = constantValue(expression.b);
  if (exponent === undefined || !(exponent > 1)) return undefined;
  if (constantValue(a) === 0) return { of: b, exponent };
  return constantValue(b) === 0 ? { of: a, exponent } : undefined;
}
