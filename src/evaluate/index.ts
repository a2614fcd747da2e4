/**
 * What a representation is worth: features by an encoder, linear evaluation, nearest neighbours, spectrum, alignment and
 * uniformity, and where α puts its weight.
 *
 * @packageDocumentation
 */
export {
  type EvaluatedModel,
  type EncoderOptions,
  type EncodedImages,
  type ImageEncoder,
  openEncoder,
} from './encode.js';
export { type ImageSource, plainImages, pixelFeatures } from './image-source.js';
export type { FeatureRows, NumberRows, LabelledFeatures } from './feature-rows.js';
export type { ClassScore } from './class-scores.js';
export type { LinearProtocol } from './linear-protocol.js';
export {
  type LinearEvaluationOptions,
  type LinearEvaluation,
  type EpochScore,
  linearEvaluation,
} from './linear-evaluation.js';
export {
  type Neighbours,
  type NeighbourOptions,
  type NeighbourAccuracyOptions,
  type NeighbourAccuracy,
  type VoteOptions,
  nearestNeighbours,
  neighbourVotes,
  neighbourAccuracy,
} from './nearest-neighbours.js';
export { type Spectrum, spectrum, effectiveRank } from './spectrum.js';
export { alignment, uniformity } from './alignment-uniformity.js';
export { spearman, kendall } from './rank-correlation.js';
export {
  type DistributionOptions,
  type ImportanceDistribution,
  type DistanceBin,
  QUANTILES,
  importanceDistribution,
} from './importance-distribution.js';
export { type SupervisedTrainingOptions, trainSupervised } from './supervised.js';
