/**
 * The losses of the family L = Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ)): by name or of your own φ and ψ, with pairwise importance,
 * conjugates and α-CL.
 *
 * @packageDocumentation
 */
export {
  type Loss,
  lossValue,
  lossGradient,
  pairwiseImportance,
  lossOfMargins,
  importanceOfMargins,
  anchorLoss,
  anchorImportance,
} from './loss.js';
export { anchorHessian } from './anchor-hessian.js';
export { pairMargins } from './pair-margins.js';
export { NAMED_LOSSES, LOSS_NAMES, type LossName, namedLoss, conjugateOf } from './named-losses.js';
export {
  type Kink,
  type ScalarFunction,
  type LogScaleSlopes,
  linear,
  exponential,
  logarithm,
  hinge,
  sigmoid,
  squaredPositiveLog,
} from './scalar-functions.js';
export type { Line } from './log-sum-exp.js';
export { type Importance, IMPORTANCES, IMPORTANCE_NAMES, type ImportanceName, namedImportance } from './importances.js';
export type { Conjugate, ConjugateDomain } from './conjugates.js';
export { type UnitRows, unitRows, unitRowsGradient } from './unit-rows.js';
export { type BatchObjective, type BatchLoss, viewBatchLoss } from './view-batch.js';
