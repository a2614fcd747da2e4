/**
 * What the min player pays, R = −F*, where F is convex.
 *
 * For ψ(x) = exp(kx + m): F*(α) = (1/k) Σ α log(α/S) − (m/k) S + G*(S/k) with S = Σα and G(l) = φ(eˡ). For linear φ with
 * slope c: F*(α) = Σ c·ψ*(α/c). G* and ψ* are known for the forms below; elsewhere they are computed.
 */
import { mapValues } from '../map-values.js';
import { exponentialPsi, phiOfExponent } from './convexity.js';
import { constantValue, evaluated, number, powerOfPositivePart, VARIABLE, type Expression } from './expression.js';
import { jetOver } from './interval-jet.js';
import { affine, isConstant, type Affine } from './log-affine.js';
import { MARGIN_RANGE, middleOf, xiDomain, type LossFormulae } from './loss-formulae.js';
import { product, quotient } from './simple-terms.js';
import { expressionText } from './write-expression.js';

/** Where the weights of an anchor may lie: beside α ≥ 0, a bound of their sum S, of each, or a value of each. */
export type ConstraintSet =
  | { readonly kind: 'sum-equals' | 'sum-at-most' | 'each-at-most' | 'each-equals'; readonly bound: string }
  | { readonly kind: 'orthant' };

