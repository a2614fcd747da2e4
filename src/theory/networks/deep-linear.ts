/**
 * The deep linear network z = W_L ⋯ W₁ x and its energy E = ½ tr(P C Pᵀ) with P = W_L ⋯ W₁ and C = C_α[x].
 */
import { at, generate, identity, inner, norm, type Matrix } from '../algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../algebra/multiply.js';
import { normalMatrix, type RandomStream } from '../algebra/random-stream.js';

/** The layers of a network, W₁ first: layer l is [n_l, n_{l−1}]. */
export type Layers = readonly Matrix[];

/**
 * Draws layers of normal entries, each scaled to ‖W_l‖_F = 1.
 *
 * @param widths n₀ = d, n₁, …, n_L
 * @returns L layers, W_l of [n_l, n_{l−1}]
 * @example
 * const [first, second] = randomLayers([3, 2, 1], randomStream(1));
 * first?.columns; // 3
 * second && norm(second); // 1
 */
export function randomLayers(widths: readonly number[], random: RandomStream): Layers {
  return widths.slice(1).map((width, l) => unitNorm(normalMatrix(random, width, widths[l] as number)));
}

/**
 * Returns W / ‖W‖_F; a zero matrix stays.
 *
 * @example
 * unitNorm(fromNested([[3, 4]])); // [[0.6, 0.8]]
 */
export function unitNorm(layer: Matrix): Matrix {
  const length = norm(layer);
  return length === 0 ? layer : generate(layer.rows, layer.columns, (i, j) => at(layer, i, j) / length);
}

/**
 * Returns P = W_L ⋯ W₁, [n_L, d].
 *
 * @throws InvalidInput when the widths of two layers do not fit
 * @example
 * endToEnd([fromNested([[1, 2], [3, 4]]), fromNested([[1, 1]])]); // [[4, 6]]
 */
export function endToEnd(layers: Layers): Matrix {
  return layers.reduce((below, layer) => multiply(layer, below));
}

/**
 * Returns E = ½ tr(P C Pᵀ).
 *
 * @param covariance C, [d, d], symmetric
 * @example
 * deepLinearEnergy([fromNested([[1, 0]])], fromNested([[2, 0], [0, 1]])); // 1
 */
export function deepLinearEnergy(layers: Layers, covariance: Matrix): number {
  const product = endToEnd(layers);
  return inner(multiply(product, covariance), product) / 2;
}

/**
 * Returns ∂E/∂W_l = W_{>l}ᵀ (P C) W_{<l}ᵀ, of the shape of W_l: the right-hand side of the dynamics of Tian (2022).
 *
 * @param l layer, from 0
 * @example
 * const layers = [fromNested([[1, 1]]), fromNested([[3]])];
 * deepLinearGradient(layers, fromNested([[2, 0], [0, 1]]), 0); // [[18, 9]]
 * deepLinearGradient(layers, fromNested([[2, 0], [0, 1]]), 1); // [[9]]
 */
export function deepLinearGradient(layers: Layers, covariance: Matrix, l: number): Matrix {
  return chainGradient(layers, multiply(endToEnd(layers), covariance), l);
}

/**
 * Returns W_{>l}ᵀ T W_{<l}ᵀ, the gradient of ⟨W_L ⋯ W₁, T⟩ in W_l: T itself of a single layer.
 *
 * @param target T, [n_L, d]
 */
export function chainGradient(layers: Layers, target: Matrix, l: number): Matrix {
  const [below, above] = [layers.slice(0, l), layers.slice(l + 1)];
  const throughBelow = below.length === 0 ? target : multiplyTransposed(target, endToEnd(below));
  return above.length === 0 ? throughBelow : transposedMultiply(endToEnd(above), throughBelow);
}

/**
 * Returns ∂E/∂W_l of every layer; each product of the layers below one, or above one, is formed once.
 *
 * @param covariance C, [d, d], symmetric
 * @example
 * const layers = [fromNested([[1, 1]]), fromNested([[3]])];
 * deepLinearGradients(layers, fromNested([[2, 0], [0, 1]])); // [[[18, 9]], [[9]]]
 */
export function deepLinearGradients(layers: Layers, covariance: Matrix): Matrix[] {
  const outer = multiply(endToEnd(layers), covariance);
  const gradients: Matrix[] = [];
  let below: Matrix | undefined;
  for (const layer of layers) {
    gradients.push(below === undefined ? outer : multiplyTransposed(outer, below));
    below = below === undefined ? layer : multiply(layer, below);
  }
  let above: Matrix | undefined;
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l] as Matrix;
    if (above !== undefined) gradients[l] = transposedMultiply(above, gradients[l] as Matrix);
    above = above === undefined ? layer : multiply(above, layer);
  }
  return gradients;
}

/** Returns the product of some consecutive layers; the identity of the given size for none. */
export function productOf(layers: Layers, size: number): Matrix {
  return layers.length === 0 ? identity(size) : endToEnd(layers);
}
