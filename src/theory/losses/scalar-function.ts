/**
 * The functions of one variable that losses are made of: φ and ψ of the family L = Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ)).
 *
 * Each gives its exact value and first two derivatives, where it is defined, and where a derivative jumps. A ψ of
 * exponential kind also gives log ψ, and a φ that can follow it gives φ(eˡ) and its derivatives: with both, no sum ξ is ever
 * formed, so temperature 0.01 and ξ far beyond 1e300 stay finite.
 */
import type { Line } from '../algebra/log-sum-exp.js';
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
