/** Finds ψ(x) = exp(rate·x + shift) in whatever form it is written. */
import { negated, number, symbolsOf, VARIABLE, type CoreExpression } from './core-expression.js';
import { product, quotient, sum } from './simple-terms.js';

/** The line rate·x + shift, with both free of x. */
export interface Affine {
  readonly rate: CoreExpression;
  readonly shift: CoreExpression;
}

/** Returns the log of the expression as rate·x + shift; undefined where the form does not show it. */
export function logAffine(expression: CoreExpression): Affine | undefined {
  if (isConstant(expression)) return { rate: number(0), shift: logOf(expression) };
  switch (expression.kind) {
    case 'exp':
      return affine(expression.of);
    case 'sqrt':
      return scaled(logAffine(expression.of), number(0.5));
    case 'product':
      return added(logAffine(expression.a), logAffine(expression.b));
    case 'quotient':
      return added(logAffine(expression.a), scaled(logAffine(expression.b), number(-1)));
    case 'power':
      return isConstant(expression.b) ? scaled(logAffine(expression.a), expression.b) : powerOfConstant(expression);
    default:
      return undefined;
  }
}

/** Returns the expression as rate·x + shift; undefined where the form does not show it. */
export function affine(expression: CoreExpression): Affine | undefined {
  if (isConstant(expression)) return { rate: number(0), shift: expression };
  switch (expression.kind) {
    case 'symbol':
      return { rate: number(1), shift: number(0) };
    case 'negative':
      return scaled(affine(expression.of), number(-1));
    case 'sum':
      return added(affine(expression.a), affine(expression.b));
    case 'product':
      if (isConstant(expression.a)) return scaled(affine(expression.b), expression.a);
      return isConstant(expression.b) ? scaled(affine(expression.a), expression.b) : undefined;
    case 'quotient': {
      const { a, b } = expression;
      const of = isConstant(b) ? affine(a) : undefined;
      return of && { rate: quotient(of.rate, b), shift: quotient(of.shift, b) };
    }
    case 'log':
      return logAffine(expression.of);
    default:
      return undefined;
  }
}

/** Tells if the expression is free of x. */
export function isConstant(expression: CoreExpression): boolean {
  return !symbolsOf(expression).has(VARIABLE);
}

function powerOfConstant({ a, b }: Extract<CoreExpression, { kind: 'power' }>): Affine | undefined {
  return isConstant(a) ? scaled(affine(b), logOf(a)) : undefined;
}

function logOf(of: CoreExpression): CoreExpression {
  if (of.kind === 'exp') return of.of;
  return of.kind === 'number' && of.value === 1 ? number(0) : { kind: 'log', of };
}

function added(a: Affine | undefined, b: Affine | undefined): Affine | undefined {
  return a && b && { rate: sum(a.rate, b.rate), shift: sum(a.shift, b.shift) };
}

function scaled(a: Affine | undefined, by: CoreExpression): Affine | undefined {
  if (by.kind === 'number' && by.value === -1) return a && { rate: negated(a.rate), shift: negated(a.shift) };
  return a && { rate: product(by, a.rate), shift: product(by, a.shift) };
}
