/** The flow of E over F_p, free and under the constraint that no layer changes its norm. */
import { fieldMatrices, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { inverse, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { exactFlow, type ExactLayers } from '../oracles/exact-deep-linear.js';

/** Ẇ_l for every l. */
export type FieldFlow = (layers: readonly FieldMatrix[], covariance: FieldMatrix) => ExactLayers<FieldElement>;

/** Ẇ_l = G_l = ∂E/∂W_l, by the dynamics of Tian (2022). */
export const plainFlow: FieldFlow = (layers, covariance) => exactFlow(fieldMatrices, layers, covariance);

/** Ẇ_l = G_l − (⟨G_l, W_l⟩ / ‖W_l‖²) W_l, so that d‖W_l‖²/dt = 0. A layer with ‖W_l‖² = 0 is left as it is. */
export const constrainedFlow: FieldFlow = (layers, covariance) =>
  withMultipliers(layers, plainFlow(layers, covariance), (layer, velocity) => {
    const square = fieldMatrices.inner(layer, layer);
    return square === 0n ? 0n : fieldMatrices.multiply(fieldMatrices.inner(velocity, layer), inverse(square));
  });

/** Ẇ_l = G_l − ⟨G_l, W_l⟩ W_l: the constrained flow where ‖W_l‖ = 1, a polynomial everywhere. */
export const unitFlow: FieldFlow = (layers, covariance) =>
  withMultipliers(layers, plainFlow(layers, covariance), (layer, velocity) => fieldMatrices.inner(velocity, layer));

function withMultipliers(
  layers: readonly FieldMatrix[],
  velocities: ExactLayers<FieldElement>,
  multiplier: (layer: FieldMatrix, velocity: FieldMatrix) => FieldElement,
): ExactLayers<FieldElement> {
  return velocities.map((velocity, l) => {
    const layer = layers[l] ?? [];
    return fieldMatrices.difference(velocity, fieldMatrices.scale(multiplier(layer, velocity), layer));
  });
}
