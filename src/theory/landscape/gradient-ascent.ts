/**
 * Projected gradient ascent of the deep linear energy with one small step for all layers at once,
 * W_l ← (W_l + η ∂E/∂W_l) / ‖·‖_F: the discrete image of the flow of Tian (2022), which, unlike the sweeps of
 * projected-ascent.ts, moves a layer little where its gradient is small.
 */
import { requirePositive, requireWhole } from '../../base/option-checks.js';
import { add, copy, inner, norm, zeros, type Matrix } from '../algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../algebra/multiply.js';
import type { Layers } from '../networks/deep-linear.js';

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
  const layers = start.map(copy);
  const evaluate = evaluatorOf(layers, covariance);
  const energies: number[] = [];
  for (let k = 0; k <= steps; k++) {
    const { energy, gradients } = evaluate();
    energies.push(energy);
    if (k < steps) for (const [l, layer] of layers.entries()) move(layer, gradients[l] as Matrix, step);
  }
  return { layers, energies };
}

/** Replaces a layer by (W + η ∂E/∂W) / ‖·‖_F. */
function move(layer: Matrix, gradient: Matrix, step: number): void {
  add(layer, gradient, step, layer);
  const length = norm(layer);
  if (length !== 0) for (let k = 0; k < layer.data.length; k++) layer.data[k] = (layer.data[k] as number) / length;
}

/**
 * Returns a function that computes E and its gradients at the layers as they are when it is called, always in the same memory: of small
 * layers a new matrix costs more than a product.
 */
function evaluatorOf(
  layers: Layers,
  covariance: Matrix,
): () => { readonly energy: number; readonly gradients: readonly Matrix[] } {
  // stacks[l][k] is W_{l+k} ⋯ W_l.
  const stacks = layers.map((lowest, l) => [
    lowest,
    ...layers.slice(l + 1).map((layer) => zeros(layer.rows, lowest.columns)),
  ]);
  const product = stacks[0]?.at(-1) as Matrix;
  const outer = zeros(product.rows, covariance.columns);
  const throughBelow = layers.map((layer, l) => (l === 0 ? outer : zeros(outer.rows, layer.columns)));
  const gradients = layers.map((layer, l) =>
    l === layers.length - 1 ? (throughBelow[l] as Matrix) : zeros(layer.rows, layer.columns),
  );
  return () => {
    for (const [l, stack] of stacks.entries()) {
      for (let k = 1; k < stack.length; k++) multiply(layers[l + k] as Matrix, stack[k - 1] as Matrix, stack[k]);
    }
    multiply(product, covariance, outer);
    for (let l = 0; l < layers.length; l++) {
      const [below, above] = [stacks[0]?.[l - 1], stacks[l + 1]?.at(-1)];
      if (below !== undefined) multiplyTransposed(outer, below, throughBelow[l]);
      if (above !== undefined) transposedMultiply(above, throughBelow[l] as Matrix, gradients[l]);
    }
    return { energy: inner(outer, product) / 2, gradients };
  };
}
