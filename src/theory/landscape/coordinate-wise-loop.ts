/**
 * The coordinate-wise loop for the linear encoder z = Wx with ‖W‖_F = 1: the players of
 *
 *   max over W, min over α of J(W, α) = E_α(W) + Σᵢ F*(αᵢ)
 *
 * move in turn. The min player answers with α = ∇F(x) of margins x, the max player with the top eigenvector of C_α[x].
 *
 * Margins are linear in M = WᵀW, and L is convex in them where F is, so that over M ⪰ 0, tr M = 1 the game has a saddle
 * point. For every W and α = α(W)
 *
 *   L(W) − min L ≤ gap(W) = ½λ_max(C_α) − E_α(W),
 *
 * and the loop stands still exactly where the gap is 0: in a saddle point, and a global minimum of L. The exact loop need
 * not get there. With a min player that follows only a part ηₖ = 2/(k + 2) of the way (mirror ascent with F* as mirror
 * map: margins are averaged) the loop is the method of Frank and Wolfe (1956) on L(M), and the gap falls to 0 like 1/k.
 */
import { requireChoice, requireNotNegative, requirePositive, requireWhole } from '../../base/option-checks.js';
import { contrastiveCovariance } from '../losses/contrastive-covariance.js';
import { add, at, generate, inner, map, type Matrix } from '../algebra/matrix.js';
import { symmetricEigen } from '../algebra/decompositions.js';
import { multiply, multiplyTransposed } from '../algebra/multiply.js';
import { importanceOfMargins, lossOfMargins, type Loss } from '../losses/loss.js';
import { pairMargins } from '../losses/pair-margins.js';
import { unitNorm } from '../networks/deep-linear.js';
import { onSphere, type InputViews } from './joint-descent.js';

/** The options of the loop: each player's answer, and the end of the loop. */
export interface LoopOptions {
  /** `exact`: the top eigenvector as the only row; or W + step·∂E/∂W, scaled back to norm 1. Default `exact`. */
  readonly maxPlayer?: 'exact' | { readonly step: number };
  /** `exact`: α of the last W; `averaged`: a part 2/(k + 2) of the way to it. Default `exact`. */
  readonly minPlayer?: 'exact' | 'averaged';
  /** Stop when the gap is at most this times Σα|x| + |½λ_max|. Default 1e-12. */
  readonly tolerance?: number;
  /** Most rounds, ≥ 1. Default 200. */
  readonly rounds?: number;
}

/** One turn of each player. */
export interface Round {
  /** W whose margins the min player saw last, [m, d]. */
  readonly encoder: Matrix;
  /** L at the margins that the min player answers. */
  readonly loss: number;
  /** ½λ_max(C_α) − E_α there: how far L lies above its minimum, at most. */
  readonly gap: number;
}

/** The rounds of the loop, and its end. */
export interface Loop {
  readonly rounds: readonly Round[];
  /** α of the last round, [N, N]. */
  readonly alpha: Matrix;
  /** True if the gap closed: W and α answer each other. */
  readonly stopped: boolean;
}

/**
 * Plays the loop until the gap closes or the rounds run out.
 *
 * @param start W, [m, d], not zero; it is scaled to ‖W‖_F = 1 first
 * @throws InvalidInput as `pairMargins`, when the start is zero, or an option is out of range
 * @example
 * const views = { x: fromNested([[1, 0], [-1, 0]]), xPrime: fromNested([[1, 1], [-1, -1]]) };
 * const { rounds, stopped } = coordinateWiseLoop(namedLoss('infonce'), views, fromNested([[0.6, 0.8]]));
 * rounds.at(-1)?.loss; // 0.01815 = Math.log1p(Math.exp(-4))
 * stopped; // true
 */
export function coordinateWiseLoop(loss: Loss, views: InputViews, start: Matrix, options: LoopOptions = {}): Loop {
  const { maxPlayer = 'exact', minPlayer = 'exact', tolerance = 1e-12, rounds: most = 200 } = options;
  if (typeof maxPlayer === 'object' && maxPlayer !== null) requirePositive('maxPlayer.step', maxPlayer.step);
  else requireChoice('maxPlayer', maxPlayer, ['exact']);
  requireChoice('minPlayer', minPlayer, ['exact', 'averaged']);
  requireNotNegative('tolerance', tolerance);
  requireWhole('rounds', most, 1);
  let encoder = onSphere(start);
  let margins = marginsOf(views, encoder);
  const rounds: Round[] = [];
  for (let k = 0; ; k++) {
    const alpha = importanceOfMargins(loss, margins);
    const covariance = contrastiveCovariance(alpha, views.x, views.xPrime);
    const { values, vectors } = symmetricEigen(covariance);
    const energy = -inner(alpha, margins);
    const top = (values[0] ?? 0) / 2;
    const gap = top - energy;
    rounds.push({ encoder, loss: lossOfMargins(loss, margins), gap });
    const scale = Math.abs(top) + inner(alpha, map(margins, Math.abs));
    const stopped = gap <= tolerance * scale;
    if (stopped || k + 1 >= most) return { rounds, alpha, stopped };
    encoder = maxPlayer === 'exact' ? firstColumn(vectors) : climbed(encoder, covariance, maxPlayer.step);
    margins = towards(margins, marginsOf(views, encoder), minPlayer === 'exact' ? 1 : 2 / (k + 2));
  }
}

/** Returns the margins xᵢⱼ of z = Wx, [N, N]. */
export function marginsOf({ x, xPrime }: InputViews, encoder: Matrix): Matrix {
  return pairMargins(multiplyTransposed(x, encoder), multiplyTransposed(xPrime, encoder));
}

function climbed(encoder: Matrix, covariance: Matrix, step: number): Matrix {
  return unitNorm(add(encoder, multiply(encoder, covariance), step));
}

/** Returns the first column, a unit vector, as an encoder with one row. */
function firstColumn(vectors: Matrix): Matrix {
  return generate(1, vectors.rows, (_, j) => at(vectors, j, 0));
}

/** Returns (1 − share)·from + share·to; the end itself for share 1. */
function towards(from: Matrix, to: Matrix, share: number): Matrix {
  return share === 1 ? to : add(from, add(to, from, -1), share);
}
