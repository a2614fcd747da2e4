/** Evaluations of a run and of its baselines, kept in the run's folder; those already there are not computed again. */
import { requireChoice, requireFunctions, requireWhole } from '../../base/option-checks.js';
import { row, type Matrix } from '../../theory/algebra/matrix.js';
import { multiplyTransposed } from '../../theory/algebra/multiply.js';
import type { NamedData, TensorData } from '../../training/compile/step.js';
import { recipeOf, type DatasetChoice } from '../../training/data/dataset-choice.js';
import type { ImageSet } from '../../training/data/image-set.js';
import { chooseEngine } from '../../training/engines/choose-engine.js';
import type { Engine } from '../../training/engines/engine.js';
import { ScoreSheet } from '../../training/evaluate/class-scores.js';
import type { LabelledFeatures } from '../../training/evaluate/feature-rows.js';
import type { LinearProtocol } from '../../training/evaluate/linear-protocol.js';
import { trainSupervised } from '../../training/evaluate/supervised.js';
import { initialWeights } from '../../training/models/initialise.js';
import type { Model } from '../../training/models/model.js';
import { engineOptions } from '../../training/train/run-engine.js';
import { readRunRecord, runPaths, type RunRecord } from '../../training/train/run-folder.js';
import { requireSameImages, digestOf } from '../../training/train/train.js';
import { modelOf } from '../../training/train/training-step.js';
import { softwareVersions } from '../../training/train/versions.js';
import { chosenCheckpoint } from './chosen-checkpoint.js';
import { evaluatedImages, describeTest, type EvaluatedImages } from './evaluated-images.js';
import { describeShare } from './share-words.js';
import { TEST_CHOICES, type TestChoice } from './test-choices.js';
import { addEvaluation, readEvaluations } from './evaluation-file.js';
import { sameEvaluation, type Evaluation, type ImagesUsed, type Subject } from './evaluation.js';
import { measure } from './measure.js';
import { type OnProgress, encodedRepresentation, pixelRepresentation, type Representation } from './representation.js';

/** Baselines with which a run is compared. */
export type BaselineName = 'pixels' | 'random' | 'supervised';

/** Options of an evaluation: the measures, and the images. */
export interface EvaluateRunOptions {
  /** Folder of the data sets. Default: that of the run. */
  readonly data?: string;
  /** Test images. Default `official`. */
  readonly test?: TestChoice;
  /** Steps of the checkpoint. Default: the last whole one. */
  readonly checkpoint?: number;
  /** Baselines that are evaluated beside the encoder. Default none. */
  readonly baselines?: readonly BaselineName[];
  /** Epochs of supervised training. Default: those of the run. */
  readonly supervisedEpochs?: number;
  /** Name of an engine. Default: that of the run. */
  readonly engine?: string;
  /** Protocol of linear evaluation. Default: that of the authors' code. */
  readonly linear?: LinearProtocol;
  /** Treatment of an evaluation that is there already. Default `keep`. */
  readonly known?: 'keep' | 'compute again';
  /** Called when an evaluation begins, and with its progress. */
  readonly onProgress?: (subject: Evaluation['subject'], progress: Parameters<OnProgress>[0]) => void;
  readonly onNotice?: (text: string) => void;
}

/** The evaluations of a run and of its baselines. */
export interface RunEvaluation {
  readonly run: RunRecord;
  /** Evaluation of the run's encoder. */
  readonly encoder: Evaluation;
  /** Evaluations of the baselines, in the order in which they were requested. */
  readonly baselines: readonly Evaluation[];
}

interface EvaluationTask {
  readonly subject: Subject;
  /** Seed of the linear classifier, its order, and augmented views. */
  readonly seed: number;
  represent(context: TaskContext): Promise<Representation & Pick<Evaluation, 'classifier'>>;
}

interface TaskContext {
  readonly engine: Engine;
  readonly dataset: DatasetChoice;
  readonly images: EvaluatedImages;
  /** Pixels per side that a model sees, and of raw pixels. Default: those of the images. */
  readonly imageSize?: number;
  /** Protocol of linear evaluation. Default: that of the authors' code. */
  readonly linear?: LinearProtocol;
  readonly onProgress?: OnProgress;
}

