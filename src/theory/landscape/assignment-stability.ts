/**
 * Decides which assignments of ReLU neurons to components are local maxima.
 *
 * For an orthogonal mixture every W₁ with rows w_k = e_{m(k)} is a fixed point of the flow under ‖w_k‖ = 1. Perturb row k by
 * tδe_l, l ≠ m(k). Into an open gate (δ > 0) the slope of E* is g_kl = s_k y_l with y = Cσ, σ_m = Σ_{k: m(k)=m} s_k; into a
 * closed gate (δ < 0) the row only shrinks, E* falls by ½λs_k²t². With λ = λ_max(C_α[f₁]) > 0:
 *
 * - λ repeated, some s_k = 0, or some g_kl > 0: there is an ascent direction.
 *   (On covered l, y_l = λs_{k*} for m(k*) = l. If s_k = 0 then s_{k*} ≠ 0 for some k*, and second-order perturbation of λ
 *   gives t²Σ_j (r_jk y_l)²/(λ − λ_j) > 0 over the other eigenvectors r_j. If λ is repeated, let P project on its
 *   eigenspace: moving k towards m(k*) has the slope ½λ(⟨Pe_k, Pe_{k*}⟩ + ‖Pe_k‖‖Pe_{k*}‖), 0 only if the two are
 *   antiparallel or one is 0, and vectors that are so in all pairs span one dimension at most.)
 * - all g_kl < 0: a strict local maximum.
 *   (Open parts of a small step cost c‖[u]₊‖₁ to first order, closed parts ½λ Σ s_k²‖u_k‖² to second.)
 * - otherwise some y_l = 0 on an uncovered l: the second order decides.
 */
import { generate, type Matrix } from '../algebra/matrix.js';
import { assignedRows } from '../networks/orthogonal-mixture.js';
import { mixtureLandscape, pullOf } from './hidden-landscape.js';
import { optimalTopLayer, type TopLayer } from './top-layer.js';

/**
 * The stability of an assignment. `outside`: λ ≤ 0, which the theorem does not cover. `undecided`: some y_l = 0 and no slope is
 * positive.
 */
export type Stability = 'maximum' | 'ascent' | 'undecided' | 'outside';

/** The stability of an assignment of neurons to components, with the slopes and the top layer that show it. */
export interface AssignmentStability {
  readonly stability: Stability;
  /** g_kl, [K, M]: one-sided slope of E* where w_kl opens; 0 at l = m(k). */
  readonly slopes: Matrix;
  readonly top: TopLayer;
}

/** Share of λ (or of 1, for s) below which a number counts as 0: the eigenvectors of C carry half of the digits at least. */
const ZERO = 1e-8;

/**
 * Decides if an assignment of neurons to components is a local maximum.
 *
 * @param covariance C = C_α[x] of an orthogonal mixture, [M, M]
 * @param assignment m(k), from 0 to M − 1
 * @throws InvalidInput as `symmetricEigen`
 * @example
 * assignmentStability(fromNested([[2, -1], [-1, 2]]), [0]).stability; // 'maximum'
 * assignmentStability(fromNested([[2, 1], [1, 2]]), [0]).slopes; // [[0, 1]]
 */
export function assignmentStability(covariance: Matrix, assignment: readonly number[]): AssignmentStability {
  const first = assignedRows(assignment, covariance.rows);
  const top = optimalTopLayer(mixtureLandscape(covariance, 'relu').covariance(first));
  const pull = pullOf(covariance, first, top.direction);
  const slopes = generate(first.rows, covariance.rows, (k, l) =>
    assignment[k] === l ? 0 : (top.direction[k] as number) * (pull[l] as number),
  );
  return { stability: stabilityOf(top, slopes, assignment), slopes, top };
}

function stabilityOf(top: TopLayer, slopes: Matrix, assignment: readonly number[]): Stability {
  const { direction, value, gap } = top;
  if (!(value > 0)) return 'outside';
  if (gap <= ZERO * value || direction.some((entry) => Math.abs(entry) <= ZERO)) return 'ascent';
  const away = [...slopes.data.keys()].filter((k) => assignment[Math.floor(k / slopes.columns)] !== k % slopes.columns);
  const highest = Math.max(-Infinity, ...away.map((k) => slopes.data[k] as number));
  if (highest > ZERO * value) return 'ascent';
  return highest < -ZERO * value ? 'maximum' : 'undecided';
}

/**
 * Counts the distinct components with a neuron on them: the rank of W₁.
 *
 * @example
 * coveredComponents([0, 0, 2]); // 2
 */
export function coveredComponents(assignment: readonly number[]): number {
  return new Set(assignment).size;
}
