/**
 * Projected gradient ascent of the deep linear energy with one small step for all layers at once,
 * W_l ← (W_l + η ∂E/∂W_l) / ‖·‖_F: the discrete image of the flow of Tian (2022), which, unlike the sweeps of
 * projected-ascent.ts, moves a layer little where its gradient is small.
 */
import { requirePositive, requireWhole } from '../../base/option-checks.js';
import { add, type Matrix } from '../algebra/matrix.js';
import { deepLinearEnergy, deepLinearGradient, unitNorm, type Layers } from '../networks/deep-linear.js';

/** The step size and the number of steps. */
export interface GradientAscentOptions {
  /** η > 0. */
  readonly step: number;
  /** Number of steps. */
  readonly steps: number;
}

/**
 * Ascends the deep linear energy from `start`.
 *
 * @param start layers of norm 1
 * @param covariance C, [d, d], symmetric
 * @returns the layers at the end, and E at the start and after every step
 * @throws InvalidInput unless the step is positive and finite, and the number of steps whole and ≥ 0
 * @example
 * const start = [fromNested([[0.6, 0.8]])];
 * gradientAscent(start, fromNested([[2, 0], [0, 1]]), { step: 0.5, steps: 2 }).energies; // [0.68, 0.75, 0.82]
 */
export function gradientAscent(
  start: Layers,
  covariance: Matrix,
  { step, steps }: GradientAscentOptions,
): { readonly layers: Layers; readonly energies: readonly number[] } {
  requirePositive('step', step);
  requireWhole('steps', steps, 0);
  let layers = start;
  const energies = [deepLinearEnergy(layers, covariance)];
  for (let k = 0; k < steps; k++) {
    const before = layers;
    layers = before.map((layer, l) => unitNorm(add(layer, deepLinearGradient(before, covariance, l), step)));
    energies.push(deepLinearEnergy(layers, covariance));
  }
  return { layers, energies };
}
