/**
 * The functions of one variable that losses are made of: φ and ψ of the family L = Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ)).
 *
 * Each gives its exact value and first two derivatives, where it is defined, and where a derivative jumps. A ψ of
 * exponential kind also gives log ψ, and a φ that can follow it gives φ(eˡ) and its derivatives: with both, no sum ξ is ever
 * formed, so temperature 0.01 and ξ far beyond 1e300 stay finite.
 */
import { logAddExp, logistic, type Line } from '../algebra/log-sum-exp.js';
import type { Kink } from '../formula/kinks.js';

/** Derivatives of f at ξ = eˡ, in the powers of ξ that keep them of moderate size. */
export interface LogScaleSlopes {
  /** f′(ξ)ξ, the derivative of f(eˡ) with respect to l. */
  readonly slope: number;
  /** f″(ξ)ξ². */
  readonly curvature: number;
  /** The second derivative of f(eˡ) with respect to l: slope + curvature, which may cancel, without the cancellation. */
  readonly bend: number;
}

/** φ or ψ with its derivatives, and what is known of it. */
export interface ScalarFunction {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
  /** At a kink of order 2: the value from the right. */
  readonly secondDerivative: (x: number) => number;
  /** Defined for x > lowerBound; −∞ when everywhere. */
  readonly lowerBound: number;
  readonly kinks: readonly Kink[];
  /** log of the value, as the line rate·x + shift; for exponential ψ only. */
  readonly logLine?: Line;
  /** log of the value with its first two derivatives, for a ψ that may be of exponential kind; not finite where it has none. */
  readonly logJet?: (x: number) => { readonly value: number; readonly slope: number; readonly bend: number };
  /** l ↦ f(eˡ) and its derivative f′(eˡ)·eˡ, computed without forming eˡ. */
  readonly ofExponent?: { readonly value: (l: number) => number; readonly derivative: (l: number) => number };
  /** Derivatives at eˡ, computed without forming eˡ where it would overflow or vanish. At a kink of order 2: from the right. */
  readonly onLogScale?: (l: number) => LogScaleSlopes;
}

const SMOOTH = { lowerBound: -Infinity, kinks: [] } as const;

/** x. */
export function linear(): ScalarFunction {
  return {
    ...SMOOTH,
    value: (x) => x,
    derivative: () => 1,
    secondDerivative: () => 0,
  };
}

/** exp(rate·x + shift). */
export function exponential(rate: number, shift = 0): ScalarFunction {
  const value = (x: number): number => Math.exp(rate * x + shift);
  return {
    ...SMOOTH,
    value,
    derivative: (x) => rate * value(x),
    secondDerivative: (x) => rate * (rate * value(x)),
    logLine: { rate, shift },
  };
}

/** scale·log(offset + x), for x > −offset. */
export function logarithm(scale: number, offset: number): ScalarFunction {
  const logOffset = Math.log(offset);
  return {
    value: (x) => (offset === 1 ? scale * Math.log1p(x) : scale * Math.log(offset + x)),
    derivative: (x) => scale / (offset + x),
    secondDerivative: (x) => -scale / (offset + x) / (offset + x),
    lowerBound: -offset,
    kinks: [],
    ofExponent: {
      value: (l) => scale * logAddExp(logOffset, l),
      derivative: (l) => scale * Math.exp(l - logAddExp(logOffset, l)),
    },
    onLogScale: (l) => {
      const share = logistic(l - logOffset);
      return { slope: scale * share, curvature: -scale * share ** 2, bend: scale * share * logistic(logOffset - l) };
    },
  };
}

/** [x + margin]₊. */
export function hinge(margin: number): ScalarFunction {
  return {
    value: (x) => Math.max(0, x + margin),
    derivative: (x) => (x + margin > 0 ? 1 : 0),
    secondDerivative: () => 0,
    lowerBound: -Infinity,
    kinks: [{ at: -margin, order: 1 }],
  };
}

/** 1 / (1 + exp(−steepness·x)). */
export function sigmoid(steepness: number): ScalarFunction {
  const both = (x: number): number => logistic(steepness * x) * logistic(-steepness * x);
  return {
    ...SMOOTH,
    value: (x) => logistic(steepness * x),
    derivative: (x) => steepness * both(x),
    // The square of a large steepness would overflow.
    secondDerivative: (x) => -(steepness * both(x)) * (steepness * Math.tanh((steepness * x) / 2)),
  };
}

/** [log x]₊², for x > 0: continuously differentiable, with a second derivative that jumps at 1. */
export function squaredPositiveLog(): ScalarFunction {
  return {
    value: (x) => Math.max(0, Math.log(x)) ** 2,
    derivative: (x) => (2 * Math.max(0, Math.log(x))) / x,
    secondDerivative: (x) => (x < 1 ? 0 : (2 * (1 - Math.log(x))) / x / x),
    lowerBound: 0,
    kinks: [{ at: 1, order: 2 }],
    ofExponent: { value: (l) => Math.max(0, l) ** 2, derivative: (l) => 2 * Math.max(0, l) },
    onLogScale: (l) =>
      l < 0 ? { slope: 0, curvature: 0, bend: 0 } : { slope: 2 * l, curvature: 2 * (1 - l), bend: 2 },
  };
}
