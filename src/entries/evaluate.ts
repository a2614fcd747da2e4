/**
 * Measures of a representation: features by an encoder, linear evaluation, nearest neighbours, spectrum, alignment and
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
} from '../training/evaluate/encode.js';
export { type ImageSource, plainImages, pixelFeatures } from '../training/evaluate/image-source.js';
export type { FeatureRows, NumberRows, LabelledFeatures } from '../training/evaluate/feature-rows.js';
export type { ClassScore } from '../training/evaluate/class-scores.js';
export type { LinearProtocol } from '../training/evaluate/linear-protocol.js';
export {
  type LinearEvaluationOptions,
  type LinearEvaluation,
  type EpochScore,
  linearEvaluation,
} from '../training/evaluate/linear-evaluation.js';
export { type Neighbours, type VoteOptions, neighbourVotes } from '../training/evaluate/neighbour-votes.js';
export {
  type NeighbourOptions,
  type NeighbourAccuracyOptions,
  type NeighbourAccuracy,
  nearestNeighbours,
  neighbourAccuracy,
} from '../training/evaluate/nearest-neighbours.js';
export { type Spectrum, spectrum, effectiveRank } from '../training/evaluate/spectrum.js';
export { alignment, uniformity } from '../training/evaluate/alignment-uniformity.js';
export { spearman, kendall } from '../training/evaluate/rank-correlation.js';
export {
  type DistributionOptions,
  type ImportanceDistribution,
  type DistanceBin,
  QUANTILES,
  importanceDistribution,
} from '../training/evaluate/importance-distribution.js';
export { type SupervisedTrainingOptions, trainSupervised } from '../training/evaluate/supervised.js';
