/**
 * The statements of the theory on a loss given as formulae, each with the grade of its evidence and, where it fails, a point.
 *
 * @packageDocumentation
 */
export {
  type LossAnalysis,
  type AnalysisOptions,
  type StatementId,
  type FormulaText,
  type DomainText,
  analyseLoss,
  statementOf,
} from '../theory/analysis/analyse-loss.js';
export {
  type DistanceAnalysis,
  type DistanceStatementId,
  analyseDistances,
} from '../theory/analysis/analyse-distances.js';
export type { EvidenceGrade } from '../base/evidence-grades.js';
export type { Evidence, FailurePoint, Statement } from '../theory/analysis/statement.js';
export { OutsideFamily } from '../theory/analysis/outside-family.js';
export {
  CHOSEN_NAMES,
  type ChosenName,
  type ChosenAnalysis,
  type Finding,
  analyseChosen,
} from '../theory/analysis/chosen-importance.js';
export type { Regulariser, ConstraintSet } from '../theory/analysis/regulariser-form.js';
export type { CoreExpression } from '../theory/analysis/core-expression.js';
export type { Preference } from '../theory/analysis/hard-negatives.js';
export type { Corner } from '../theory/analysis/smoothness.js';
export type { Limit } from '../theory/analysis/limits.js';
export type { Relation } from '../theory/analysis/relations.js';
export type { LimitRelation } from '../theory/analysis/limit-relations.js';
export type { Hazards, Hazard } from '../theory/analysis/hazards.js';
export type { WeightAtDistance } from '../theory/analysis/importance-curve.js';
export type { ConjugatePoint, EqualWeightsPoint } from '../theory/analysis/numerical-conjugate.js';
export type { Change } from '../theory/analysis/changes.js';
export type { Condition } from '../theory/analysis/conditions.js';
