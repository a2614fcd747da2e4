/**
 * Claims and how they are tried: a statement that can fail, counterfeits that its check must refute, verdicts.
 *
 * @packageDocumentation
 */
export {
  type Claim,
  type Evidence,
  type Counterfeit,
  type Witness,
  type DroppedCondition,
  type RealCase,
  type GivenChanges,
  type Given,
  type GivenDistances,
  type GivenCondition,
  defineClaim,
} from '../claims/claim.js';
export { EVIDENCE_GRADES } from '../base/evidence-grades.js';
export { type Grade, logFailureProbability } from '../claims/grade.js';
export {
  type Paper,
  type Source,
  type Sourced,
  citation,
  paperAddress,
  papersOf,
  sourceText,
} from '../claims/source.js';
export { type Comparison, decide } from '../claims/evidence.js';
export type { Figure } from '../claims/figure.js';
export {
  type Status,
  type Verdict,
  type CheckedCase,
  type Counterexample,
  type CounterfeitVerdict,
  type RealVerdict,
  FAILURES,
  allInOrder,
  holds,
  tightness,
} from '../claims/verdict.js';
export { type Judged, type Outcome, outcomeOf } from '../claims/outcome.js';
export { type Instances, type Streams, inStreams } from '../claims/streams.js';
export { type RunOptions, type Progress, runClaims } from '../claims/run-claims.js';
export { claimOfLoss } from '../claims/claim-of-loss.js';
export {
  gridNumber,
  matrixOf,
  type Views,
  type ViewsOptions,
  views,
  type WeightedViews,
  weightedViews,
  seeds,
} from '../claims/instances.js';
export { type TaylorSlope, taylorSlope } from '../claims/taylor-slope.js';
