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
} from './deep-linear.js';
export { ACTIVATIONS, type ActivationName, type TwoLayer, twoLayerForward, twoLayerGradient } from './two-layer.js';
export { type HiddenNormalised, type TwoLayerPass, twoLayerPass, passGradient } from './two-layer-pass.js';
export {
  type OutputNorm,
  type NormalisedNetwork,
  type NetworkPass,
  networkPass,
  networkGradient,
} from './normalised-network.js';
export { type LayerNormalised, layerNorm, layerNormGradient } from './layer-norm.js';
export { type BatchNormalised, batchNorm, batchNormGradient } from './batch-norm.js';
export { type Sample, hiddenFeatures, hiddenCovariance, gatedGradient } from './gated-dynamics.js';
export { type OrthogonalMixture, mixtureViews, assignedRows } from './orthogonal-mixture.js';
