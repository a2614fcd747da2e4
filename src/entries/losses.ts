/**
 * The losses of the family L = Σᵢ φ(Σ_{j≠i} ψ(d²ᵢ − d²ᵢⱼ)), by name or of your own φ and ψ, with pairwise importance, conjugates and
 * α-CL; and losses of each anchor's distances, by name or of your own formula, with the weights α and β of their pairs.
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
} from '../theory/losses/loss.js';
export { anchorHessian } from '../theory/losses/anchor-hessian.js';
export { pairMargins } from '../theory/losses/pair-margins.js';
export {
  type NamedLoss,
  addLoss,
  lossNames,
  lossEntry,
  namedFormulae,
  namedLoss,
} from '../theory/losses/named-losses.js';
export type { LossFormulae } from '../theory/losses/loss-formulae.js';
export type { Kink } from '../theory/formula/kinks.js';
export type { ScalarFunction, LogScaleSlopes } from '../theory/losses/scalar-function.js';
export type { Line } from '../theory/algebra/log-sum-exp.js';
export {
  type Importance,
  IMPORTANCES,
  IMPORTANCE_NAMES,
  type ImportanceName,
  namedImportance,
} from '../theory/losses/importances.js';
export type { DistanceFormulae } from '../theory/distance-losses/distance-formulae.js';
export type { PairChoice } from '../theory/distance-losses/pair-layout.js';
export {
  type DistanceLoss,
  type DistanceWeights,
  type BatchOptions,
  distanceLoss,
  distanceWeights,
  distanceLossGradient,
} from '../theory/distance-losses/distance-loss.js';
export { distanceLossNames, namedDistanceLoss, ofMargins } from '../theory/distance-losses/named-distance-losses.js';
export { type ColumnFormulae, columnLoss } from '../theory/distance-losses/column-loss.js';
export { columnObjective } from '../theory/distance-losses/outside-losses.js';
export { type Conjugate, conjugateOf } from '../theory/analysis/conjugate.js';
export { type UnitRows, unitRows, unitRowsGradient } from '../theory/losses/unit-rows.js';
export { type BatchObjective, viewBatchLoss } from '../theory/losses/view-batch.js';
