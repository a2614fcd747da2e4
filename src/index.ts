/**
 * The names that most programs need: losses, their importance, the contrastive covariance, the analysis of a loss.
 *
 * Each is in an entry of its subject too, with what is beside it: `alpha-cl/losses`, `alpha-cl/covariance`, `alpha-cl/analysis` … This
 * entry needs no Node.js and runs in a browser, so `runClaims` and `beginRun` are in `alpha-cl/claims` and `alpha-cl/train` alone,
 * which need threads and TensorFlow.js.
 *
 * @packageDocumentation
 */
export { InvalidInput } from './base/invalid-input.js';
export { type Matrix, fromNested, toNested } from './theory/algebra/matrix.js';
export { type LossAnalysis, analyseLoss } from './theory/analysis/analyse-loss.js';
export { contrastiveCovariance } from './theory/losses/contrastive-covariance.js';
export { energy, energyGradient } from './theory/losses/energy.js';
export { namedImportance } from './theory/losses/importances.js';
export type { LossFormulae } from './theory/losses/loss-formulae.js';
export { lossFromFormulae } from './theory/losses/loss-from-formulae.js';
export { type Loss, lossGradient, lossValue, pairwiseImportance } from './theory/losses/loss.js';
export { lossNames, namedLoss } from './theory/losses/named-losses.js';