interface SeededModel {
  readonly model: Model;
  readonly seed: number;
}

interface SupervisedTask extends SeededModel {
  readonly epochs: number;
  /** Images per batch. Default 128, or as many as there are images. */
  readonly batchSize?: number;
  /** Worker threads, as in `viewBatches`. */
  readonly workers?: number;
}

/**
 * Evaluates a run: learns from the labelled images that the run was trained on, and measures on others. Each evaluation is
 * written to the run's `evaluation.json` as soon as it is made.
 *
 * @throws InvalidInput when there is no run, no such checkpoint, the images are missing or others than those that the run was
 *   trained on, no image is held out, the engine does not work, or a file is damaged or cannot be written
 * @example
 * const { encoder } = await evaluateRun('run', { linear: { epochs: 1 } });
 * encoder.linear.last.epoch; // 1
 */
export async function evaluateRun(folder: string, options: EvaluateRunOptions = {}): Promise<RunEvaluation> {
  const { checkpoint: step, onNotice = () => undefined, baselines = [], known = 'keep' } = options;
  requireChoice('known', known, ['keep', 'compute again']);
  for (const baseline of baselines) requireChoice('baseline', baseline, ['pixels', 'random', 'supervised']);
  if (options.supervisedEpochs !== undefined) requireWhole('supervisedEpochs', options.supervisedEpochs, 1);
  if (options.test !== undefined) requireChoice('choice of test images', options.test, TEST_CHOICES);
  if (step !== undefined) requireWhole('checkpoint', step, 0);
  requireFunctions({ onNotice, onProgress: options.onProgress });
  const paths = runPaths(folder);
  const run = readRunRecord(paths);
  const { config } = run;
  const images = await evaluatedImages(
    {
      ...config,
      data: options.data ?? config.data,
      trained: run.dataset.images,
      ...(options.test !== undefined && { test: options.test }),
    },
    onNotice,
  );
  // With unlabeled images a run was trained on more than a classifier can learn from.
  if (config.unlabeled !== 'with') requireSameImages(run, images.train);
  const checkpoint = await chosenCheckpoint(paths, step, onNotice);
  const seeded = { model: modelOf(config), seed: config.seed };
  const named: Readonly<Record<BaselineName, () => EvaluationTask>> = {
    pixels: pixelsTask,
    random: () => randomEncoderTask(seeded),
    supervised: () =>
      supervisedTask({
        ...seeded,
        epochs: options.supervisedEpochs ?? config.epochs,
        batchSize: config.batch,
        ...(config.workers !== undefined && { workers: config.workers }),
      }),
  };

  const { imageSize } = config;
  const used = imagesUsed(images, imageSize);
  const stored = known === 'keep' ? readEvaluations(folder) : [];
  let engine: Engine | undefined;
  const evaluation = async (task: EvaluationTask): Promise<Evaluation> => {
    const { subject } = task;
    const epochs = options.linear?.epochs;
    const found = stored.find(
      (one) =>
        sameEvaluation(one, { subject, images: used }) && (epochs === undefined || one.linear.last.epoch === epochs),
    );
    if (found !== undefined) return found;
    engine ??= await (options.engine === undefined
      ? chooseEngine(config.engine, engineOptions({ ...config, devices: undefined }))
      : chooseEngine(options.engine));
    const made = await evaluateTask(task, {
      engine,
      dataset: config.dataset,
      images,
      ...(imageSize !== undefined && { imageSize }),
      ...(options.linear !== undefined && { linear: options.linear }),
      onProgress: (progress) => options.onProgress?.(subject, progress),
    });
    await addEvaluation(folder, made);
    return made;
  };

  const encoder = await evaluation(encoderTask(checkpoint.step, checkpoint.state, seeded));
  const others: Evaluation[] = [];
  for (const name of baselines) others.push(await evaluation(named[name]()));
  return { run, encoder, baselines: others };
}

/** Returns the task of a run's encoder. @param weights after `step` steps; other entries of a training state are ignored */
function encoderTask(step: number, weights: NamedData, { model, seed }: SeededModel): EvaluationTask {
  return {
    subject: { kind: 'encoder', step },
    seed,
    represent: (context) =>
      encodedRepresentation({ ...context, model, weights, seed, recipe: recipeOf(context.dataset) }),
  };
}

