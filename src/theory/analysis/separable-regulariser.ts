/**
 * F* for linear φ with slope c: Σ c·ψ*(α/c), one term a weight. ψ* is known for linear ψ, [kx + m]₊ and
 * [kx + m]₊², elsewhere it is computed.
 */
import { withoutFactor } from './constant-factor.js';
import {
  asFunction,
  constantValue,
  evaluated,
  number,
  powerOfPositivePart,
  type CoreExpression,
} from './core-expression.js';
import { affine, type Affine } from './log-affine.js';
import { MARGIN_RANGE, middleOf, type LossExpressions } from './loss-expressions.js';
import { conjugateCurve, slopeAt, type ConjugatePoint } from './numerical-conjugate.js';
import { numericalSet, type ConjugatePart, type RegulariserForm } from './regulariser-form.js';
import { product, quotient } from './simple-terms.js';
import { divisorText, factorLatex, factorText, latexOf } from './write-constant.js';
import { expressionText } from '../formula/write-text.js';

/** Derives F* for φ(ξ) = phi.rate·ξ + phi.shift, in closed form or as a computed curve for one weight. */
export function separableRegulariser(loss: LossExpressions, phi: Affine): RegulariserForm {
  const values = middleOf(loss);
  const c = evaluated(phi.rate, values);
  const intercept = evaluated(phi.shift, values);
  const part = partOfWeight(loss, phi.rate);
  if (part === undefined) return { regulariser: { kind: 'numerical', of: 'weight', points: curveOfWeight(loss, c) } };
  const { name, set, value, slope } = part;
  const { latex, text } = lessIntercept(part, phi.shift);
  return {
    regulariser: { kind: 'closed-form', name, latex, text, set },
    conjugate: {
      set: numericalSet(part),
      value: (alpha) => alpha.reduce((so, weight) => so + value(weight), -intercept),
      gradient: (alpha) => alpha.map(slope),
    },
  };
}

/** Subtracts the constant of φ, once for all weights, in the texts. */
function lessIntercept(
  { latex, text }: ConjugatePart,
  intercept: CoreExpression,
): Pick<ConjugatePart, 'latex' | 'text'> {
  if (constantValue(intercept) === 0) return { latex, text };
  const isNone = text === '0';
  const isSum = intercept.kind === 'sum';
  const [inLatex, inText] = [latexOf(intercept), expressionText(intercept)];
  return {
    latex: `${isNone ? '' : latex}-${isSum || inText.startsWith('-') ? `(${inLatex})` : inLatex}`,
    text: `${isNone ? '' : `${text} `}−${isNone ? '' : ' '}${isSum || inText.startsWith('-') ? `(${inText})` : inText}`,
  };
}

/** Samples cψ*(a/c) at the weights a = cψ′(x) that occur. */
function curveOfWeight(loss: LossExpressions, c: number): ConjugatePoint[] {
  const values = middleOf(loss);
  const psi = asFunction(loss.psi, values);
  return conjugateCurve(MARGIN_RANGE, (x) => {
    const slope = c * slopeAt(loss.psi, x, values);
    return { at: slope, value: slope * x - c * psi(x) };
  });
}

/** Returns c·ψ*(α/c) in closed form for linear ψ, [kx + m]₊ and [kx + m]₊²; undefined for others. */
function partOfWeight(loss: LossExpressions, c: CoreExpression): ConjugatePart | undefined {
  const { scale, core } = withoutFactor(product(c, loss.psi));
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
      text: nothing ? '0' : `−n·${divisorText(cost)}`,
      value: () => -paid,
      slope: () => 0,
      set: { kind: 'each-equals', bound: expressionText(product(c, line.rate)) },
      bound: evaluated(product(c, line.rate), values),
    };
  }
  const { line, exponent } = positive;
  const margin = quotient(line.shift, line.rate);
  const [m, w, k] = [evaluated(margin, values), evaluated(scale, values), evaluated(line.rate, values)];
  // Else weights are negative, and the sets below lie on the other side of 0.
  if (!(w > 0 && k > 0)) return undefined;
  const free = constantValue(margin) === 0;
  if (exponent === 1) {
    return {
      name: 'linear',
      latex: free ? '0' : `-${factorLatex(margin)}\\sum_j\\alpha_j`,
      text: free ? '0' : `−${factorText(margin)}Σ α`,
      value: (weight) => -m * weight,
      slope: () => -m,
      set: { kind: 'each-at-most', bound: expressionText(product(scale, line.rate)) },
      bound: w * k,
    };
  }
  const four = product(product(number(4), scale), product(line.rate, line.rate));
  return {
    name: 'quadratic',
    latex: `\\frac{1}{${latexOf(four)}}\\sum_j\\alpha_j^2${free ? '' : `-${factorLatex(margin)}\\sum_j\\alpha_j`}`,
    text: `Σ α²/${divisorText(four)}${free ? '' : ` − ${factorText(margin)}Σ α`}`,
    value: (weight) => weight ** 2 / (4 * w * k * k) - m * weight,
    slope: (weight) => weight / (2 * w * k * k) - m,
    set: { kind: 'orthant' },
  };
}

function positivePartOf(core: CoreExpression): { readonly line: Affine; readonly exponent: 1 | 2 } | undefined {
  const power = powerOfPositivePart(core);
  const one = power ?? powerOfPositivePart({ kind: 'power', a: core, b: number(2) });
  const line = one && affine(one.of);
  if (line === undefined) return undefined;
  if (power === undefined) return { line, exponent: 1 };
  return power.exponent === 2 ? { line, exponent: 2 } : undefined;
}
