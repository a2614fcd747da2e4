/**
 * The contrastive covariance C_α, and the energy E_α that the max player ascends, with its gradient.
 *
 * @packageDocumentation
 */
export { contrastiveCovariance, importanceSums } from '../theory/losses/contrastive-covariance.js';
export { type ViewGradients, energy, energyGradient } from '../theory/losses/energy.js';
