/**
 * F* for ψ(x) = exp(kx + m): (1/k) Σ α log(α/S) − (m/k) S + G*(S/k) with S = Σα and G(l) = φ(eˡ). G* is known for
 * φ = c·log(a + x) and φ = c·[log x]₊², elsewhere it is computed.
 */
import { withoutFactor } from './constant-factor.js';
import { logXi, phiOfExponent } from './exponential-psi.js';
import { asFunction, constantValue, evaluated, number, powerOfPositivePart } from './core-expression.js';
import { affine, type Affine } from './log-affine.js';
import { middleOf, xiDomain, type LossExpressions } from './loss-expressions.js';
import { conjugateCurve, slopeAt, type ConjugatePoint } from './numerical-conjugate.js';
import { numericalSet, type ConjugateForm, type ConjugatePart, type RegulariserForm } from './regulariser-form.js';
import { product, quotient } from './simple-terms.js';
import { divisorText, factorLatex, factorText, latexOf } from './write-constant.js';
import { expressionText } from '../formula/write-text.js';

/** Derives F* for ψ(x) = exp(line), in closed form or as a computed curve for the sum. */
export function entropicRegulariser(loss: LossExpressions, line: Affine): RegulariserForm {
  const values = middleOf(loss);
  const [rate, shift] = [evaluated(line.rate, values), evaluated(line.shift, values)];
  const part = partOfSum(loss, line);
  const temperature = quotient(number(1), line.rate);
  if (part === undefined) return { regulariser: { kind: 'numerical', of: 'sum', points: curveOfSum(loss, rate) } };
  const conjugate: ConjugateForm = {
    set: numericalSet(part),
    value: (alpha) => {
      const total = alpha.reduce((a, b) => a + b, 0);
      const negentropy = alpha.reduce((so, weight) => so + timesLog(weight, weight / total), 0);
      return (negentropy - shift * total) / rate + part.value(total);
    },
    gradient: (alpha) => {
      const total = alpha.reduce((a, b) => a + b, 0);
      const slope = part.slope(total) - shift / rate;
      return alpha.map((weight) => Math.log(weight / total) / rate + slope);
    },
  };
  const margin = constantValue(line.shift) === 0 ? undefined : quotient(line.shift, line.rate);
  const [scaleLatex, scaleText] = [factorLatex(temperature), factorText(temperature)];
  const latex = [
    `${scaleLatex}\\sum_j\\alpha_j\\log\\frac{\\alpha_j}{S}`,
    ...(margin === undefined ? [] : [`-${factorLatex(margin)}S`]),
    ...(part.latex === '' ? [] : [`+${part.latex}`]),
  ].join('');
  const text = [
    `${scaleText}Σ α log(α/S)`,
    ...(margin === undefined ? [] : [` − ${factorText(margin)}S`]),
    ...(part.text === '' ? [] : [` + ${part.text}`]),
  ].join('');
  return {
    regulariser: { kind: 'closed-form', name: part.name, latex, text, set: part.set },
    conjugate,
  };
}

/** Samples G*(S/k) at the sums S = kG′(l) that occur. */
function curveOfSum(loss: LossExpressions, rate: number): ConjugatePoint[] {
  const ofExponent = phiOfExponent(loss);
  const values = middleOf(loss);
  const value = asFunction(ofExponent, values);
  const { lower, upper } = logXi(xiDomain(loss)).bounded;
  return conjugateCurve({ lower: Math.max(lower, LEAST_LOG), upper }, (l) => {
    const slope = slopeAt(ofExponent, l, values);
    return { at: slope * rate, value: slope * l - value(l) };
  });
}

/** Least l = log ξ that is sampled; below it ξ = eˡ is negligible. */
const LEAST_LOG = Math.log(1e-300);

/** Returns G*(S/k) in closed form for φ = c·log(a + x) and φ = c·[log x]₊² with c, k > 0; undefined for others. */
function partOfSum(loss: LossExpressions, { rate }: Affine): ConjugatePart | undefined {
  const { scale, core } = withoutFactor(loss.phi);
  const values = middleOf(loss);
  const [c, k] = [evaluated(scale, values), evaluated(rate, values)];
  // Else weights are negative, and the sets below lie on the other side of 0.
  if (!(c > 0 && k > 0)) return undefined;
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
      slope: (S) => S / (2 * c * k * k),
      set: { kind: 'orthant' },
    };
  }
  const inner = core.kind === 'log' ? affine(core.of) : undefined;
  if (inner === undefined || constantValue(inner.rate) !== 1) return undefined;
  const offset = evaluated(inner.shift, values);
  const bound = expressionText(total);
  if (offset === 0) {
    const set = { kind: 'sum-equals', bound } as const;
    return { name: 'entropy', latex: '', text: '', value: () => 0, slope: () => 0, set, bound: c * k };
  }
  const share = constantValue(total) === 1 ? 'S' : `p`;
  const [epsLatex, epsText] = [latexOf(inner.shift), divisorText(inner.shift)];
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
    slope: (S) => Math.log((S * offset) / (c * k - S)) / k,
    set: { kind: 'sum-at-most', bound },
    bound: c * k,
  };
}

function timesLog(weight: number, of: number): number {
  return weight <= 0 ? 0 : weight * Math.log(of);
}
