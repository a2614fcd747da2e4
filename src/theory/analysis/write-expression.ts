/** An expression as text that parses to the same expression. */
import type { Expression } from './expression.js';

/** How tightly an operation binds. */
const [SUM, PRODUCT, NEGATIVE, POWER, ATOM] = [1, 2, 3, 4, 5] as const;

export function expressionText(expression: Expression): string {
  return written(expression).text;
}

interface Written {
  readonly text: string;
  readonly binds: number;
}

function written(expression: Expression): Written {
  switch (expression.kind) {
    case 'number':
      return { text: String(expression.value), binds: expression.value < 0 ? NEGATIVE : ATOM };
    case 'symbol':
      return { text: expression.name, binds: ATOM };
    case 'negative':
      return { text: `-${within(expression.of, POWER)}`, binds: NEGATIVE };
    case 'sum':
      return expression.b.kind === 'negative'
        ? { text: `${within(expression.a, SUM)} - ${within(expression.b.of, PRODUCT)}`, binds: SUM }
        : { text: `${within(expression.a, SUM)} + ${within(expression.b, PRODUCT)}`, binds: SUM };
    case 'product':
      return { text: `${within(expression.a, PRODUCT)}*${within(expression.b, POWER)}`, binds: PRODUCT };
    case 'quotient':
      return { text: `${within(expression.a, PRODUCT)}/${within(expression.b, POWER)}`, binds: PRODUCT };
    case 'power':
      return { text: `${within(expression.a, ATOM)}^${within(expression.b, ATOM)}`, binds: POWER };
    case 'max':
    case 'min':
      return {
        text: `${expression.kind}(${expressionText(expression.a)}, ${expressionText(expression.b)})`,
        binds: ATOM,
      };
    default:
      return { text: `${expression.kind}(${expressionText(expression.of)})`, binds: ATOM };
  }
}

function within(expression: Expression, least: number): string {
  const { text, binds } = written(expression);
  return binds >= least ? text : `(${text})`;
}
