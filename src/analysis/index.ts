/**
 * What the theory says of a loss given as formulae, each statement with the grade of its evidence and, where it fails, a point.
 *
 * @packageDocumentation
 */
export {
  type LossDescription,
  type LossAnalysis,
  type AnalysisOptions,
  type StatementId,
  type FormulaText,
  type DomainText,
  analyseLoss,
  statementOf,
} from './analyse-loss.js';
export type { EvidenceGrade, Evidence, FailurePoint, Statement } from './statement.js';
export { OutsideFamily } from './outside-family.js';
export {
  CHOSEN_NAMES,
  type ChosenName,
  type ChosenAnalysis,
  type Finding,
  analyseChosen,
} from './chosen-importance.js';
export type { Regulariser, ConstraintSet } from './regulariser.js';
export type { Expression } from './expression.js';
export type { Preference } from './hard-negatives.js';
export type { Corner } from './smoothness.js';
export type { Limit } from './limits.js';
export type { Relation } from './relations.js';
export type { LimitRelation } from './limit-relations.js';
export type { Hazards, Hazard } from './hazards.js';
export type { WeightAtDistance } from './importance-curve.js';
export type { PricePoint, EqualWeightsPrice } from './numerical-conjugate.js';
