/** Constants of a formula, as factors and divisors in LaTeX and in text. */
import { constantValue, type CoreExpression } from './core-expression.js';
import { expressionText } from '../formula/write-text.js';

/** Writes a constant in LaTeX: Greek letters for tau and eps, fractions for quotients. */
export function latexOf(expression: CoreExpression): string {
  if (expression.kind === 'quotient') return `\\frac{${latexOf(expression.a)}}{${latexOf(expression.b)}}`;
  if (expression.kind === 'power') return `{${factorOf(expression.a)}}^{${latexOf(expression.b)}}`;
  if (expression.kind === 'product') return `${factorOf(expression.a)}\\,${factorOf(expression.b)}`;
  return expressionText(expression)
    .replaceAll(/\btau\b/g, '\\tau ')
    .replaceAll(/\beps\b/g, '\\varepsilon ')
    .trim();
}

/** Writes a factor in LaTeX, in brackets where its sign or its first term would otherwise join the text before it. */
function factorOf(expression: CoreExpression): string {
  const needsBrackets =
    expression.kind === 'sum' ||
    expression.kind === 'negative' ||
    (expression.kind === 'number' && expression.value < 0);
  return needsBrackets ? `(${latexOf(expression)})` : latexOf(expression);
}

/** Writes a factor in LaTeX; nothing for 1. */
export function factorLatex(expression: CoreExpression): string {
  if (constantValue(expression) === 1) return '';
  const text = factorOf(expression);
  return text.endsWith(')') ? text : `${text} `;
}

/** Writes a constant that stands below a fraction line or after a sign. */
export function divisorText(expression: CoreExpression): string {
  return isPlain(expression) ? expressionText(expression) : `(${expressionText(expression)})`;
}

function isPlain(expression: CoreExpression): boolean {
  return expression.kind === 'symbol' || (expression.kind === 'number' && expression.value >= 0);
}

/** Writes a factor in text; nothing for 1. */
export function factorText(expression: CoreExpression): string {
  if (constantValue(expression) === 1) return '';
  return `${divisorText(expression)} `;
}
