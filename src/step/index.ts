/**
 * The contrastive training step: losses of 2N views, importances of a batch, optimisers, learning rates.
 *
 * @packageDocumentation
 */
export { type ContrastiveStepOptions, contrastiveStep } from './contrastive-step.js';
export { initialState } from './initial-state.js';
export {
  type StepObjective,
  type NamedStepObjective,
  type AlphaCl,
  type BatchLossFunction,
  batchLoss,
} from './batch-loss.js';
export type { ImportanceChoice, NamedImportanceChoice } from './batch-importance.js';
export type { TrainedModel, Encoding } from './view-passes.js';
export type { Optimiser, Updated } from './optimiser.js';
export { type AdamOptions, adam } from './adam.js';
export { type LarsOptions, lars } from './lars.js';
export { type SgdOptions, sgd } from './sgd.js';
export { type Schedule, type WarmUp, learningRates } from './learning-rate.js';
