/** The deep linear network over any ring: its energy, the dynamics of Tian (2022), and the balance of neighbouring layers. */
import { transpose, type ExactMatrix, type MatrixRing } from '../../src/theory/algebra/exact-matrix.js';

/** W₁ first: layer l is [n_l, n_{l−1}]. */
export type ExactLayers<Element> = readonly ExactMatrix<Element>[];

/** ½ tr(P C Pᵀ), P = W_L ⋯ W₁. @param covariance C, [n₀, n₀] */
export function exactEnergy<Element>(
  over: MatrixRing<Element>,
  layers: ExactLayers<Element>,
  covariance: ExactMatrix<Element>,
): Element {
  const product = productOf(over, layers, covariance.length);
  return over.multiply(over.half, over.inner(over.product(product, covariance), product));
}

/** W_{>l}ᵀ W_{>l} W_l W_{<l} C W_{<l}ᵀ for every l: the right-hand side of the dynamics of Tian (2022), word for word. */
export function exactFlow<Element>(
  over: MatrixRing<Element>,
  layers: ExactLayers<Element>,
  covariance: ExactMatrix<Element>,
): ExactLayers<Element> {
  return layers.map((layer, l) => {
    const below = productOf(over, layers.slice(0, l), covariance.length);
    const above = productOf(over, layers.slice(l + 1), layer.length);
    return over.product(transpose(above), above, layer, below, covariance, transpose(below));
  });
}

/** W_l W_lᵀ − W_{l+1}ᵀ W_{l+1} for l = 1 … L − 1. */
export function exactImbalance<Element>(over: MatrixRing<Element>, layers: ExactLayers<Element>): ExactLayers<Element> {
  return layers.slice(1).map((above, l) => {
    const layer = layers[l] ?? [];
    return over.difference(over.product(layer, transpose(layer)), over.product(transpose(above), above));
  });
}

/** The product of some consecutive layers; the identity of the given size for none. */
export function productOf<Element>(
  over: MatrixRing<Element>,
  layers: ExactLayers<Element>,
  size: number,
): ExactMatrix<Element> {
  return (
    layers.reduce<ExactMatrix<Element> | undefined>(
      (below, layer) => (below === undefined ? layer : over.product(layer, below)),
      undefined,
    ) ?? over.identity(size)
  );
}
