/** Sums, products and quotients without the terms that change nothing: 0 + a, 1·a, a/1, and numbers folded. */
import { constantValue, negated, number, type CoreExpression } from './core-expression.js';

export function sum(a: CoreExpression, b: CoreExpression): CoreExpression {
  const [p, q] = [constantValue(a), constantValue(b)];
  if (p === 0) return b;
  if (q === 0) return a;
  return folded({ kind: 'sum', a, b });
}

export function product(a: CoreExpression, b: CoreExpression): CoreExpression {
  const [p, q] = [constantValue(a), constantValue(b)];
  if (p === 0 || q === 0) return number(0);
  if (p === 1) return b;
  if (q === 1) return a;
  if (p === -1) return negated(b);
  if (a.kind === 'quotient' && constantValue(a.a) === 1) return quotient(b, a.b);
  if (b.kind === 'quotient' && constantValue(b.a) === 1) return quotient(a, b.b);
  return folded({ kind: 'product', a, b });
}

export function quotient(a: CoreExpression, b: CoreExpression): CoreExpression {
  if (constantValue(a) === 0) return number(0);
  if (constantValue(b) === 1) return a;
  if (JSON.stringify(a) === JSON.stringify(b)) return number(1);
  if (b.kind === 'quotient') return quotient(product(a, b.b), b.a);
  return folded({ kind: 'quotient', a, b });
}

/** Folds an operation on constants whose value is a whole number, as the library does when it compiles a formula. */
function folded(expression: CoreExpression): CoreExpression {
  const value = constantValue(expression);
  return value !== undefined && Number.isSafeInteger(value) ? number(value) : expression;
}

/** Returns −a; for a sum, both terms with the other sign. */
export function opposite(a: CoreExpression): CoreExpression {
  if (a.kind === 'negative') return a.of;
  if (a.kind === 'sum') return sum(opposite(a.a), opposite(a.b));
  return a.kind === 'number' ? number(-a.value) : negated(a);
}
