/**
 * The networks of the theory with their gradients: deep linear, two layers with ReLU, and normalisations between and after.
 *
 * @packageDocumentation
 */
export {
  type Layers,
  randomLayers,
  unitNorm,
  endToEnd,
  deepLinearEnergy,
  deepLinearGradient,
  deepLinearGradients,
} from '../theory/networks/deep-linear.js';
export {
  ACTIVATIONS,
  type ActivationName,
  type TwoLayer,
  twoLayerForward,
  twoLayerGradient,
} from '../theory/networks/two-layer.js';
export {
  type HiddenNormalised,
  type TwoLayerPass,
  twoLayerPass,
  passGradient,
} from '../theory/networks/two-layer-pass.js';
export {
  type OutputNorm,
  type NormalisedNetwork,
  type NetworkPass,
  networkPass,
  networkGradient,
} from '../theory/networks/normalised-network.js';
export { type LayerNormalised, layerNorm, layerNormGradient } from '../theory/networks/layer-norm.js';
export { type BatchNormalised, batchNorm, batchNormGradient } from '../theory/networks/batch-norm.js';
export { type Sample, hiddenFeatures, hiddenCovariance, gatedGradient } from '../theory/networks/gated-dynamics.js';
export { type OrthogonalMixture, mixtureViews, assignedRows } from '../theory/networks/orthogonal-mixture.js';
