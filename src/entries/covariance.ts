/**
 * The contrastive covariance C_α, and the energy E_α that the max player ascends, with its gradient; the same of two weights, α and β,
 * for losses beyond the paper's family.
 *
 * @packageDocumentation
 */
export { type Products, loopProducts } from '../theory/algebra/products.js';
export {
  contrastiveCovariance,
  largeContrastiveCovariance,
  importanceSums,
} from '../theory/losses/contrastive-covariance.js';
export { type ViewGradients, energy, energyGradient } from '../theory/losses/energy.js';
export {
  type PairWeights,
  twoWeightEnergy,
  twoWeightEnergyGradient,
  twoWeightCovariance,
  twoEncoderCovariance,
} from '../theory/distance-losses/two-weight-energy.js';
