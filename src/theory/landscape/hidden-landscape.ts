/**
 * The energy as a function of the hidden layer alone, the top layer at its optimum: E*(W₁) = ½ λ_max(C_α[h(W₁x)]).
 *
 * Where λ_max is simple, E* has the gradient of E at W₂ = usᵀ (Danskin): s depends on W₁ but contributes nothing, since
 * it is optimal. For an orthogonal mixture f₁ = [W₁]₊x exactly, so C_α[f₁] = [W₁]₊ C [W₁]₊ᵀ with C = C_α[x], and row k of
 * the gradient is s_k y on the open gates, y = C [W₁]₊ᵀ s.
 */
import { energyGradient } from '../losses/energy.js';
import { contrastiveCovariance } from '../losses/contrastive-covariance.js';
import { add, at, generate, map, norm, type Matrix } from '../algebra/matrix.js';
import { multiply, multiplyTransposed } from '../algebra/multiply.js';
import { hiddenCovariance, type Sample } from '../networks/gated-dynamics.js';
import { twoLayerForward, twoLayerGradient, type ActivationName, type TwoLayer } from '../networks/two-layer.js';

/** The energy of a hidden layer whose second layer is at its optimum, and its gradient. */
export interface HiddenLandscape {
  /** Returns C_α[f₁], [K, K]. @param first W₁, [K, d] */
  readonly covariance: (first: Matrix) => Matrix;
  /** Returns ∂E/∂W₁ at W₂ = usᵀ, [K, d]. @param direction s, [K] */
  readonly gradient: (first: Matrix, direction: Float64Array) => Matrix;
  /** Projects W₁ on the set that it is kept in, before normalisation. */
  readonly confined: (first: Matrix) => Matrix;
  /** The unit of gradients, ‖C_α[x]‖_F. */
  readonly scale: number;
}

/**
 * Makes the landscape of samples, with the gradient by back-propagation.
 *
 * @throws InvalidInput as `contrastiveCovariance`
 * @example
 * const views = { x: fromNested([[0], [2]]), xPrime: fromNested([[1], [2]]) };
 * const landscape = sampleLandscape({ alpha: fromNested([[0, 1], [0, 0]]), ...views }, 'relu');
 * landscape.covariance(fromNested([[0.5]])); // [[0.75]] = [[0.5 ** 2 * 3]]
 */
export function sampleLandscape(sample: Sample, activation: ActivationName): HiddenLandscape {
  const { alpha, x, xPrime } = sample;
  return {
    covariance: (first) => hiddenCovariance(sample, activation, first),
    gradient: (first, direction) => {
      const second = { rows: 1, columns: direction.length, data: direction };
      const network: TwoLayer = { activation, first, second };
      const ascent = energyGradient(alpha, twoLayerForward(network, x), twoLayerForward(network, xPrime));
      return add(twoLayerGradient(network, x, ascent.z).first, twoLayerGradient(network, xPrime, ascent.zPrime).first);
    },
    confined: (first) => first,
    scale: norm(contrastiveCovariance(alpha, x, xPrime)),
  };
}

/**
 * The rule by which a weight w_kl lets component l through.
 *
 * - `linear`: always.
 * - `relu`: where w_kl > 0. The flow of this gradient never opens a closed gate.
 * - `non-negative`: W₁ is kept ≥ 0, which loses nothing, and a gate at 0 opens where that raises the energy. A row without a
 *   positive weight becomes 0: a dead neuron, s_k = 0.
 */
export type Gates = 'linear' | 'relu' | 'non-negative';

/**
 * Makes the landscape of an orthogonal mixture.
 *
 * @param covariance C = C_α[x], [M, M]
 * @example
 * const C = fromNested([[4, 0], [0, 1]]);
 * mixtureLandscape(C, 'relu').covariance(fromNested([[1, -1]])); // [[4]]
 * mixtureLandscape(C, 'linear').covariance(fromNested([[1, -1]])); // [[5]]
 */
export function mixtureLandscape(covariance: Matrix, gates: Gates): HiddenLandscape {
  const passed = (first: Matrix): Matrix => (gates === 'linear' ? first : positivePart(first));
  return {
    covariance: (first) => {
      const open = passed(first);
      return multiplyTransposed(multiply(open, covariance), open);
    },
    gradient: (first, direction) => {
      const y = pullOf(covariance, passed(first), direction);
      return generate(first.rows, first.columns, (k, l) => {
        const slope = (direction[k] as number) * (y[l] as number);
        return isOpen(gates, at(first, k, l), slope) ? slope : 0;
      });
    },
    confined: (first) => (gates === 'non-negative' ? positivePart(first) : first),
    scale: norm(covariance),
  };
}

/** Returns y = C Gᵀ s, [M], the response of the energy to each component. @param open G = [W₁]₊, [K, M] */
export function pullOf(covariance: Matrix, open: Matrix, direction: Float64Array): Float64Array {
  return multiply({ rows: 1, columns: direction.length, data: direction }, multiply(open, covariance)).data;
}

/** Returns [W]₊. */
export function positivePart(first: Matrix): Matrix {
  return map(first, (entry) => Math.max(0, entry));
}

function isOpen(gates: Gates, weight: number, slope: number): boolean {
  if (gates === 'linear' || weight > 0) return true;
  return gates === 'non-negative' && slope > 0;
}
