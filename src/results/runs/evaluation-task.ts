/** Representations that can be evaluated: a run's encoder, and the baselines that it is compared with. A new one is a function here. */
import type { NamedData, TensorData } from '../../training/compile/step.js';
import { recipeOf, type DatasetName } from '../../training/data/datasets.js';
import type { ImageSet } from '../../training/data/image-set.js';
import type { Engine } from '../../training/engines/engine.js';
import { ScoreSheet } from '../../training/evaluate/class-scores.js';
import type { LabelledFeatures } from '../../training/evaluate/feature-rows.js';
import type { LinearProtocol } from '../../training/evaluate/linear-protocol.js';
import { trainSupervised } from '../../training/evaluate/supervised.js';
import { row, type Matrix } from '../../theory/algebra/matrix.js';
import { multiplyTransposed } from '../../theory/algebra/multiply.js';
import { initialWeights } from '../../training/models/initialise.js';
import type { Model } from '../../training/models/model.js';
import { digestOf } from '../../training/train/train.js';
import { softwareVersions } from '../../training/train/versions.js';
import { describeShare, describeTest, type EvaluatedImages } from './evaluated-images.js';
import type { Evaluation, ImagesUsed, Subject } from './evaluation.js';
import { measure } from './measure.js';
import { encodedRepresentation, pixelRepresentation, type OnProgress, type Representation } from './representation.js';

export interface EvaluationTask {
  readonly subject: Subject;
  /** Seed of the linear classifier, its order, and augmented views. */
  readonly seed: number;
  represent(context: TaskContext): Promise<Representation & Pick<Evaluation, 'classifier'>>;
}

export interface TaskContext {
  readonly engine: Engine;
  readonly dataset: DatasetName;
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

/** Returns the task of a run's encoder. @param weights after `step` steps; other entries of a training state are ignored */
export function encoderTask(step: number, weights: NamedData, { model, seed }: SeededModel): EvaluationTask {
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

export interface SupervisedTask extends SeededModel {
  readonly epochs: number;
  /** Images per batch. Default 128, or as many as there are images. */
  readonly batchSize?: number;
  /** Worker threads, as in `viewBatches`. */
  readonly workers?: number;
}

/** Returns the task of the model with a classifier, trained from scratch on the labels of the same images and augmentations. */
export function supervisedTask({ model, seed, epochs, batchSize = 128, workers }: SupervisedTask): EvaluationTask {
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

/** Runs an evaluation. @throws InvalidInput when a feature is no finite number, or as its parts do */
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
export function imagesUsed(images: EvaluatedImages, imageSize?: number): ImagesUsed {
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
