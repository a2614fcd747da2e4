/** A formula in LaTeX: tau and eps as τ and ε, max(0, u) as [u]₊, exp as a power of e. */
import { extremes, type Expression, type Unary } from './expression.js';
import type { Formula } from './formula.js';
import { bindingOf, BINDS } from './write-text.js';

/**
 * Writes a formula in LaTeX, without dollars around it.
 *
 * @example
 * toLatex(parseFormula('exp(x/tau)', ['tau'])); // 'e^{\\frac{x}{\\tau }}'
 */
export function toLatex(formula: Formula): string {
  return latexOf(formula.expression).trim();
}

function latexOf(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return numberLatex(expression.value);
    case 'symbol':
      return symbolLatex(expression.name);
    case 'negative':
      return `-${negatedLatex(expression.of)}`;
    case 'sum':
      return `${latexOf(expression.a)}+${within(expression.b, BINDS.sum)}`;
    case 'difference':
      return `${latexOf(expression.a)}-${within(expression.b, BINDS.product)}`;
    case 'product':
      return productLatex(within(expression.a, BINDS.product), within(expression.b, BINDS.product));
    case 'quotient':
      return String.raw`\frac{${latexOf(expression.a)}}{${latexOf(expression.b)}}`;
    case 'power':
      return powerLatex(expression.a, expression.b);
    case 'max':
    case 'min':
      return extremeLatex(expression.kind, expression.a, expression.b);
    default:
      return FUNCTION_LATEX[expression.kind](latexOf(expression.of));
  }
}

function within(expression: Expression, least: number): string {
  return bindingOf(expression) >= least ? latexOf(expression) : bracketed(expression);
}

function bracketed(expression: Expression): string {
  return String.raw`\left(${latexOf(expression)}\right)`;
}

/** A fraction needs no brackets behind a minus. */
function negatedLatex(of: Expression): string {
  return of.kind === 'quotient' ? latexOf(of) : within(of, BINDS.power);
}

/** Factors stand side by side, but two digits would read as one number. */
function productLatex(a: string, b: string): string {
  return /^[\d{]*\d/.test(b) ? String.raw`${a}\cdot ${b}` : String.raw`${a}\,${b}`;
}

function powerLatex(base: Expression, exponent: Expression): string {
  if (base.kind === 'quotient') return String.raw`\left({${latexOf(base)}}\right)^{${latexOf(exponent)}}`;
  const isPlain = base.kind === 'symbol' || (base.kind === 'number' && base.value >= 0);
  return `{${isPlain ? latexOf(base) : bracketed(base)}}^{${latexOf(exponent)}}`;
}

function extremeLatex(kind: 'max' | 'min', a: Expression, b: Expression): string {
  if (kind === 'max' && a.kind === 'number' && a.value === 0) return String.raw`\left[${latexOf(b)}\right]_{+}`;
  return named(`\\${kind}`)([a, ...extremes(kind, b)].map(latexOf).join(', '));
}

const FUNCTION_LATEX: Readonly<Record<Exclude<Unary, 'negative'>, (u: string) => string>> = {
  exp: (u) => `e^{${u}}`,
  log: named(String.raw`\log`),
  sqrt: (u) => String.raw`\sqrt{${u}}`,
  abs: (u) => String.raw`\left|${u}\right|`,
  tanh: named(String.raw`\tanh`),
  sigmoid: named(String.raw`\sigma`),
  softplus: named(String.raw`\operatorname{softplus}`),
  step: (u) => String.raw`\mathbf{1}\left[${u}>0\right]`,
  sign: named(String.raw`\operatorname{sgn}`),
};

function named(name: string): (u: string) => string {
  return (u) => String.raw`${name}\left(${u}\right)`;
}

function numberLatex(value: number): string {
  if (value === Math.PI) return String.raw`\pi `;
  const [, mantissa, exponent] = /^(-?[\d.]+)e\+?(-?\d+)$/.exec(String(value)) ?? [];
  if (mantissa === undefined) return String(value);
  const tens = `10^{${exponent}}`;
  return mantissa === '1' ? tens : String.raw`${mantissa}\cdot ${tens}`;
}

const GREEK = new Set(
  'alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega'.split(
    ' ',
  ),
);

function symbolLatex(name: string): string {
  if (name === 'eps' || name === 'epsilon') return String.raw`\varepsilon `;
  if (GREEK.has(name)) return `\\${name} `;
  return name.length === 1 ? name : String.raw`\mathrm{${name.replaceAll('_', String.raw`\_`)}}`;
}
