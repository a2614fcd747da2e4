/**
 * Finds the limits of the loss at the ends of its parameters: τ → 0, τ → ∞, ε → 0.
 *
 * The shares of weight are known where ψ(x) = exp(kx + m) with k a power of the parameter. All else is numerical: the shares
 * α/Σα and F at fixed margins, along a geometric sequence of the parameter, in the log domain where ψ is exponential. A limit
 * is named when the last values agree with it; Richardson's extrapolation removes the first-order error.
 */
import { anchorFunction } from './anchor-function.js';
import { exponentialPsi } from './exponential-psi.js';
import { constantValue, evaluated, symbolsOf, type CoreExpression } from './core-expression.js';
import { middleOf, type LossExpressions } from './loss-expressions.js';
import { slopeAt } from './numerical-conjugate.js';

/** The limits of α and F as a parameter goes to an end of its range. */
export interface Limit {
  readonly parameter: string;
  readonly towards: '0' | '∞';
  /** The limit of α/Σα, in words. */
  readonly shares: string;
  /** `symbolic` where ψ(x) = exp(kx + m) with k a power of the parameter times a factor free of it. */
  readonly sharesGrade: 'symbolic' | 'sampled';
  /** The limit of F, in words: always sampled. */
  readonly value: string;
  readonly grade: 'sampled';
}

/** Three margins each, the last the hardest: positive here, negative in EASY_MARGINS. */
const MARGINS = [-1.2, 0.1, 0.3] as const;
const EASY_MARGINS = [-1.7, -0.4, -0.2] as const;
const MEAN = MARGINS.reduce((a, b) => a + b, 0) / MARGINS.length;

/** Parameter values towards each end: far enough for the error to be small, near enough for eˡ to be finite. */
const SEQUENCES = {
  tau: { '0': [0.02, 0.01, 0.005], '∞': [1e3, 2e3, 4e3] },
  eps: { '0': [1e-7, 5e-8, 2.5e-8] },
} as const;

export function limits(loss: LossExpressions): Limit[] {
  return Object.entries(SEQUENCES).flatMap(([parameter, ends]) =>
    parameter in loss.parameters
      ? Object.entries(ends).map(([towards, sequence]) => limit(loss, parameter, towards as '0' | '∞', sequence))
      : [],
  );
}

function limit(loss: LossExpressions, parameter: string, towards: '0' | '∞', sequence: readonly number[]): Limit {
  const along = sequence.map((value) => ({
    ...loss,
    parameters: { ...loss.parameters, [parameter]: { lower: value, upper: value } },
  }));
  const valuesAt = (margins: readonly number[]): number[] => along.map((one) => anchorFunction(one)(margins));
  const known = knownShares(loss, parameter, towards);
  return {
    parameter,
    towards,
    sharesGrade: known === undefined ? 'sampled' : 'symbolic',
    shares: known ?? namedShares(extrapolated(along.map(hardestShare))),
    value: namedValue(valuesAt(MARGINS), extrapolated(valuesAt(EASY_MARGINS))),
    grade: 'sampled',
  };
}

/** Names the limit of α/Σα = softmax(kx): the hardest negative alone as k → ∞, all alike as k → 0. */
function knownShares(loss: LossExpressions, parameter: string, towards: '0' | '∞'): string | undefined {
  const line = exponentialPsi(loss);
  const degree = line && degreeIn(line.rate, parameter);
  if (line === undefined || degree === undefined || degree === 0) return undefined;
  const grows = degree > 0 === (towards === '∞');
  if (!grows) return ALIKE;
  return evaluated(line.rate, middleOf(loss)) > 0 ? HARDEST : undefined;
}

/** Returns p where the form shows that the expression is parameterᵖ times a factor free of it; undefined elsewhere. */
function degreeIn(expression: CoreExpression, parameter: string): number | undefined {
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

/** Returns the last margin's share of the weight. */
function hardestShare(loss: LossExpressions): number {
  const values = middleOf(loss);
  const line = exponentialPsi(loss);
  const rate = line && evaluated(line.rate, values);
  const hardest = Math.max(...MARGINS.map((x) => (rate ?? 0) * x));
  const weights = MARGINS.map((x) =>
    rate === undefined ? slopeAt(loss.psi, x, values) : Math.exp(rate * x - hardest),
  );
  return (weights.at(-1) as number) / weights.reduce((a, b) => a + b, 0);
}

/** Extrapolates values whose error halves from one to the next. */
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
    ? `as it is elsewhere: ${Math.abs(hardest) < CLOSE ? 0 : hardest.toPrecision(3)} for the hardest of margins −1.2, 0.1, 0.3`
    : 'not computed';
}

/** Names the limit of F. @param easy the limit where every margin is negative */
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
