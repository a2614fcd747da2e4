/**
 * The losses of 2N views that encoders are trained with, in float32 and differentiable: what `src/theory/losses/view-batch.ts`
 * is in float64, here as tfjs operations on the dense [2N, 2N] matrix of similarities.
 *
 * Both views of every sample are anchors; an anchor's positive is its other view, its negatives are the 2N − 2 views of
 * other samples. s is the cosine, r = 1 − s. A loss of distances chooses its anchors and negatives itself.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import type { BatchObjective } from '../../theory/losses/view-batch.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { tf } from '../compile/tfjs.js';
import { batchImportance } from './batch-importance.js';
import type { ImportanceChoice } from './importance-choice.js';
import { distanceContrast, type DistanceContrast, type DistanceObjective } from './distance-contrast.js';
import { formulaContrast } from './formula-contrast.js';
import { EXCLUDED, type BatchImportance, type RelativeWeights } from './negative-distances.js';
import { requireChoice, requireKnownOptions, requireNotNegative, requirePositive } from '../../base/option-checks.js';
import { withoutGradient } from './without-gradient.js';

/** α-CL, with any importance. */
export type AlphaCl<Choice extends ImportanceChoice = ImportanceChoice> = Omit<
  Extract<BatchObjective, { kind: 'alpha-cl' }>,
  'importance'
> & {
  readonly importance: Choice;
};

/**
 * The objective of a step, as data: `BatchObjective` with α by name or as a formula, the mean over anchors of φ(Σ ψ(s − s⁺)), or a
 * loss of distances.
 */
export type StepObjective =
  | Exclude<BatchObjective, { kind: 'alpha-cl' }>
  | AlphaCl
  | ({ readonly kind: 'formulae' } & LossFormulae)
  | DistanceObjective;

/** Two views before normalisation, [N, d] each, to what is minimised. */
type BatchLossFunction = (z: tf.Tensor2D, zPrime: tf.Tensor2D) => tf.Scalar;

/**
 * Makes the loss function of an objective, of two views [N, d]. A row of zeros has no direction: it counts as similar to nothing.
 *
 * @returns a function that throws InvalidInput itself, on views whose shapes differ or on fewer than 2 samples
 * @throws InvalidInput on an unknown objective, importance or choice, a temperature ≤ 0, a negative slack or weight
 * @example
 * const z = tf.tensor2d([[1, 0], [0, 1]]);
 * batchLoss({ kind: 'cross-entropy', temperature: 0.5 })(z, z); // 0.2395 = Math.log(1 + 2 * Math.exp(-2))
 */
export function batchLoss(objective: StepObjective): BatchLossFunction {
  if (objective.kind === 'distances') {
    const { compute } = rememberingLoss(objective);
    return (z, zPrime) => {
      if (objective.labels === 'with') throw new InvalidInput('the loss takes labels, and this batch has none');
      return compute(z, zPrime).loss;
    };
  }
  const contrast = contrastOf(objective);
  return (z, zPrime) => {
    requireSamples(z, zPrime);
    return contrast(compareViews(z, zPrime));
  };
}

/**
 * Makes the loss function of a loss of distances, which may keep averages for each sample.
 *
 * @throws InvalidInput as `batchLoss`
 */
export function rememberingLoss(objective: DistanceObjective): DistanceContrast {
  const { kind, ...options } = objective;
  requireKnownOptions(kind, options, OPTIONS[kind]);
  const { averages, compute } = distanceContrast(objective);
  return {
    averages,
    compute(z, zPrime, more) {
      requireSamples(z, zPrime);
      return compute(unitRows(z), unitRows(zPrime), more);
    },
  };
}

/** The 2N views, each with each. */
interface Comparison {
  /** 2N. */
  readonly anchors: number;
  /** s, [2N, 2N]. */
  readonly similarity: tf.Tensor2D;
  /** s⁺, [2N, 1]. */
  readonly positive: tf.Tensor2D;
  /** 1 where anchor and view are the same view, [2N, 2N]. */
  readonly self: tf.Tensor2D;
  /** 1 where they belong to different samples, [2N, 2N]. */
  readonly negatives: tf.Tensor2D;
}

