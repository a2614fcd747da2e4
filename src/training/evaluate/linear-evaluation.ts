/**
 * Linear evaluation: how well a linear classifier reads the classes off frozen features.
 *
 * The protocol of the authors' code: features standardised by the training set's mean and deviation, then logistic
 * regression by Adam with an L2 penalty, minibatches in a new random order each epoch, the last one smaller.
 */
import {
  requireChoice,
  requireFunctions,
  requireNotNegative,
  requirePositive,
  requireWhole,
} from '../../base/option-checks.js';
import type { NamedData, TensorData } from '../compile/step.js';
import { epochOrder, requireSampleOrder } from '../data/batches/sample-order.js';
import type { Engine, RunningStep } from '../engines/engine.js';
import { initialWeights } from '../models/initialise.js';
import { adam } from '../step/adam.js';
import { initialState } from '../step/initial-state.js';
import { ScoreSheet, type ClassScore } from './class-scores.js';
import {
  featuresAt,
  requireLabelled,
  requireSameColumns,
  rowsAsTensor,
  type FeatureRows,
  type LabelledFeatures,
} from './feature-rows.js';
import { LINEAR_PROTOCOL, type LinearProtocol } from './linear-protocol.js';
import { classifierWeights, logitsStep, regressionStep, type ClassifierShape } from './logistic-regression.js';
import { rowBlocks } from './row-blocks.js';

/** Features to train and to test on, and how. */
export interface LinearEvaluationOptions extends LinearProtocol {
  readonly engine: Engine;
  readonly train: LabelledFeatures;
  /** Never trained on. */
  readonly test: LabelledFeatures;
  readonly classes: number;
  /** Seed of the first weights and of the order. Default 0. */
  readonly seed?: number;
  /** Is told of every epoch as it ends. */
  readonly onEpoch?: (score: EpochScore) => void;
}

/** Accuracy after an epoch. */
export interface EpochScore {
  /** From 1. */
  readonly epoch: number;
  readonly train: ClassScore;
  readonly test: ClassScore;
}

/** Accuracy and loss that a linear classifier reached. */
export interface LinearEvaluation {
  /** The epoch of the best test accuracy, the first of equal ones. It is chosen on the test set, as the authors do. */
  readonly best: EpochScore;
  readonly last: EpochScore;
  readonly epochs: readonly EpochScore[];
  /** `classifier.weight` [classes, features] and `classifier.bias` after the last epoch, for standardised features. */
  readonly classifier: NamedData;
}

/** Updates in one run of the engine; beyond this, little of its overhead is left. */
const UPDATES_PER_RUN = 8;

/** Rows whose logits are computed at once. */
const SCORED_ROWS = 8192;

interface Standardisation {
  /** [columns]. */
  readonly mean: Float64Array;
  /** [columns], of the population (divided by n); 1 where a feature does not change. */
  readonly deviation: Float64Array;
}

/**
 * A deviation of at most this many roundings of the mean is a constant feature's: dividing by it would make noise of it.
 * A sum of n float32 values in float64 is off by at most n·2⁻⁵³ of their size; n stays below 2²⁰ here.
 */
const CONSTANT = 2 ** -33;

/**
 * Trains a linear classifier on frozen features and measures it after every epoch.
 *
 * @throws InvalidInput on features that do not fit each other, labels that are no classes, or options out of range
 * @example
 * const train = { features: { rows: 4, columns: 1, data: Float32Array.of(-2, -1, 1, 2) }, labels: [0, 0, 1, 1] };
 * const engine = await chooseEngine('cpu');
 * const { last } = await linearEvaluation({ engine, train, test: train, classes: 2, epochs: 50, learningRate: 0.1 });
 * last.test.accuracy; // 1
 */
export async function linearEvaluation(options: LinearEvaluationOptions): Promise<LinearEvaluation> {
  const { engine, train, test, classes, seed = 0, onEpoch } = options;
  const protocol = protocolOf(options);
  requireWhole('seed', seed, 0);
  requireFunctions({ onEpoch });
  requireSets(options);
  const scaling = protocol.features === 'plain' ? undefined : standardisationOf(train.features);
  const [trained, tested] = [train, test].map(({ features, labels }) => ({
    features: scaling === undefined ? features : standardised(features, scaling),
    labels,
  })) as [LabelledFeatures, LabelledFeatures];

  const shape = { features: train.features.columns, classes };
  const descent = await openDescent(engine, trained, { ...protocol, seed, shape });
  try {
    const scorer = await openScorer(engine, shape, Math.min(SCORED_ROWS, train.features.rows, test.features.rows));
    try {
      const epochs: EpochScore[] = [];
      for (let epoch = 0; epoch < protocol.epochs; epoch++) {
        const classifier = await descent.pass(epoch);
        const score = {
          epoch: epoch + 1,
          train: await scorer.score(classifier, trained),
          test: await scorer.score(classifier, tested),
        };
        epochs.push(score);
        onEpoch?.(score);
      }
      return { ...bestAndLast(epochs), epochs, classifier: await descent.classifier() };
    } finally {
      await scorer.close();
    }
  } finally {
    await descent.close();
  }
}

function bestAndLast(epochs: readonly EpochScore[]): Pick<LinearEvaluation, 'best' | 'last'> {
  const best = epochs.reduce((so, next) => (next.test.accuracy > so.test.accuracy ? next : so));
  return { best, last: epochs.at(-1) as EpochScore };
}

interface DescentOptions extends Required<LinearProtocol> {
  readonly seed: number;
  readonly shape: ClassifierShape;
}

interface Descent {
  /** One epoch; the classifier after it. */
  pass(epoch: number): Promise<NamedData>;
  classifier(): Promise<NamedData>;
  close(): Promise<void>;
}

