/**
 * What becomes of the loss at the ends of its parameters: τ → 0, τ → ∞, ε → 0.
 *
 * The shares of weight are known where ψ(x) = exp(kx + m) with k a power of the parameter. All else is
 * numerical: the shares α/Σα and F at fixed margins, along a geometric sequence of the parameter, in the log domain where ψ is
 * exponential. A limit is named when the last values agree with it; Richardson's extrapolation takes off the error of first
 * order.
 */
import { exponentialPsi, phiOfExponent } from './convexity.js';
import { constantValue, evaluated, symbolsOf, VARIABLE, type Expression } from './expression.js';
import { middleOf, type LossFormulae } from './loss-formulae.js';
import { slopeAt } from './numerical-conjugate.js';

/** What becomes of α when a parameter goes to an end of its range. */
export interface Limit {
  readonly parameter: string;
  readonly towards: '0' | '∞';
  /** What α/Σα tends to. */
  readonly shares: string;
  /** Symbolic where ψ(x) = exp(kx + m) with k a power of the parameter times what is free of it. */
  readonly sharesGrade: 'symbolic' | 'sampled';
  /** What F tends to: always sampled. */
  readonly value: string;
  readonly grade: 'sampled';
}

/** Three margins, the last the hardest: once positive, once not. */
const MARGINS = [-1.2, 0.1, 0.3] as const;
const EASY_MARGINS = [-1.7, -0.4, -0.2] as const;
const MEAN = MARGINS.reduce((a, b) => a + b, 0) / MARGINS.length;

/** Ends of the sequences: far enough for the error to be small, near enough for eˡ to be finite. */
const SEQUENCES = {
  tau: { '0': [0.02, 0.01, 0.005], '∞': [1e3, 2e3, 4e3] },
  eps: { '0': [1e-7, 5e-8, 2.5e-8] },
} as const;

export function limits(loss: LossFormulae): Limit[] {
  return Object.entries(SEQUENCES).flatMap(([parameter, ends]) =>
    parameter in loss.parameters
      ? Object.entries(ends).map(([towards, sequence]) => limit(loss, parameter, towards as '0' | '∞', sequence))
      : [],
  );
}

function limit(loss: LossFormulae, parameter: string, towards: '0' | '∞', sequence: readonly number[]): Limit {
  const along = (margins: readonly number[]): ReturnType<typeof anchorAt>[] =>
    sequence.map((value) => anchorAt(loss, margins, { ...middleOf(loss), [parameter]: value }));
  const [found, easy] = [along(MARGINS), along(EASY_MARGINS)];
  const known = knownShares(loss, parameter, towards);
  return {
    parameter,
    towards,
    sharesGrade: known === undefined ? 'sampled' : 'symbolic',
    shares: known ?? namedShares(extrapolated(found.map(({ shares }) => shares[2] ?? Number.NaN))),
    value: namedValue(
      found.map(({ value }) => value),
      extrapolated(easy.map(({ value }) => value)),
    ),
    grade: 'sampled',
  };
}

/** α/Σα is softmax(kx): the hardest negative alone as k → ∞, all alike as k → 0. */
function knownShares(loss: LossFormulae, parameter: string, towards: '0' | '∞'): string | undefined {
  const line = exponentialPsi(loss);
  const degree = line && degreeIn(line.rate, parameter);
  if (line === undefined || degree === undefined || degree === 0) return undefined;
  const grows = degree > 0 === (towards === '∞');
  if (!grows) return ALIKE;
  return evaluated(line.rate, middleOf(loss)) > 0 ? HARDEST : undefined;
}

/** p, where the expression is parameterᵖ times what is free of it, and its form shows that. */
function degreeIn(expression: Expression, parameter: string): number | undefined {
  if (!symbolsOf(expression).has(parameter)) return 0;
  switch (expression.kind) {
    case 'symbol':
      return 1;
    case 'negative':
      return degreeIn(expression.of, parameter);
    case 'product':
    case 'quotient': {
      const [a, b] = [degreeIn(expression.a, parameter), degreeIn(expression.b, parameter)];
      if (a === undefined || b === undefined) return undefined;
      return expression.kind === 'product' ? a + b : a - b;
    }
    case 'power': {
      const [a, b] = [degreeIn(expression.a, parameter), constantValue(expression.b)];
      return a === undefined || b === undefined ? undefined : a * b;
    }
    default:
      return undefined;
  }
}

function anchorAt(
  loss: LossFormulae,
  margins: readonly number[],
  values: Readonly<Record<string, number>>,
): { value: number; shares: number[] } {
  const line = exponentialPsi(loss);
  if (line !== undefined) {
    const [rate, shift] = [evaluated(line.rate, values), evaluated(line.shift, values)];
    const logits = margins.map((x) => rate * x + shift);
    const top = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - top));
    const total = weights.reduce((a, b) => a + b, 0);
    const value = evaluated(phiOfExponent(loss), { ...values, [VARIABLE]: top + Math.log(total) });
    return { value, shares: weights.map((weight) => weight / total) };
  }
  const xi = margins.reduce((so, x) => so + evaluated(loss.psi, { ...values, [VARIABLE]: x }), 0);
  const slopes = margins.map((x) => slopeAt(loss.psi, x, values));
  const total = slopes.reduce((a, b) => a + b, 0);
  return { value: evaluated(loss.phi, { ...values, [VARIABLE]: xi }), shares: slopes.map((slope) => slope / total) };
}

/** Of values whose error halves from one to the next. */
function extrapolated(values: readonly number[]): number {
  const [, before = Number.NaN, last = Number.NaN] = values;
  return 2 * last - before;
}

const HARDEST = 'the hardest negative alone';
const ALIKE = 'all negatives alike';

const CLOSE = 1e-4;

function namedShares(hardest: number): string {
  if (Math.abs(hardest - 1) < CLOSE) return HARDEST;
  if (Math.abs(hardest - 1 / MARGINS.length) < CLOSE) return ALIKE;
  return Number.isFinite(hardest)
    ? `as it is elsewhere: ${hardest.toPrecision(3)} for the hardest of margins −1.2, 0.1, 0.3`
    : 'not computed';
}

/** @param easy the limit where every margin is negative */
function namedValue(values: readonly number[], easy: number): string {
  const [first = Number.NaN, before = Number.NaN, last = Number.NaN] = values;
  if (Math.abs(last - before) > 0.75 * Math.abs(before - first) && Math.abs(last - before) > 1e-3 * Math.abs(last)) {
    return last > 0 ? '∞' : '−∞';
  }
  const end = extrapolated(values);
  if (Math.abs(end - Math.max(...MARGINS)) < CLOSE) {
    if (Math.abs(easy) < CLOSE) return 'max(0, maxⱼ xⱼ)';
    if (Math.abs(easy - Math.max(...EASY_MARGINS)) < CLOSE) return 'maxⱼ xⱼ';
  }
  if (Math.abs(end - MEAN) < CLOSE) return 'mean of xⱼ';
  if (Math.abs(end) < CLOSE) return '0';
  return `${end.toPrecision(4)} at margins −1.2, 0.1, 0.3`;
}