type Contrast = (comparison: Comparison) => tf.Scalar;

function compareViews(z: tf.Tensor2D, zPrime: tf.Tensor2D): Comparison {
  const samples = z.shape[0];
  const [u, uPrime] = [unitRows(z), unitRows(zPrime)];
  const unit = tf.concat([u, uPrime]);
  const pairwise = tf.sum<tf.Tensor2D>(tf.mul(u, uPrime), 1, true);
  const sample = tf.range(0, samples);
  const sampleOf = tf.concat([sample, sample]);
  const view = tf.range(0, 2 * samples);
  return {
    anchors: 2 * samples,
    similarity: tf.matMul(unit, unit, false, true),
    positive: tf.concat([pairwise, pairwise]),
    self: tf.cast(tf.equal(column(view), row(view)), 'float32'),
    negatives: tf.cast(tf.notEqual(column(sampleOf), row(sampleOf)), 'float32'),
  };
}

function contrastOf(objective: Exclude<StepObjective, DistanceObjective>): Contrast {
  requireChoice('objective', objective.kind, Object.keys(OPTIONS));
  const { kind, ...options } = objective;
  requireKnownOptions(kind, options, OPTIONS[kind]);
  switch (objective.kind) {
    case 'cross-entropy':
      return crossEntropy(objective);
    case 'quadratic':
      return (comparison) => weightedContrast(tf.div(comparison.negatives, comparison.anchors - 2), comparison, 0);
    case 'alpha-cl':
      return alphaCl(objective);
    case 'formulae': {
      const contrast = formulaContrast(objective);
      return ({ similarity, positive, negatives }) => contrast(tf.sub(similarity, positive), negatives);
    }
  }
}

function crossEntropy({
  temperature,
  positiveWeight = 0,
  constantLogit = 'none',
}: Extract<StepObjective, { kind: 'cross-entropy' }>): Contrast {
  requirePositive('temperature', temperature);
  requireNotNegative('positiveWeight', positiveWeight);
  requireChoice('constantLogit', constantLogit, CONSTANT_LOGITS);
  return ({ similarity, positive, self }) => {
    const others = tf.sub(similarity, tf.mul(self, EXCLUDED));
    // The constant logit is that of s = 1, which no other exceeds.
    const largest = withoutGradient(() =>
      constantLogit === 'one' ? tf.onesLike(positive) : tf.max<tf.Tensor2D>(others, 1, true),
    );
    const terms = tf.sum(tf.exp(tf.div(tf.sub(others, largest), temperature)), 1, true);
    const logTotal = tf.log(constantLogit === 'one' ? tf.add(terms, 1) : terms);
    const attraction = tf.div(tf.sub(largest, tf.mul(positive, 1 + positiveWeight)), temperature);
    return tf.div(tf.mean(tf.add(logTotal, attraction)), 1 + positiveWeight);
  };
}

function alphaCl({
  importance,
  normalise = 'row',
  slack = 0,
  positiveWeight = 0,
  gradient = 'stop',
}: AlphaCl): Contrast {
  const weights = batchImportance(importance);
  requireNotNegative('slack', slack);
  requireNotNegative('positiveWeight', positiveWeight);
  requireChoice('normalise', normalise, Object.keys(NORMALISE));
  requireChoice('gradient', gradient, GRADIENTS);
  return (comparison) => {
    const choose = (): tf.Tensor2D => chosenImportance(weights, NORMALISE[normalise], slack, comparison);
    const alpha = gradient === 'stop' ? withoutGradient(choose) : choose();
    return weightedContrast(alpha, comparison, positiveWeight);
  };
}

/** Mean over anchors of Σ_j α_j (s_j − s⁺ + β(1 − s⁺)). @param alpha [2N, 2N], 0 where the view is not a negative */
function weightedContrast(
  alpha: tf.Tensor2D,
  { anchors, similarity, positive }: Comparison,
  positiveWeight: number,
): tf.Scalar {
  const excess = positiveWeight === 0 ? positive : tf.sub(tf.mul(positive, 1 + positiveWeight), positiveWeight);
  return tf.div(tf.sum(tf.mul(alpha, tf.sub(similarity, excess))), anchors);
}

