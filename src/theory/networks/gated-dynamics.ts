/**
 * The hidden layer of a two-layer network under the contrastive covariance.
 *
 * For homogeneous h, h(x) = h′(x)x, a hidden unit is linear in its gated input: f_k = w_kᵀ x̃_k with x̃_k = x·h′(w_kᵀx).
 * With A = W₂ᵀW₂ the energy is E = ½ tr(A C_α[f]) = ½ Σ_{kk'} A_{kk'} w_kᵀ C_α[x̃_k, x̃_{k'}] w_{k'}, and where no gate is
 * at its corner
 *
 *   ∂E/∂w_k = Σ_{k'} A_{kk'} C_α[x̃_k, x̃_{k'}] w_{k'},
 *
 * the dynamics of Tian (2022); A = ssᵀ for the top layer W₂ = usᵀ at its optimum.
 */
import { contrastiveCovariance } from '../losses/contrastive-covariance.js';
import { at, generate, identity, row, zeros, type Matrix, type Rows } from '../algebra/matrix.js';
import { multiplyTransposed } from '../algebra/multiply.js';
import { ACTIVATIONS, twoLayerForward, type ActivationName } from './two-layer.js';

/** Two views of N samples with their pairwise importance. */
export interface Sample {
  /** αᵢⱼ, [N, N] with a zero diagonal. */
  readonly alpha: Matrix;
  /** First views, [N, d]. */
  readonly x: Rows;
  /** Second views, [N, d]. */
  readonly xPrime: Rows;
}

/**
 * Returns f₁ = h(W₁x), [N, K].
 *
 * @param first W₁, [K, d]
 * @param x [N, d]
 * @example
 * hiddenFeatures('relu', fromNested([[1], [-1]]), fromNested([[3], [-2]])); // [[3, 0], [0, 2]]
 */
export function hiddenFeatures(activation: ActivationName, first: Matrix, x: Rows): Rows {
  return twoLayerForward({ activation, first, second: identity(first.rows) }, x);
}

/**
 * Returns C_α[f₁], [K, K].
 *
 * @param first W₁, [K, d]
 * @throws InvalidInput as `contrastiveCovariance`
 * @example
 * const views = { x: fromNested([[0], [2]]), xPrime: fromNested([[1], [2]]) };
 * hiddenCovariance({ alpha: fromNested([[0, 1], [0, 0]]), ...views }, 'relu', fromNested([[1], [-1]])); // [[3, 0], [0, 0]]
 */
export function hiddenCovariance({ alpha, x, xPrime }: Sample, activation: ActivationName, first: Matrix): Matrix {
  return contrastiveCovariance(alpha, hiddenFeatures(activation, first, x), hiddenFeatures(activation, first, xPrime));
}

/**
 * Returns ∂E/∂W₁ by the gated covariances, [K, d]; right for homogeneous h only.
 *
 * @param first W₁, [K, d]
 * @param gram W₂ᵀW₂, [K, K]
 * @throws InvalidInput as `contrastiveCovariance`
 * @example
 * const views = { x: fromNested([[0], [2]]), xPrime: fromNested([[1], [2]]) };
 * gatedGradient({ alpha: fromNested([[0, 1], [0, 0]]), ...views }, 'relu', fromNested([[0.5]]), identity(1)); // [[1.5]]
 */
export function gatedGradient(
  { alpha, x, xPrime }: Sample,
  activation: ActivationName,
  first: Matrix,
  gram: Matrix,
): Matrix {
  const gradient = zeros(first.rows, first.columns);
  const gates = Array.from({ length: first.rows }, (_, k) => ({
    x: gatedInput(activation, row(first, k), x),
    xPrime: gatedInput(activation, row(first, k), xPrime),
  }));
  gates.forEach((own, k) => {
    const into = row(gradient, k);
    gates.forEach((other, l) => {
      const covariance = contrastiveCovariance(alpha, own.x, own.xPrime, other.x, other.xPrime);
      for (let p = 0; p < into.length; p++) {
        let pull = 0;
        for (let q = 0; q < into.length; q++) pull += at(covariance, p, q) * at(first, l, q);
        into[p] = (into[p] as number) + at(gram, k, l) * pull;
      }
    });
  });
  return gradient;
}

/** Returns x̃ = x·h′(wᵀx), [N, d]: sample i stays where its gate is open and becomes 0 where it is closed. */
export function gatedInput(activation: ActivationName, w: Float64Array, x: Rows): Rows {
  const { derivative } = ACTIVATIONS[activation];
  const before = multiplyTransposed(x, { rows: 1, columns: w.length, data: w });
  return generate(x.rows, x.columns, (i, j) => derivative(at(before, i, 0)) * at(x, i, j));
}

/** Returns vvᵀ. */
export function outer(v: Float64Array): Matrix {
  return generate(v.length, v.length, (i, j) => (v[i] as number) * (v[j] as number));
}