/** Returns the task of the model before training. */
export function randomEncoderTask({ model, seed }: SeededModel): EvaluationTask {
  return {
    ...encoderTask(0, initialWeights(model, seed), { model, seed }),
    subject: { kind: 'random', model: model.name, seed },
  };
}

export function pixelsTask(): EvaluationTask {
  return {
    subject: { kind: 'pixels' },
    seed: 0,
    represent: async (context) => pixelRepresentation(context.images, recipeOf(context.dataset), context.imageSize),
  };
}

/** Returns the task of the model with a classifier, trained from scratch on the labels of the same images and augmentations. */
function supervisedTask({ model, seed, epochs, batchSize = 128, workers }: SupervisedTask): EvaluationTask {
  return {
    subject: { kind: 'supervised', model: model.name, epochs, seed },
    seed,
    represent: async (context) => {
      const { engine, dataset, images, imageSize, onProgress } = context;
      const recipe = recipeOf(dataset);
      const batch = Math.min(batchSize, images.train.count);
      const total = epochs * Math.floor(images.train.count / batch);
      let done = 0;
      const weights = await trainSupervised({
        engine,
        model,
        train: images.train,
        recipe,
        epochs,
        batchSize: batch,
        seed,
        ...(imageSize !== undefined && { imageSize }),
        ...(workers !== undefined && { workers }),
        onStep: () => onProgress?.({ what: 'supervised training', done: ++done, total }),
      });
      const representation = await encodedRepresentation({ ...context, model, weights, seed, recipe });
      return { ...representation, classifier: classifierScore(representation.test, weights) };
    },
  };
}

/** Runs an evaluation. @throws InvalidInput when a feature is not a finite number, or as its parts do */
export async function evaluateTask(task: EvaluationTask, context: TaskContext): Promise<Evaluation> {
  const begins = performance.now();
  const { engine, images } = context;
  const { classifier, ...representation } = await task.represent(context);
  const classes = images.train.classNames.length;
  const metrics = await measure(representation, { ...context, classes, seed: task.seed });
  return {
    subject: task.subject,
    images: imagesUsed(images, context.imageSize),
    engine: { name: engine.name, device: engine.device },
    versions: softwareVersions(),
    seconds: Number(((performance.now() - begins) / 1000).toPrecision(4)),
    ...metrics,
    ...(classifier !== undefined && { classifier }),
  };
}

/** Describes the images of an evaluation. @param imageSize pixels per side to which they are resized. Default: as they are */
function imagesUsed(images: EvaluatedImages, imageSize?: number): ImagesUsed {
  const { choice, train, test } = images;
  const used = (set: typeof train, description: string): ImagesUsed['train'] => ({
    name: set.name,
    images: set.count,
    officialImages: set.officialCount,
    sha256: digestOf(set),
    description: description + resizedTo(set, imageSize),
  });
  return { choice, train: used(train, describeShare(train)), test: used(test, describeTest(images)) };
}

function resizedTo({ size }: ImageSet, imageSize = size): string {
  return imageSize === size ? '' : `, resized from ${size} × ${size} to ${imageSize} × ${imageSize} pixels`;
}

function classifierScore(
  { features, labels }: LabelledFeatures,
  weights: NamedData,
): NonNullable<Evaluation['classifier']> {
  const bias = weights['classifier.bias'] as TensorData;
  const classes = bias.data.length;
  const inDoubles = (rows: number, columns: number, data: ArrayLike<number>): Matrix => ({
    rows,
    columns,
    data: Float64Array.from(data),
  });
  const products = multiplyTransposed(
    inDoubles(features.rows, features.columns, features.data),
    inDoubles(classes, features.columns, (weights['classifier.weight'] as TensorData).data),
  );
  const sheet = new ScoreSheet(classes);
  for (let i = 0; i < features.rows; i++) {
    sheet.add(
      row(products, i).map((value, c) => value + (bias.data[c] as number)),
      labels[i] as number,
    );
  }
  const { accuracy, loss } = sheet.score();
  return { testAccuracy: accuracy, testLoss: loss };
}
