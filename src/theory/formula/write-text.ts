/** An expression as text that reads back as the same function. */
import { extremes, type Expression } from './expression.js';

/** The strength with which an operation binds: a weaker one needs parentheses inside. */
export const BINDS = { sum: 1, product: 2, negative: 3, power: 4, atom: 5 } as const;

/** Returns the strength with which the outermost operation of an expression binds when it is written. */
export function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
      return expression.value < 0 ? BINDS.negative : BINDS.atom;
    case 'sum':
    case 'difference':
      return BINDS.sum;
    case 'product':
    case 'quotient':
      return BINDS.product;
    case 'negative':
    case 'power':
      return BINDS[expression.kind];
    default:
      return BINDS.atom;
  }
}

/** Writes an expression: `tau*log(eps + x)`. */
export function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'symbol':
      return expression.name;
    case 'negative':
      return `-${within(expression.of, BINDS.power)}`;
    case 'sum':
      return expression.b.kind === 'negative'
        ? `${within(expression.a, BINDS.sum)} - ${within(expression.b.of, BINDS.product)}`
        : `${within(expression.a, BINDS.sum)} + ${within(expression.b, BINDS.product)}`;
    case 'difference':
      return `${within(expression.a, BINDS.sum)} - ${within(expression.b, BINDS.product)}`;
    case 'product':
      return `${within(expression.a, BINDS.product)}*${within(expression.b, BINDS.power)}`;
    case 'quotient':
      return `${within(expression.a, BINDS.product)}/${within(expression.b, BINDS.power)}`;
    case 'power':
      return `${within(expression.a, BINDS.atom)}^${within(expression.b, BINDS.atom)}`;
    case 'max':
    case 'min':
      return `${expression.kind}(${extremes(expression.kind, expression).map(expressionText).join(', ')})`;
    default:
      return `${expression.kind}(${expressionText(expression.of)})`;
  }
}

function within(expression: Expression, least: number): string {
  const text = expressionText(expression);
  return bindingOf(expression) >= least ? text : `(${text})`;
}
