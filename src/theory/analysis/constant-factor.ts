/** Splits a formula into a constant factor and the part that depends on x. */
import { number, type CoreExpression } from './core-expression.js';
import { isConstant } from './log-affine.js';
import { product, quotient } from './simple-terms.js';

/** Splits the expression into scale·core with a constant scale. */
export function withoutFactor(expression: CoreExpression): {
  readonly scale: CoreExpression;
  readonly core: CoreExpression;
} {
  if (expression.kind === 'product') {
    const { a, b } = expression;
    const [constant, rest] = isConstant(a) ? [a, b] : [b, a];
    if (isConstant(constant)) {
      const { scale, core } = withoutFactor(rest);
      return { scale: product(constant, scale), core };
    }
  }
  if (expression.kind === 'quotient' && isConstant(expression.b)) {
    const { scale, core } = withoutFactor(expression.a);
    return { scale: quotient(scale, expression.b), core };
  }
  return { scale: number(1), core: expression };
}
