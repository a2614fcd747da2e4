/**
 * A loss of the family L_{φ,ψ} = Σᵢ φ(ξᵢ), ξᵢ = Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ) (eq. 1), its gradient, and the pairwise
 * importance αᵢⱼ = φ′(ξᵢ) ψ′(d²ᵢ − d²ᵢⱼ) that turns it into a game (section 3).
 */
import { energyGradient, negated, type ViewGradients } from '../covariance/energy.js';
import { InvalidInput } from '../invalid-input.js';
import { row, zeros, type Matrix, type Rows } from '../linear-algebra/matrix.js';
import { logSumExpOfLine } from './log-sum-exp.js';
import { pairMargins } from './pair-margins.js';
import type { ScalarFunction } from './scalar-functions.js';

export interface Loss {
  readonly name: string;
  readonly title: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly phi: ScalarFunction;
  readonly psi: ScalarFunction;
}

/**
 * L_{φ,ψ} of two views.
 *
 * @param z first views, [N, d]
 * @param zPrime second views, [N, d]
 * @throws InvalidInput as pairMargins; when the loss is not defined there or exceeds the largest double
 */
export function lossValue(loss: Loss, z: Rows, zPrime: Rows): number {
  const margins = pairMargins(z, zPrime);
  let sum = 0;
  for (let i = 0; i < z.rows; i++) sum += anchorLoss(loss, row(margins, i), i);
  if (!Number.isFinite(sum)) {
    throw new InvalidInput(`${loss.name} is ${sum} for these views: scale them down or change its parameters`);
  }
  return sum;
}

/**
 * αᵢⱼ, [N, N] with a zero diagonal; ≥ 0 because φ and ψ increase. On a corner of ψ the left derivative counts.
 *
 * @throws InvalidInput as pairMargins
 */
export function pairwiseImportance(loss: Loss, z: Rows, zPrime: Rows): Matrix {
  const margins = pairMargins(z, zPrime);
  const alpha = zeros(z.rows, z.rows);
  for (let i = 0; i < z.rows; i++) anchorImportance(loss, row(margins, i), i, row(alpha, i));
  return alpha;
}

/**
 * ∂L/∂z and ∂L/∂z', [N, d] each, by Theorem 1: minus the gradient of E_α at the loss's own α.
 *
 * @throws InvalidInput as pairMargins
 */
export function lossGradient(loss: Loss, z: Rows, zPrime: Rows): ViewGradients {
  return negated(energyGradient(pairwiseImportance(loss, z, zPrime), z, zPrime));
}

/** φ(Σ_{j≠i} ψ(xⱼ)) for one anchor with margins xⱼ = d²ᵢ − d²ᵢⱼ, [N]. */
export function anchorLoss({ phi, psi }: Loss, margins: Float64Array, i: number): number {
  if (psi.logLine !== undefined && phi.ofExponent !== undefined) {
    return phi.ofExponent.value(logSumExpOfLine(margins, psi.logLine, i));
  }
  return phi.value(plainSum(psi, margins, i));
}

function anchorImportance({ phi, psi }: Loss, margins: Float64Array, i: number, alpha: Float64Array): void {
  if (psi.logLine !== undefined && phi.ofExponent !== undefined) {
    // φ′(ξ)ψ′(x) = (φ′(ξ)ξ) · rate · exp(log ψ(x) − log ξ): every factor is of moderate size.
    const { rate, shift } = psi.logLine;
    const logXi = logSumExpOfLine(margins, psi.logLine, i);
    const weight = rate * phi.ofExponent.derivative(logXi);
    margins.forEach((x, j) => (alpha[j] = j === i ? 0 : weight * Math.exp(rate * x + shift - logXi)));
    return;
  }
  const outer = phi.derivative(plainSum(psi, margins, i));
  margins.forEach((x, j) => (alpha[j] = j === i ? 0 : outer * psi.derivative(x)));
}

/** ξᵢ. */
function plainSum(psi: ScalarFunction, margins: Float64Array, i: number): number {
  let xi = 0;
  for (let j = 0; j < margins.length; j++) if (j !== i) xi += psi.value(margins[j] as number);
  return xi;
}
