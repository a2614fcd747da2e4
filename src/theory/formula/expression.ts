/**
 * A formula as a tree of plain data, the one form in which all of alpha-cl computes with formulae: it is read from text,
 * differentiated, simplified, compiled, enclosed in intervals and written as text, LaTeX and training graph.
 */

/** The name of the variable. */
export const VARIABLE = 'x';

/** Operations on one operand; step(u) = 1 for u > 0, else 0, and sign(u) = −1, 0 or 1 occur in derivatives alone. */
export type Unary = 'negative' | 'exp' | 'log' | 'sqrt' | 'abs' | 'tanh' | 'sigmoid' | 'softplus' | 'step' | 'sign';

/** Operations on two operands. */
export type Binary = 'sum' | 'difference' | 'product' | 'quotient' | 'power' | 'max' | 'min';

export type Operation = Unary | Binary;

interface Placed {
  /** The place in the text that it was read from, counted from 1. */
  readonly column?: number;
}

/** A formula as a tree. `max(a, b, c)` is max(a, max(b, c)). */
export type Expression = Placed &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'symbol'; readonly name: string }
    | { readonly kind: Unary; readonly of: Expression }
    | { readonly kind: Binary; readonly a: Expression; readonly b: Expression }
  );

/** A number, negative or not, as one leaf. */
export function number(value: number): Expression & { readonly kind: 'number' } {
  return { kind: 'number', value };
}

/** A number as a person writes it: a negative one is minus a positive one. */
export function constant(value: number): Expression {
  return value < 0 ? negative(number(-value)) : number(value);
}

export function symbol(name: string): Expression & { readonly kind: 'symbol' } {
  return { kind: 'symbol', name };
}

export function sum(a: Expression, b: Expression): Expression {
  return { kind: 'sum', a, b };
}

export function difference(a: Expression, b: Expression): Expression {
  return { kind: 'difference', a, b };
}

export function product(a: Expression, b: Expression): Expression {
  return { kind: 'product', a, b };
}

export function quotient(a: Expression, b: Expression): Expression {
  return { kind: 'quotient', a, b };
}

export function power(a: Expression, b: Expression): Expression {
  return { kind: 'power', a, b };
}

export function negative(of: Expression): Expression {
  return { kind: 'negative', of };
}

/** An operation on one operand: `call('exp', symbol('x'))` is eˣ. */
export function call(kind: Unary, of: Expression): Expression {
  return { kind, of };
}

/** The largest or smallest of one operand or more, nested to the right. */
export function extreme(kind: 'max' | 'min', operands: readonly Expression[]): Expression {
  return operands.reduceRight((b, a) => ({ kind, a, b }));
}

/** The operands of nested `max` or `min`, from left to right; the expression alone where it is another. */
export function extremes(kind: 'max' | 'min', expression: Expression): Expression[] {
  if (expression.kind !== kind) return [expression];
  return [...extremes(kind, expression.a), ...extremes(kind, expression.b)];
}

/** The operands of an expression, none of a leaf. */
export function operandsOf<Tree extends Expression>(expression: Tree): Tree[] {
  if (expression.kind === 'number' || expression.kind === 'symbol') return [];
  return ('of' in expression ? [expression.of] : [expression.a, expression.b]) as Tree[];
}

/** Every part of an expression, itself included. */
export function parts<Tree extends Expression>(expression: Tree): Tree[] {
  return [expression, ...operandsOf(expression).flatMap(parts)];
}

/** True if two expressions are written the same, wherever they stand. */
export function isSame(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'number') return Object.is(a.value, (b as typeof a).value);
  if (a.kind === 'symbol') return a.name === (b as typeof a).name;
  if ('of' in a) return isSame(a.of, (b as typeof a).of);
  return isSame(a.a, (b as typeof a).a) && isSame(a.b, (b as typeof a).b);
}

const SYMBOLS = new WeakMap<Expression, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/** The names of the symbols in an expression. */
export function symbolsOf(expression: Expression): ReadonlySet<string> {
  if (expression.kind === 'number') return NONE;
  const known = SYMBOLS.get(expression);
  if (known !== undefined) return known;
  const found =
    expression.kind === 'symbol' ? new Set([expression.name]) : operandsOf(expression).map(symbolsOf).reduce(union);
  SYMBOLS.set(expression, found);
  return found;
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (b.size === 0) return a;
  return a.size === 0 ? b : new Set([...a, ...b]);
}

/** The expression with another in place of every symbol of that name. */
export function substitute(expression: Expression, name: string, by: Expression): Expression {
  if (expression.kind === 'number') return expression;
  if (expression.kind === 'symbol') return expression.name === name ? by : expression;
  if ('of' in expression) return { ...expression, of: substitute(expression.of, name, by) };
  return { ...expression, a: substitute(expression.a, name, by), b: substitute(expression.b, name, by) };
}
