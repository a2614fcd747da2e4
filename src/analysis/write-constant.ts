/** Constants of a formula, as factors and divisors in LaTeX and in text. */
import { constantValue, type Expression } from './expression.js';
import { expressionText } from './write-expression.js';

/** LaTeX of a constant: Greek letters for tau and eps, fractions for quotients. */
export function latexOf(expression: Expression): string {
  if (expression.kind === 'quotient') return `\\frac{${latexOf(expression.a)}}{${latexOf(expression.b)}}`;
  if (expression.kind === 'power') return `{${latexOf(expression.a)}}^{${latexOf(expression.b)}}`;
  if (expression.kind === 'product') return `${latexOf(expression.a)}\\,${latexOf(expression.b)}`;
  return expressionText(expression)
    .replaceAll(/\btau\b/g, '\\tau ')
    .replaceAll(/\beps\b/g, '\\varepsilon ')
    .trim();
}

/** In LaTeX: nothing for 1, else the factor. */
export function factorLatex(expression: Expression): string {
  if (constantValue(expression) === 1) return '';
  return expression.kind === 'sum' ? `(${latexOf(expression)})` : `${latexOf(expression)} `;
}

/** What stands below a fraction line. */
export function divisorText(expression: Expression): string {
  return expression.kind === 'number' ? expressionText(expression) : `(${expressionText(expression)})`;
}

/** In text: nothing for 1, else the factor. */
export function factorText(expression: Expression): string {
  if (constantValue(expression) === 1) return '';
  const text = expressionText(expression);
  return expression.kind === 'symbol' || expression.kind === 'number' ? `${text} ` : `(${text}) `;
}
