/**
 * The largest energy of a two-layer ReLU network under ‖W₁‖_F = ‖s‖ = 1 on an orthogonal mixture.
 *
 * Its output is a multiple of pᵀx with p = [W₁]ᵀ₊s, and E = ½pᵀCp. Split s by sign: p = P − Q with P, Q ≥ 0 and, by
 * Cauchy-Schwarz, ‖P‖ + ‖Q‖ ≤ ‖s₊‖‖W₊‖ + ‖s₋‖‖W₋‖ ≤ 1. Parts common to P and Q only lengthen both, so with two neurons or more
 * the attainable p are exactly those of gauge γ(p) = ‖p₊‖ + ‖p₋‖ ≤ 1, and
 *
 *   max E* = ½ max_{γ(p) ≤ 1} pᵀCp,
 *
 * which is 0, at p = 0, where no pᵀCp is positive. The linear network has ‖p‖ ≤ γ(p) in the place of γ.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { at, generate, norm, type Matrix } from '../algebra/matrix.js';

/**
 * Returns γ(p) = ‖p₊‖ + ‖p₋‖.
 *
 * @example
 * signedGauge(Float64Array.of(3, 4, -2)); // 7
 */
export function signedGauge(p: Float64Array): number {
  return norm(positive(p)) + norm(positive(p, -1));
}

/**
 * Returns W₁ of norm 1 whose E* is at least ½pᵀCp/γ(p)²: one neuron takes the positive part of p, another the negative, [K, M].
 *
 * @param neurons K ≥ 2, or ≥ 1 where p has one sign
 * @throws InvalidInput when p is 0 or there are too few neurons
 * @example
 * signedPair(Float64Array.of(0.36, -0.64), 2); // [[0.6, 0], [0, 0.8]]
 */
export function signedPair(p: Float64Array, neurons: number): Matrix {
  const parts = [positive(p), positive(p, -1)].filter((part) => norm(part) > 0);
  if (parts.length === 0 || neurons < parts.length) {
    throw new InvalidInput(`${neurons} neurons for ${parts.length} signs of p: give at least one a sign, and p ≠ 0`);
  }
  const gauge = signedGauge(p);
  return generate(neurons, p.length, (k, l) => {
    const part = parts[k];
    // √ρ times the unit vector of the part, ρ = ‖part‖/γ, is part / √(‖part‖γ).
    return part === undefined ? 0 : (part[l] as number) / Math.sqrt(norm(part) * gauge);
  });
}

/** The largest pᵀCp over γ(p) = 1 with p on one component or two, and that p. */
export interface PairOptimum {
  readonly value: number;
  readonly p: Float64Array;
}

/**
 * Finds the best p on one component, or on two with opposite signs: ρ²C_ll + (1−ρ)²C_mm + 2ρ(1−ρ)|C_lm| has its maximum
 * inside 0 < ρ < 1 just where |C_lm| > max(C_ll, C_mm). It is the optimum for M ≤ 2, and wherever C ⪰ 0, where
 * |P̂ᵀCQ̂| ≤ max(P̂ᵀCP̂, Q̂ᵀCQ̂) ≤ max_m C_mm lets no pair win.
 *
 * @param covariance C_α[x], [M, M], off-diagonal entries ≤ 0
 * @example
 * pairOptimum(fromNested([[1, -2], [-2, 1]])); // { value: 1.5, p: [0.5, -0.5] }
 * pairOptimum(fromNested([[3, -2], [-2, 1]])); // { value: 3, p: [1, 0] }
 */
export function pairOptimum(covariance: Matrix): PairOptimum {
  const M = covariance.rows;
  let best: PairOptimum = { value: -Infinity, p: new Float64Array(M) };
  for (let l = 0; l < M; l++) {
    for (let m = l; m < M; m++) {
      const [own, other, between] = [at(covariance, l, l), at(covariance, m, m), -at(covariance, l, m)];
      const inside = l !== m && between > Math.max(own, other);
      if (l !== m && !inside) continue;
      const share = inside ? (between - other) / (2 * between - own - other) : 1;
      const value = inside ? (between ** 2 - own * other) / (2 * between - own - other) : own;
      const p = Float64Array.from({ length: M }, (_, n) => (n === l ? share : n === m ? share - 1 : 0));
      if (value > best.value) best = { value, p };
    }
  }
  return best;
}

function positive(p: Float64Array, sign: 1 | -1 = 1): Float64Array {
  return p.map((entry) => Math.max(0, sign * entry));
}