export type Regulariser =
  | {
      readonly kind: 'closed-form';
      readonly name: string;
      /** F*(α) with S = Σα in LaTeX, in the parameters. */
      readonly latex: string;
      readonly text: string;
      readonly set: ConstraintSet;
    }
  | {
      readonly kind: 'numerical';
      /** What was computed: `G*(S)` of the sum, beside the entropy of the shares, or `ψ*(α)` of each weight. */
      readonly of: 'sum' | 'weight';
      readonly points: readonly { readonly at: number; readonly value: number }[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The closed form with its value, [n] → number, at the middle of the parameters' ranges. */
export interface RegulariserForm {
  readonly regulariser: Regulariser;
  readonly conjugate?: (alpha: readonly number[]) => number;
}

/** R = −F* of a loss whose F is convex. */
export function regulariser(loss: LossFormulae): RegulariserForm {
  const line = exponentialPsi(loss);
  if (line !== undefined) return ofExponential(loss, line);
  const phi = affine(loss.phi);
  if (phi !== undefined) return ofLinear(loss, phi);
  return { regulariser: { kind: 'unknown', reason: 'F* is known for exponential ψ and for linear φ' } };
}

/** A price of the sum or of a weight: its texts with `S` or `α`, its value, where it is finite. */
interface Price {
  readonly name: string;
  readonly latex: string;
  readonly text: string;
  readonly value: (at: number) => number;
  readonly set: ConstraintSet;
}

function ofExponential(loss: LossFormulae, line: Affine): RegulariserForm {
  const values = middleOf(loss);
  const [rate, shift] = [evaluated(line.rate, values), evaluated(line.shift, values)];
  const price = priceOfSum(loss, line);
  const temperature = quotient(number(1), line.rate);
  const entropy = (alpha: readonly number[]): number => {
    const total = alpha.reduce((a, b) => a + b, 0);
    return (alpha.reduce((so, weight) => so + timesLog(weight, weight / total), 0) - shift * total) / rate;
  };
  if (price === undefined) {
    const slope = (l: number): number => derivative(phiOfExponent(loss), l, values) * rate;
    const ends = [xiDomain(loss).bounded.lower, xiDomain(loss).bounded.upper].map((xi) =>
      Math.log(Math.max(xi, 1e-300)),
    );
    const [low, high] = ends as [number, number];
    const points = curve(low, high, (l) => {
      const total = slope(l);
      return { at: total, value: (total / rate) * l - evaluated(phiOfExponent(loss), { ...values, [VARIABLE]: l }) };
    });
    return { regulariser: { kind: 'numerical', of: 'sum', points } };
  }
  const margin = constantValue(line.shift) === 0 ? undefined : quotient(line.shift, line.rate);
  const [scaleLatex, scaleText] = [factorLatex(temperature), factorText(temperature)];
  const latex = [
    `${scaleLatex}\\sum_j\\alpha_j\\log\\frac{\\alpha_j}{S}`,
    ...(margin === undefined ? [] : [`-${factorLatex(margin)}S`]),
    ...(price.latex === '' ? [] : [`+${price.latex}`]),
  ].join('');
  const text = [
    `${scaleText}Σ α log(α/S)`,
    ...(margin === undefined ? [] : [` − ${factorText(margin)}S`]),
    ...(price.text === '' ? [] : [` + ${price.text}`]),
  ].join('');
  return {
    regulariser: { kind: 'closed-form', name: price.name, latex, text, set: price.set },
    conjugate: (alpha) => entropy(alpha) + price.value(alpha.reduce((a, b) => a + b, 0)),
  };
}

/** G*(S/k) for φ = c·log(a + bx) and φ = c·[log bx]₊². */
function priceOfSum({ phi, ...loss }: LossFormulae, { rate }: Affine): Price | undefined {
  const { scale, core } = scaled(phi);
  const values = middleOf({ phi, ...loss });
  const [c, k] = [evaluated(scale, values), evaluated(rate, values)];
  const total = product(scale, rate);
  const positivePart = powerOfPositivePart(core);
  if (positivePart?.exponent === 2 && positivePart.of.kind === 'log') {
    const inner = affine(positivePart.of.of);
    if (inner === undefined || constantValue(inner.shift) !== 0 || constantValue(inner.rate) !== 1) return undefined;
    const four = product(product(number(4), scale), product(rate, rate));
    return {
      name: 'entropy of the shares, and a square of the sum',
      latex: `\\frac{S^2}{${latexOf(four)}}`,
      text: `S²/${divisorText(four)}`,
      value: (S) => (S / k) ** 2 / (4 * c),
      set: { kind: 'orthant' },
    };
  }
  const inner = core.kind === 'log' ? affine(core.of) : undefined;
  if (inner === undefined || constantValue(inner.rate) !== 1) return undefined;
  const offset = evaluated(inner.shift, values);
  const bound = expressionText(total);
  if (offset === 0) {
    return { name: 'entropy', latex: '', text: '', value: () => 0, set: { kind: 'sum-equals', bound } };
  }
  const share = constantValue(total) === 1 ? 'S' : `p`;
  const [epsLatex, epsText] = [latexOf(inner.shift), expressionText(inner.shift)];
  const where = share === 'S' ? '' : `,\\ p=S/(${latexOf(total)})`;
  const isOne = constantValue(inner.shift) === 1;
  return {
    name: 'entropy of all weights with the rest 1 − S as one more',
    latex: `${factorLatex(scale)}\\Big(${share}\\log ${share}+(1-${share})\\log${isOne ? `(1-${share})` : `\\frac{1-${share}}{${epsLatex}}`}\\Big)${where}`,
    text: `${factorText(scale)}(${share} log ${share} + (1 − ${share}) log(${isOne ? '' : '('}1 − ${share})${isOne ? '' : `/${epsText})`})${share === 'S' ? '' : `, p = S/(${bound})`}`,
    value: (S) => {
      const p = S / (c * k);
      return c * (timesLog(p, p) + timesLog(1 - p, (1 - p) / offset));
    },
    set: { kind: 'sum-at-most', bound },
  };
}

function ofLinear(loss: LossFormulae, phi: Affine): RegulariserForm {
  const values = middleOf(loss);
  const c = evaluated(phi.rate, values);
  const intercept = evaluated(phi.shift, values);
  const price = priceOfWeight(loss, phi.rate);
  if (price === undefined) {
    const points = curve(MARGIN_RANGE.lower, MARGIN_RANGE.upper, (x) => {
      const slope = c * derivative(loss.psi, x, values);
      return { at: slope, value: slope * x - c * evaluated(loss.psi, { ...values, [VARIABLE]: x }) };
    });
    return { regulariser: { kind: 'numerical', of: 'weight', points } };
  }
  const { name, latex, text, set, value } = price;
  return {
    regulariser: { kind: 'closed-form', name, latex, text, set },
    conjugate: (alpha) => alpha.reduce((so, weight) => so + value(weight), -intercept),
  };
}

/** c·ψ*(α/c) for linear ψ, [kx + m]₊ and [kx + m]₊². */
function priceOfWeight(loss: LossFormulae, c: Expression): Price | undefined {
  const { scale, core } = scaled(product(c, loss.psi));
  const values = middleOf(loss);
  const positive = positivePartOf(core);
  if (positive === undefined) {
    const line = affine(loss.psi);
    if (line === undefined) return undefined;
    const cost = product(c, line.shift);
    const paid = evaluated(cost, values);
    const nothing = constantValue(cost) === 0;
    return {
      name: 'none: every weight is given',
      latex: nothing ? '0' : `-n\\,${factorLatex(cost)}`,
      text: nothing ? '0' : `−n·${expressionText(cost)}`,
      value: () => -paid,
      set: { kind: 'each-equals', bound: expressionText(product(c, line.rate)) },
    };
  }
  const { line, exponent } = positive;
  const margin = quotient(line.shift, line.rate);
  const [m, w, k] = [evaluated(margin, values), evaluated(scale, values), evaluated(line.rate, values)];
  const free = constantValue(margin) === 0;
  if (exponent === 1) {
    return {
      name: 'linear',
      latex: free ? '0' : `-${factorLatex(margin)}\\sum_j\\alpha_j`,
      text: free ? '0' : `−${factorText(margin)}Σ α`,
      value: (weight) => -m * weight,
      set: { kind: 'each-at-most', bound: expressionText(product(scale, line.rate)) },
    };
  }
  const four = product(product(number(4), scale), product(line.rate, line.rate));
  return {
    name: 'quadratic',
    latex: `\\frac{1}{${latexOf(four)}}\\sum_j\\alpha_j^2${free ? '' : `-${factorLatex(margin)}\\sum_j\\alpha_j`}`,
    text: `Σ α²/${divisorText(four)}${free ? '' : ` − ${factorText(margin)}Σ α`}`,
    value: (weight) => weight ** 2 / (4 * w * k * k) - m * weight,
    set: { kind: 'orthant' },
  };
}

function positivePartOf(core: Expression): { readonly line: Affine; readonly exponent: 1 | 2 } | undefined {
  const power = powerOfPositivePart(core);
  const one = power ?? powerOfPositivePart({ kind: 'power', a: core, b: number(2) });
  const line = one && affine(one.of);
  if (line === undefined) return undefined;
  if (power === undefined) return { line, exponent: 1 };
  return power.exponent === 2 ? { line, exponent: 2 } : undefined;
}

/** expression = scale·core with a constant scale. */
function scaled(expression: Expression): { readonly scale: Expression; readonly core: Expression } {
  if (expression.kind === 'product') {
    const { a, b } = expression;
    const [constant, rest] = isConstant(a) ? [a, b] : [b, a];
    if (isConstant(constant)) {
      const { scale, core } = scaled(rest);
      return { scale: product(constant, scale), core };
    }
  }
  if (expression.kind === 'quotient' && isConstant(expression.b)) {
    const { scale, core } = scaled(expression.a);
    return { scale: quotient(scale, expression.b), core };
  }
  return { scale: number(1), core: expression };
}

function derivative(expression: Expression, x: number, values: Readonly<Record<string, number>>): number {
  const jet = jetOver(
    expression,
    mapValues({ ...values, [VARIABLE]: x }, (v) => ({ lower: v, upper: v })),
  );
  return jet === undefined ? Number.NaN : jet.first.lower / 2 + jet.first.upper / 2;
}

const POINTS = 101;

function curve(
  from: number,
  to: number,
  point: (t: number) => { readonly at: number; readonly value: number },
): { readonly at: number; readonly value: number }[] {
  return Array.from({ length: POINTS }, (_, k) => point(from + ((to - from) * k) / (POINTS - 1))).filter(
    ({ at, value }) => Number.isFinite(at) && Number.isFinite(value),
  );
}

function timesLog(weight: number, of: number): number {
  return weight <= 0 ? 0 : weight * Math.log(of);
}

/** LaTeX of a constant: Greek letters for tau and eps, fractions for quotients. */
function latexOf(expression: Expression): string {
  if (expression.kind === 'quotient') return `\\frac{${latexOf(expression.a)}}{${latexOf(expression.b)}}`;
  if (expression.kind === 'power') return `{${latexOf(expression.a)}}^{${latexOf(expression.b)}}`;
  if (expression.kind === 'product') return `${latexOf(expression.a)}\\,${latexOf(expression.b)}`;
  return expressionText(expression)
    .replaceAll(/\btau\b/g, '\\tau ')
    .replaceAll(/\beps\b/g, '\\varepsilon ')
    .trim();
}

/** Nothing for 1, else the factor. */
function factorLatex(expression: Expression): string {
  if (constantValue(expression) === 1) return '';
  return expression.kind === 'sum' ? `(${latexOf(expression)})` : `${latexOf(expression)} `;
}

function divisorText(expression: Expression): string {
  return expression.kind === 'number' ? expressionText(expression) : `(${expressionText(expression)})`;
}

function factorText(expression: Expression): string {
  if (constantValue(expression) === 1) return '';
  const text = expressionText(expression);
  return expression.kind === 'symbol' || expression.kind === 'number' ? `${text} ` : `(${text}) `;
}
