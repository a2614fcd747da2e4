/**
 * Tangent directions along which E curves upwards, at critical points with λ_max(C) > 0 that are no maxima.
 *
 * - aligned stack, some λⱼ > λᵢ with i ∈ S, j ∉ S: H₁ = v_i^{(1)} uⱼᵀ, curvature 2E(λⱼ/λᵢ − 1) > 0
 * - aligned stack of rank ≥ 2 with E > 0: H_l = F_l diag(h) F_{l−1}ᵀ in every layer with h ⟂ σ, curvature 4E L(L − 1)‖h‖²
 * - E = 0 and A = W_L ⋯ W₂ ≠ 0 (or L = 1): H₁ = Aᵀz u₁ᵀ, curvature λ_max ‖AAᵀz‖²; tangent because P u₁ = 0
 */
import { at, generate, norm, zeros, type Matrix } from '../algebra/matrix.js';
import { multiplyTransposed, transposedMultiply } from '../algebra/multiply.js';
import { productOf, type Layers } from '../networks/deep-linear.js';
import { alignedStack } from './aligned-stacks.js';

/**
 * Turns the input of direction i of an aligned stack towards another eigenvector.
 *
 * @param frames F₀ … F_L as for alignedStack
 * @param i column of the frames
 * @param towards unit eigenvector orthogonal to F₀, [d]
 */
export function inputTurn(frames: readonly Matrix[], i: number, towards: Float64Array): Layers {
  const first = frames[1] as Matrix;
  return frames
    .slice(1)
    .map((frame, l) =>
      l === 0
        ? generate(frame.rows, towards.length, (a, b) => at(first, a, i) * (towards[b] as number))
        : zeros(frame.rows, (frames[l] as Matrix).rows),
    );
}

/** Moves weight between the first two directions of an aligned stack of rank ≥ 2, in every layer alike. */
export function weightShift(frames: readonly Matrix[], singularValues: Float64Array): Layers {
  const [first = 0, second = 0] = singularValues;
  const length = Math.hypot(first, second);
  const shift = singularValues.map((_, i) => (i === 0 ? second / length : i === 1 ? -first / length : 0));
  return alignedStack(frames, shift);
}

/**
 * Returns H₁ = Aᵀz u₁ᵀ, of norm 1, at a critical point with E = 0, with Aᵀz along the longest row of A = W_L ⋯ W₂; zero where A
 * vanishes.
 */
export function reawakening(layers: Layers, top: Float64Array): Layers {
  const [first, ...rest] = layers;
  const above = productOf(rest, (first as Matrix).rows);
  const gram = multiplyTransposed(above, above);
  const rows = Array.from({ length: gram.rows }, (_, k) => k);
  const z = rows.reduce((best, k) => (at(gram, k, k) > at(gram, best, best) ? k : best), 0);
  const pulled = transposedMultiply(
    above,
    generate(above.rows, 1, (k) => (k === z ? 1 : 0)),
  ).data;
  const length = norm(pulled) || 1;
  return layers.map((layer, l) =>
    l === 0
      ? generate(layer.rows, layer.columns, (a, b) => ((pulled[a] as number) / length) * (top[b] as number))
      : zeros(layer.rows, layer.columns),
  );
}
