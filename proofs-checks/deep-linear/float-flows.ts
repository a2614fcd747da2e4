/** The flow of E in floating point, by the library's gradient. */
import { add, inner, type Matrix } from '../../src/theory/algebra/matrix.js';
import { deepLinearGradient, type Layers } from '../../src/theory/networks/deep-linear.js';

/** Ẇ_l for every l. */
export type FloatFlow = (layers: Layers, covariance: Matrix) => Layers;

/** Ẇ_l = ∂E/∂W_l. */
export const freeFlow: FloatFlow = (layers, covariance) =>
  layers.map((_, l) => deepLinearGradient(layers, covariance, l));

/** Ẇ_l = G_l − ⟨G_l, W_l⟩ W_l, which keeps ‖W_l‖_F = 1. */
export const normalisedFlow: FloatFlow = (layers, covariance) =>
  freeFlow(layers, covariance).map((gradient, l) => {
    const layer = layers[l] as Matrix;
    return add(gradient, layer, -inner(gradient, layer));
  });