function chosenImportance(
  weights: BatchImportance,
  normalise: Normalise,
  slack: number,
  { anchors, similarity, negatives }: Comparison,
): tf.Tensor2D {
  const none = tf.sub<tf.Tensor2D>(1, negatives);
  const r = tf.add<tf.Tensor2D>(tf.mul(tf.maximum(tf.sub(1, similarity), SMALLEST_DISTANCE), negatives), none);
  const count = anchors - 2;
  return normalise(weights({ r, negatives, excluded: tf.mul(none, EXCLUDED), count }), slack * count, negatives);
}

/** Turns an importance's weights into α, [2N, 2N]. @param slack of a whole row */
type Normalise = (weights: RelativeWeights, slack: number, negatives: tf.Tensor2D) => tf.Tensor2D;

const NORMALISE: { readonly [Choice in NonNullable<AlphaCl['normalise']>]: Normalise } = {
  none: ({ relative, logScale }) => (logScale === undefined ? relative : tf.mul(relative, tf.exp(logScale))),
  row: ({ relative, logScale }, slack) => {
    const sums = tf.sum(relative, 1, true);
    if (slack === 0) return tf.div(relative, nonZero(sums));
    const scaledSlack = logScale === undefined ? slack : tf.mul(tf.exp(tf.neg(logScale)), slack);
    return tf.div(relative, tf.add(sums, scaledSlack));
  },
  anchor: ({ relative, logScale }, _slack, negatives) => {
    const sums = tf.sum<tf.Tensor2D>(relative, 1, true);
    const scaled =
      logScale === undefined
        ? sums
        : tf.mul(
            sums,
            tf.exp(
              tf.sub(
                logScale,
                withoutGradient(() => tf.max(logScale)),
              ),
            ),
          );
    return tf.mul(negatives, tf.div(scaled, nonZero(tf.sum(scaled))));
  },
};

/** A sum of weights that are all 0 becomes 1: they stay 0. */
function nonZero<T extends tf.Tensor>(sums: T): T {
  return tf.add(
    sums,
    withoutGradient(() => tf.cast(tf.equal(sums, 0), 'float32')),
  );
}

/** z/‖z‖ a row. */
function unitRows(z: tf.Tensor2D): tf.Tensor2D {
  const squares = tf.sum(tf.square(z), 1, true);
  return tf.div(z, tf.sqrt(tf.maximum(squares, SHORTEST_VIEW ** 2)));
}

function column(values: tf.Tensor1D): tf.Tensor2D {
  return tf.reshape(values, [-1, 1]);
}

function row(values: tf.Tensor1D): tf.Tensor2D {
  return tf.reshape(values, [1, -1]);
}

/** Shorter views are divided by this instead of their length, as in PyTorch's cosine similarity. */
const SHORTEST_VIEW = 1e-8;

/** 1 − s carries this much rounding; at exactly 0 a root or a logarithm would have no derivative. */
const SMALLEST_DISTANCE = 1e-7;

/** The names of the options of each kind, without `kind`. */
const OPTIONS: { readonly [Kind in StepObjective['kind']]: readonly string[] } = {
  'cross-entropy': ['temperature', 'positiveWeight', 'constantLogit'],
  quadratic: [],
  'alpha-cl': ['importance', 'normalise', 'slack', 'positiveWeight', 'gradient'],
  formulae: ['phi', 'psi', 'parameters'],
  distances: ['anchor', 'sums', 'parameters', 'anchors', 'negatives', 'keys', 'labels'],
};
const CONSTANT_LOGITS = ['none', 'one'] as const;
const GRADIENTS = ['stop', 'back-propagate'] as const;

function requireSamples(z: tf.Tensor2D, zPrime: tf.Tensor2D): void {
  const [first, second] = [z.shape, zPrime.shape];
  if (first.length !== 2 || first.join() !== second.join()) {
    throw new InvalidInput(`the views are [${first.join(', ')}] and [${second.join(', ')}]: both must be [N, d]`);
  }
  if (first[0] < 2) throw new InvalidInput(`${first[0]} sample: a contrast needs at least 2`);
}
