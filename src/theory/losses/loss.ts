/**
 * A loss of the family L_{φ,ψ} = Σᵢ φ(ξᵢ), ξᵢ = Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ) (eq. 1), its gradient, and the pairwise
 * importance αᵢⱼ = φ′(ξᵢ) ψ′(d²ᵢ − d²ᵢⱼ) that turns it into a game.
 */
import { negated, trustedEnergyGradient, type ViewGradients } from './energy.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { row, zeros, type Matrix, type Rows } from '../algebra/matrix.js';
import { logSumExpOfLine, softmaxOfLine } from '../algebra/log-sum-exp.js';
import { pairMargins } from './pair-margins.js';
import type { LossFormulae } from './loss-formulae.js';
import type { ScalarFunction } from './scalar-function.js';

/** A loss of the family, L = Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ)). */
export interface Loss {
  readonly name: string;
  readonly title: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly phi: ScalarFunction;
  readonly psi: ScalarFunction;
  /** The formulae that it was made of, with a value for each of their symbols. */
  readonly formulae?: Required<LossFormulae>;
}

/**
 * Computes L_{φ,ψ} of two views (eq. 1).
 *
 * @param z first views, [N, d]
 * @param zPrime second views, [N, d]
 * @throws InvalidInput as `pairMargins`; when the loss is not defined there or exceeds the largest double
 * @example
 * const [z, zPrime] = [fromNested([[0], [2]]), fromNested([[1], [2]])];
 * lossValue(namedLoss('infonce', { temperature: 0.5 }), z, zPrime); // 0.03337 = (Math.log1p(Math.exp(-3)) + Math.log1p(Math.exp(-4))) / 2
 */
export function lossValue(loss: Loss, z: Rows, zPrime: Rows): number {
  const sum = lossOfMargins(loss, pairMargins(z, zPrime));
  if (!Number.isFinite(sum)) {
    throw new InvalidInput(`${loss.name} is ${sum} for these views: scale them down or change its parameters`);
  }
  return sum;
}

/**
 * Computes αᵢⱼ, [N, N] with a zero diagonal; ≥ 0 because φ and ψ increase. On a corner of ψ the left derivative counts.
 *
 * @throws InvalidInput as `pairMargins`
 * @example
 * const [z, zPrime] = [fromNested([[0], [2]]), fromNested([[1], [2]])];
 * const alpha = pairwiseImportance(namedLoss('infonce', { temperature: 0.5 }), z, zPrime); // [[0, 0.04743], [0.01799, 0]]
 * at(alpha, 0, 1); // 0.04743 = 1 / (1 + Math.exp(3))
 */
export function pairwiseImportance(loss: Loss, z: Rows, zPrime: Rows): Matrix {
  return importanceOfMargins(loss, pairMargins(z, zPrime));
}

/**
 * Computes L_{φ,ψ} of margins xᵢⱼ = d²ᵢ − d²ᵢⱼ, [N, N]; the diagonal belongs to no pair.
 *
 * @example
 * const margins = fromNested([[0, -1.5], [-2, 0]]);
 * lossOfMargins(namedLoss('nt-xent', { temperature: 0.5 }), margins); // 0.06674 = Math.log1p(Math.exp(-3)) + Math.log1p(Math.exp(-4))
 */
export function lossOfMargins(loss: Loss, margins: Matrix): number {
  const { rows: N, data } = margins;
  let sum = 0;
  for (let i = 0, from = 0; i < N; i++, from += N) sum += lossOfSpan(loss, data, from + i, from, from + N);
  return sum;
}

/**
 * Computes αᵢⱼ of margins, [N, N] with a zero diagonal: the gradient of `lossOfMargins`.
 *
 * @example
 * importanceOfMargins(namedLoss('triplet-contrastive'), fromNested([[0, -1.5], [-2, 0]])); // [[0, 1], [1, 0]]
 */
export function importanceOfMargins(loss: Loss, margins: Matrix): Matrix {
  const alpha = zeros(margins.rows, margins.columns);
  for (let i = 0; i < margins.rows; i++) row(alpha, i).set(anchorImportance(loss, row(margins, i), i));
  return alpha;
}

/**
 * Computes ∂L/∂z and ∂L/∂z', [N, d] each, by Theorem 1: minus the gradient of E_α at the loss's own α.
 *
 * @throws InvalidInput as `pairMargins`
 * @example
 * const [z, zPrime] = [fromNested([[0], [2]]), fromNested([[1], [2]])];
 * lossGradient(namedLoss('triplet-contrastive'), z, zPrime); // { z: [[3], [-4]], zPrime: [[1], [0]] }
 */
export function lossGradient(loss: Loss, z: Rows, zPrime: Rows): ViewGradients {
  return negated(trustedEnergyGradient(pairwiseImportance(loss, z, zPrime), z, zPrime));
}

/**
 * Computes F(x) = φ(Σ_{j≠i} ψ(xⱼ)) for one anchor with margins xⱼ = d²ᵢ − d²ᵢⱼ, [N].
 *
 * @param i left out; −1: none
 * @example
 * anchorLoss(namedLoss('nt-xent', { temperature: 0.5 }), Float64Array.of(0, -0.5)); // 0.8620 = Math.log(1 + 1 + Math.exp(-1))
 */
export function anchorLoss(loss: Loss, margins: Float64Array, i = -1): number {
  return lossOfSpan(loss, margins, i, 0, margins.length);
}

/** F of the margins from `from` up to `to`: a row of a matrix in place, since a view of it would cost as much as F. */
function lossOfSpan({ phi, psi }: Loss, margins: Float64Array, except: number, from: number, to: number): number {
  if (psi.logLine !== undefined && phi.ofExponent !== undefined) {
    return phi.ofExponent.value(logSumExpOfLine(margins, psi.logLine, except, from, to));
  }
  return phi.value(plainSum(psi, margins, except, from, to));
}

/**
 * Computes α = ∇F(x) for one anchor, [N]: φ′(ξ)ψ′(xⱼ), and 0 at i.
 *
 * @param i left out; −1: none
 * @example
 * const alpha = anchorImportance(namedLoss('infonce', { temperature: 0.5, epsilon: 0 }), Float64Array.of(0, -0.5)); // [0.7311, 0.2689]
 * alpha[1]; // 0.2689 = Math.exp(-1) / (1 + Math.exp(-1))
 */
export function anchorImportance({ phi, psi }: Loss, margins: Float64Array, i = -1): Float64Array {
  if (psi.logLine !== undefined && phi.ofExponent !== undefined) {
    // φ′(ξ)ψ′(x) = (φ′(ξ)ξ) · rate · ψ(x)/ξ, and ψ(x)/ξ is a softmax: every factor is of moderate size.
    const { shares, logTotal } = softmaxOfLine(margins, psi.logLine, i);
    const weight = psi.logLine.rate * phi.ofExponent.derivative(logTotal);
    for (let j = 0; j < shares.length; j++) shares[j] = weight * (shares[j] as number);
    return shares;
  }
  const outer = phi.derivative(plainSum(psi, margins, i, 0, margins.length));
  return margins.map((x, j) => (j === i ? 0 : outer * psi.derivative(x)));
}

/** ξᵢ. */
function plainSum(psi: ScalarFunction, margins: Float64Array, except: number, from: number, to: number): number {
  let xi = 0;
  for (let j = from; j < to; j++) if (j !== except) xi += psi.value(margins[j] as number);
  return xi;
}
