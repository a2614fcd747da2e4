/**
 * The contrastive training step: losses of 2N views, importances of a batch, optimisers, learning rates.
 *
 * @packageDocumentation
 */
export type { ReplicaOptions, ReplicaScope } from '../training/step/replica-gradients.js';
export { type ContrastiveStepOptions, contrastiveStep } from '../training/step/contrastive-step.js';
export { type DeviceViewOptions, viewsOnDevice } from '../training/step/views-on-device.js';
export { initialState } from '../training/step/initial-state.js';
export { type StepObjective, type AlphaCl, batchLoss } from '../training/step/batch-loss.js';
export type { ImportanceChoice, NamedImportanceChoice } from '../training/step/importance-choice.js';
export type { TrainedModel, Encoding } from '../training/step/view-passes.js';
export type { Optimiser, Updated } from '../training/step/optimiser.js';
export { type AdamOptions, adam } from '../training/step/adam.js';
export { type LarsOptions, lars } from '../training/step/lars.js';
export { type SgdOptions, sgd } from '../training/step/sgd.js';
export { type Schedule, type WarmUp, learningRates } from '../training/step/learning-rate.js';
