/**
 * A prediction of accuracy from the weights α of a loss, and what it is worth on losses that it was not fitted to.
 *
 * accuracy = a + b·hardness + c/n_eff. Hardness is what the min player takes from the distances that the max player raises, the
 * temperature-like sharpness; n_eff = exp(entropy of α) is the number of pairs whose covariance the max player sees, and the
 * variance of a mean over them goes as 1/n_eff. So b > 0 and c < 0 are expected, and the fit is free to find otherwise.
 */
import { leastSquares } from '../../theory/algebra/decompositions.js';
import { fromNested } from '../../theory/algebra/matrix.js';
import { randomStream } from '../../theory/algebra/random-stream.js';
import { spearman } from '../../training/evaluate/rank-correlation.js';
import { importanceOf, type ImportanceChoice } from '../../training/step/importance-choice.js';
import { rowFigures } from './criteria.js';
import { referenceDistances } from './reference-distances.js';

/** A shape of α with the accuracies that its trainings reached, shares by seed. */
export interface StudiedShape {
  readonly weights: ImportanceChoice;
  readonly accuracies: readonly number[];
}

/** A fitted prediction. */
export interface AccuracyModel {
  /** The coefficients a, b and c. */
  readonly constant: number;
  readonly hardness: number;
  readonly scarcity: number;
  /** Standard deviation of what the fit leaves, with n − 3 degrees of freedom. */
  readonly residual: number;
}

/**
 * Fits the prediction by least squares to the mean accuracies of at least four shapes.
 *
 * @throws InvalidInput as `importanceOf`, and when the shapes cannot tell the two criteria apart
 */
export function fitAccuracyModel(study: readonly StudiedShape[]): AccuracyModel {
  const rows = study.map(({ weights }) => features(weights));
  const means = study.map(({ accuracies }) => meanOf(accuracies));
  const [constant = 0, hardness = 0, scarcity = 0] = leastSquares(fromNested(rows), means);
  const model = { constant, hardness, scarcity, residual: 0 };
  const squares = study.map(({ weights }, k) => ((means[k] as number) - predictedAccuracy(model, weights)) ** 2);
  const left = squares.reduce((sum, one) => sum + one, 0);
  return { ...model, residual: Math.sqrt(left / (study.length - COEFFICIENTS)) };
}

const COEFFICIENTS = 3;

/** Returns the accuracy that a model predicts, on the scale of the study that it was fitted to. */
export function predictedAccuracy(
  { constant, hardness, scarcity }: Omit<AccuracyModel, 'residual'>,
  weights: ImportanceChoice,
): number {
  const [, hard, scarce] = features(weights);
  return constant + hardness * hard + scarcity * scarce;
}

function features(weights: ImportanceChoice): [one: number, hardness: number, scarcity: number] {
  const { hardness, share } = rowFigures(importanceOf(weights));
  return [1, hardness, 1 / (share * referenceDistances().length)];
}

/** A training with what was predicted of it; those of a group share a loss. */
export interface PredictedAccuracy {
  readonly group: string;
  readonly predicted: number;
  readonly observed: number;
}

/** A number with its 95 % interval. */
export interface Estimated {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Worth of a prediction on trainings that it was not fitted to. */
export interface PredictionWorth {
  readonly count: number;
  /** Spearman's correlation of predicted and observed accuracies. */
  readonly rank: Estimated;
  /** Slope of the observed over the predicted accuracies: 1 of a calibrated prediction, less where it exaggerates. */
  readonly slope: Estimated;
  /** Standard deviation of observed − predicted: an offset, as of longer trainings, does not count. */
  readonly error: number;
  /** Standard deviation of the observed accuracies: a prediction of no worth has this error. */
  readonly spread: number;
}

const RESAMPLINGS = 10_000;
const TAIL = 0.025;

/**
 * Compares predictions with trainings. Intervals are percentiles over resamplings of whole groups, always the same ones, since the
 * trainings of a loss are not independent; a resampling in which either side does not vary is left out.
 */
export function predictionWorth(points: readonly PredictedAccuracy[]): PredictionWorth {
  const groups = [...new Set(points.map(({ group }) => group))].map((group) =>
    points.filter((point) => point.group === group),
  );
  const random = randomStream(1, 'prediction');
  const resampled = Array.from({ length: RESAMPLINGS }, () =>
    groups.flatMap(() => groups[random.integer(groups.length)] ?? []),
  ).filter((chosen) => varies(chosen, 'predicted') && varies(chosen, 'observed'));
  const estimated = (of: (chosen: readonly PredictedAccuracy[]) => number): Estimated => {
    const ascending = Float64Array.from(resampled, of).toSorted();
    const at = (share: number): number => ascending[Math.round(share * (ascending.length - 1))] ?? Number.NaN;
    return { value: of(points), lower: at(TAIL), upper: at(1 - TAIL) };
  };
  return {
    count: points.length,
    rank: estimated((chosen) => spearman(column(chosen, 'predicted'), column(chosen, 'observed'))),
    slope: estimated(slopeOf),
    error: deviationOf(points.map(({ predicted, observed }) => observed - predicted)),
    spread: deviationOf(points.map(({ observed }) => observed)),
  };
}

type Side = 'predicted' | 'observed';

function column(points: readonly PredictedAccuracy[], side: Side): Float64Array {
  return Float64Array.from(points, (point) => point[side]);
}

function varies(points: readonly PredictedAccuracy[], side: Side): boolean {
  return points.some((point) => point[side] !== points[0]?.[side]);
}

/** Returns the slope of the line through the points that is nearest in the observed accuracies. */
function slopeOf(points: readonly PredictedAccuracy[]): number {
  const middle = meanOf(points.map(({ predicted }) => predicted));
  const sum = (of: (point: PredictedAccuracy) => number): number => points.reduce((all, point) => all + of(point), 0);
  return (
    sum(({ predicted, observed }) => (predicted - middle) * observed) /
    sum(({ predicted }) => (predicted - middle) ** 2)
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
