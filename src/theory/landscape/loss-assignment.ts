/**
 * Assignments of ReLU neurons to components under the loss itself, whose α moves with the network, W₂ fixed.
 *
 * On an orthogonal mixture let w_k = e_{m(k)}, z = W₂[W₁x]₊ and G = W₂ᵀW₂ W₁ C, [K, M], C = C_α[x] with the α of this point. By
 * Theorem 1 a change of the representation, δz, changes −L by ⟨∂E_α/∂z, δz⟩ + O(‖δz‖²), α held fixed. Hence, under ‖w_k‖ = 1:
 *
 * - a gate that opens, w_kl = t > 0, changes z in order t and −L with slope G_kl;
 * - a gate that closes, w_kl = −t, only shrinks f_k by ½t² of itself: −L changes by −½G_{k m(k)}t², of first order in δz still.
 *
 * So all G_kl < 0 for l ≠ m(k) and all G_{k m(k)} > 0 make a strict local maximum of −L: with u⁺ and u⁻ the open and closed
 * parts of a small step, ‖δz‖ = O(‖u⁺‖ + ‖u⁻‖²), and −L falls by c(‖u⁺‖ + ‖u⁻‖²) at least. One entry of the other sign is an
 * ascent direction. How α moves with the network enters only where G has a zero.
 *
 * For W₂ = usᵀ, G_kl = s_k y_l with y = C W₁ᵀs. At a strict maximum s_k has the sign of y_{m(k)} and, for every other l, not that of
 * y_l: on a component with a neuron, y differs in sign from y everywhere else. Of three components no two pairs can do so
 * at once: all neurons are on one component, or on both of M = 2.
 */
import { contrastiveCovariance } from '../losses/contrastive-covariance.js';
import type { Matrix, Rows } from '../algebra/matrix.js';
import { multiply, transposedMultiply } from '../algebra/multiply.js';
import { hiddenFeatures } from '../networks/gated-dynamics.js';
import { assignedRows } from '../networks/orthogonal-mixture.js';
import { twoLayerForward } from '../networks/two-layer.js';

/** Views of an orthogonal mixture, an assignment of neurons to its components, and the second layer. */
export interface AssignedPoint {
  /** First views of an orthogonal mixture, [N, M]. */
  readonly x: Rows;
  /** Second views, [N, M]. */
  readonly xPrime: Rows;
  /** m(k), from 0 to M − 1. */
  readonly assignment: readonly number[];
  /** W₂, [m, K]. */
  readonly second: Matrix;
}

/** The stability of an assignment under a loss. */
export interface JudgedAssignment {
  /** G, [K, M]. */
  readonly pull: Matrix;
  /** `undecided`: an entry of G is 0 and none has the sign of an ascent direction. */
  readonly stability: 'maximum' | 'ascent' | 'undecided';
}

/**
 * Decides if an assignment of neurons to components is a strict local maximum of −L.
 *
 * @param importance α of the representation: (z, z′) ↦ [N, N]
 * @throws InvalidInput as `contrastiveCovariance`, or where the importance refuses z
 * @example
 * const { x, xPrime } = mixtureViews({ components: 2, component: [0, 1], magnitude: [2, 2], magnitudePrime: [2, 1] });
 * const ones = () => fromNested([[0, 1], [1, 0]]);
 * lossAssignment(ones, { x, xPrime, assignment: [0], second: identity(1) }); // { pull: [[8, -8]], stability: 'maximum' }
 */
export function lossAssignment(
  importance: (z: Rows, zPrime: Rows) => Matrix,
  { x, xPrime, assignment, second }: AssignedPoint,
): JudgedAssignment {
  const first = assignedRows(assignment, x.columns);
  const network = { activation: 'relu', first, second } as const;
  const alpha = importance(twoLayerForward(network, x), twoLayerForward(network, xPrime));
  const pull = multiply(transposedMultiply(second, second), crossCovariance(alpha, x, xPrime, first));
  return { pull, stability: stabilityOf(pull, assignment) };
}

/** Returns C_α[f₁, x] = W₁C, [K, M]. */
function crossCovariance(alpha: Matrix, x: Rows, xPrime: Rows, first: Matrix): Matrix {
  const [f, fPrime] = [hiddenFeatures('relu', first, x), hiddenFeatures('relu', first, xPrime)];
  return contrastiveCovariance(alpha, f, fPrime, x, xPrime);
}

function stabilityOf(pull: Matrix, assignment: readonly number[]): JudgedAssignment['stability'] {
  // With one component there is nowhere to turn to: what a gate would gain does not count.
  if (pull.columns === 1) return 'maximum';
  const rises = pull.data.map((entry, index) => {
    const [k, l] = [Math.floor(index / pull.columns), index % pull.columns];
    return assignment[k] === l ? -entry : entry;
  });
  if (rises.some((slope) => slope > 0)) return 'ascent';
  return rises.every((slope) => slope < 0) ? 'maximum' : 'undecided';
}