async function openDescent(
  engine: Engine,
  { features, labels }: LabelledFeatures,
  { seed, order, batchSize, learningRate, weightDecay, shape }: DescentOptions,
): Promise<Descent> {
  const updates = Math.min(UPDATES_PER_RUN, Math.ceil(features.rows / batchSize));
  const step = regressionStep({ shape, optimiser: adam({ weightDecay }), learningRate, batchSize, updates });
  const weights = classifierWeights(shape);
  const running = await engine.start(step);
  running.setState(initialState(step, initialWeights({ parameters: weights, buffers: {} }, seed)));
  const classifier = async (): Promise<NamedData> => {
    const state = await running.state();
    return Object.fromEntries(Object.keys(weights).map((name) => [name, state[name] as TensorData]));
  };
  return {
    async pass(epoch) {
      const indices = epochOrder({ order, seed, epoch, count: features.rows });
      for (let from = 0; from < indices.length; from += updates * batchSize) {
        const chosen = indices.slice(from, from + updates * batchSize);
        await running.run(minibatches({ features, labels }, chosen, updates, batchSize));
      }
      return classifier();
    },
    classifier,
    close: () => running.close(),
  };
}

/** The inputs of `regressionStep`. @param indices at most updates·batchSize rows */
function minibatches(
  { features, labels }: LabelledFeatures,
  indices: readonly number[],
  updates: number,
  batchSize: number,
): NamedData {
  const { columns } = features;
  const rows = updates * batchSize;
  const x = new Float32Array(rows * columns);
  const y = new Int32Array(rows);
  const share = new Float32Array(rows);
  indices.forEach((index, k) => {
    x.set(featuresAt(features, index), k * columns);
    y[k] = labels[index] as number;
    const batch = Math.floor(k / batchSize);
    share[k] = 1 / Math.min(batchSize, indices.length - batch * batchSize);
  });
  const active = Float32Array.from({ length: updates }, (_, k) => (k * batchSize < indices.length ? 1 : 0));
  return {
    features: { shape: [rows, columns], dtype: 'float32', data: x },
    labels: { shape: [rows], dtype: 'int32', data: y },
    share: { shape: [rows], dtype: 'float32', data: share },
    active: { shape: [updates], dtype: 'float32', data: active },
  };
}

interface Scorer {
  score(classifier: NamedData, data: LabelledFeatures): Promise<ClassScore>;
  close(): Promise<void>;
}

/** @param block rows at once, at most as many as there are */
async function openScorer(engine: Engine, shape: ClassifierShape, block: number): Promise<Scorer> {
  const running = await engine.start(logitsStep(shape, block));
  running.setState({});
  return {
    async score(classifier, { features, labels }) {
      const sheet = new ScoreSheet(shape.classes);
      for (const { start, fresh, end } of rowBlocks(features.rows, block)) {
        const logits = await logitsOfRows(running, classifier, features, { start, end });
        for (let i = fresh; i < end; i++) {
          const at = (i - start) * shape.classes;
          sheet.add(logits.subarray(at, at + shape.classes), labels[i] as number);
        }
      }
      return sheet.score();
    },
    close: () => running.close(),
  };
}

async function logitsOfRows(
  running: RunningStep,
  classifier: NamedData,
  features: FeatureRows,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<Float32Array> {
  const outputs = await running.run({ ...classifier, features: rowsAsTensor(features, start, end) });
  return outputs['logits']?.data as Float32Array;
}

function protocolOf(given: LinearProtocol): Required<LinearProtocol> {
  const {
    epochs = LINEAR_PROTOCOL.epochs,
    batchSize = LINEAR_PROTOCOL.batchSize,
    learningRate = LINEAR_PROTOCOL.learningRate,
    weightDecay = LINEAR_PROTOCOL.weightDecay,
    order = LINEAR_PROTOCOL.order,
    features = LINEAR_PROTOCOL.features,
  } = given;
  requireWhole('epochs', epochs, 1);
  requireWhole('batchSize', batchSize, 1);
  requirePositive('learningRate', learningRate);
  requireNotNegative('weightDecay', weightDecay);
  requireSampleOrder(order);
  requireChoice('features', features, ['standardised', 'plain']);
  return { epochs, batchSize, learningRate, weightDecay, order, features };
}

function requireSets({ train, test, classes }: LinearEvaluationOptions): void {
  requireLabelled('the training set', train, classes);
  requireLabelled('the test set', test, classes);
  requireSameColumns(train.features, test.features);
}

function standardisationOf(features: FeatureRows): Standardisation {
  const { rows, columns } = features;
  const mean = new Float64Array(columns);
  eachValue(features, (value, column) => (mean[column] = (mean[column] as number) + value / rows));
  const variance = new Float64Array(columns);
  eachValue(features, (value, column) => {
    variance[column] = (variance[column] as number) + (value - (mean[column] as number)) ** 2 / rows;
  });
  const deviation = variance.map((square, column) => {
    const root = Math.sqrt(square);
    return root > CONSTANT * Math.abs(mean[column] as number) ? root : 1;
  });
  return { mean, deviation };
}

function standardised(features: FeatureRows, { mean, deviation }: Standardisation): FeatureRows {
  const data = new Float32Array(features.data.length);
  const { columns } = features;
  eachValue(features, (value, column, row) => {
    data[row * columns + column] = (value - (mean[column] as number)) / (deviation[column] as number);
  });
  return { ...features, data };
}

function eachValue(features: FeatureRows, visit: (value: number, column: number, row: number) => void): void {
  for (let i = 0; i < features.rows; i++) {
    const row = featuresAt(features, i);
    for (let j = 0; j < row.length; j++) visit(row[j] as number, j, i);
  }
}
