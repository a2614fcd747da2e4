/**
 * The convex conjugate F*(α) = sup_x αᵀx − F(x) of a loss as a function: what the min player pays for its weights.
 *
 * For one anchor with margins xⱼ = d²ᵢ − d²ᵢⱼ let F(x) = φ(Σⱼ ψ(xⱼ)). Where F is convex, α = ∇F(x) maximises
 * αᵀx − F*(α), so the importance is the best response in max over θ, min over α of E_α(θ) + Σᵢ F*(αᵢ): the regulariser
 * of Theorem 2 is R = −F*.
 */
import type { Loss } from '../losses/loss.js';
import { lossExpressions } from './loss-expressions.js';
import type { ConstraintSet } from './regulariser-form.js';
import { regulariser } from './regulariser.js';

/** F* with its gradient, for one anchor with n negatives. */
export interface Conjugate {
  /** The set of weights on which F* is finite. */
  readonly set: ConstraintSet<number>;
  /** Computes F*(α), [n]; infinite for α beyond doubt outside the set, since a sum misses its bound by rounding. */
  readonly value: (alpha: Float64Array) => number;
  /** Computes ∇F*(α), [n], inside the set, where every α > 0; up to a constant where the sum is given. */
  readonly gradient: (alpha: Float64Array) => Float64Array;
}

/**
 * Returns F* of a loss that is made of formulae, where it has a closed form.
 *
 * With ψ(x) = exp(kx + m), F is a function G of log Σ exp(kxⱼ + m), and F*(α) = (1/k) Σ α log(α/S) − (m/k) S + G*(S/k) with
 * S = Σα: the entropy of Theorem 2 for the shares, and G* for the total, which Theorem 2 takes as given.
 *
 * @returns undefined where F is not convex, so that there is no min player, or F* has no closed form that is known
 * @example
 * const conjugate = conjugateOf(namedLoss('infonce', { temperature: 0.5, epsilon: 0 }));
 * conjugate?.set; // { kind: 'sum-equals', bound: 1 }
 * conjugate?.value(Float64Array.of(0.5, 0.5)); // -0.3466 = -0.5 * Math.log(2)
 */
export function conjugateOf({ formulae }: Loss): Conjugate | undefined {
  if (formulae === undefined) return undefined;
  const { conjugate } = regulariser(lossExpressions(formulae, formulae.parameters));
  if (conjugate === undefined) return undefined;
  const { set, value, gradient } = conjugate;
  return { set, value: (alpha) => (isOutside(set, alpha) ? Infinity : value(alpha)), gradient };
}

/** Rounding that α and a sum of n of them carry: relative errors far above any correct computation's. */
const ROUNDING = 1e-9;

function isOutside(set: ConstraintSet<number>, alpha: Float64Array): boolean {
  if (!alpha.every((weight) => weight >= 0)) return true;
  if (set.kind === 'orthant') return false;
  const [bound, slack] = [set.bound, ROUNDING * set.bound];
  switch (set.kind) {
    case 'sum-equals':
      return Math.abs(sum(alpha) - bound) > slack;
    case 'sum-at-most':
      return sum(alpha) > bound + slack;
    case 'each-at-most':
      return alpha.some((weight) => weight > bound + slack);
    case 'each-equals':
      return alpha.some((weight) => Math.abs(weight - bound) > slack);
  }
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}
