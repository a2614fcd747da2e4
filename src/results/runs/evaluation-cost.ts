/** Forecast of the time of an evaluation, from its parts on few images. */
import { augmentedViews } from '../../training/data/batches/augmented-views.js';
import { datasetFiles } from '../../training/data/dataset-files.js';
import { recipeOf } from '../../training/data/datasets.js';
import type { ImageSet } from '../../training/data/image-set.js';
import { loadDataset } from '../../training/data/load-dataset.js';
import type { Engine } from '../../training/engines/engine.js';
import { alignment, uniformity } from '../../training/evaluate/alignment-uniformity.js';
import { openEncoder } from '../../training/evaluate/encode.js';
import type { LabelledFeatures } from '../../training/evaluate/feature-rows.js';
import { plainImages } from '../../training/evaluate/image-source.js';
import { linearEvaluation } from '../../training/evaluate/linear-evaluation.js';
import { LINEAR_PROTOCOL } from '../../training/evaluate/linear-protocol.js';
import { neighbourAccuracy } from '../../training/evaluate/nearest-neighbours.js';
import { spectrum } from '../../training/evaluate/spectrum.js';
import { initialWeights } from '../../training/models/initialise.js';
import { imageSizeOf } from '../../training/train/run-config.js';
import type { RunConfig } from '../../training/train/run-options.js';
import { modelOf } from '../../training/train/training-step.js';
import type { TestChoice } from './evaluated-images.js';
import { VIEWED } from './representation.js';
import { stopwatch } from './training-cost.js';

/** Numbers of images that are learnt from, and that are measured on. */
export interface EvaluationExtent {
  readonly train: number;
  readonly test: number;
}

/** Times of encoding, in seconds. */
export interface EncoderRates {
  /** Time to prepare an encoder. */
  readonly start: number;
  /** Time to encode an image. */
  readonly image: number;
  /** Time to make a view of an image. */
  readonly view: number;
  /** Time of the spectra, of alignment and uniformity. */
  readonly spectra: number;
}

/** Times of classifiers in seconds, for features of one width. */
export interface ClassifierRates {
  /** Time of an epoch of the linear classifier, per image that is learnt from or measured on. */
  readonly linear: number;
  /** Time to compare an image with another. */
  readonly pair: number;
}

/** Returns the numbers of images of an evaluation. @throws InvalidInput when the data set is not there */
export function evaluationExtent(config: RunConfig, test: TestChoice): EvaluationExtent {
  const { dataset, data, subset } = config;
  const all = datasetFiles(dataset, { data, split: 'train' }).count;
  const train = Math.min(subset ?? all, all);
  return { train, test: test === 'held-out' ? all - train : datasetFiles(dataset, { data, split: 'test' }).count };
}

const ENCODED_AT_ONCE = 128;
const ENCODED = 4 * ENCODED_AT_ONCE;

/** Times an encoder on few images. @throws InvalidInput as an evaluation does */
export async function measureEncoder(
  engine: Engine,
  config: RunConfig,
  { test }: EvaluationExtent,
): Promise<EncoderRates> {
  const { dataset, data, seed } = config;
  const images = repeated(loadDataset(dataset, { data, split: 'train', limit: ENCODED }), ENCODED);
  const recipe = recipeOf(dataset);
  const imageSize = imageSizeOf(config);
  const model = modelOf(config);
  const weights = initialWeights(model, seed);
  const starting = stopwatch();
  const encoder = await openEncoder({ engine, model, imageSize });
  try {
    await encoder.encode(weights, plainImages(part(images, ENCODED_AT_ONCE), recipe.normalisation, imageSize));
    const start = starting();
    const encoding = stopwatch();
    const { features, embedding } = await encoder.encode(weights, plainImages(images, recipe.normalisation, imageSize));
    const image = encoding() / ENCODED;
    const viewing = stopwatch();
    const indices = Array.from({ length: ENCODED_AT_ONCE }, (_, k) => k);
    augmentedViews({ images, recipe, seed, viewSize: imageSize }, { epoch: 0, indices, view: 0 });
    const view = viewing() / ENCODED_AT_ONCE;

    let spectra = 0;
    uniformity(embedding);
    for (const rows of [features, embedding]) {
      const decomposing = stopwatch();
      spectrum(rows);
      spectra += decomposing();
      const comparing = stopwatch();
      alignment(rows, rows);
      uniformity(rows);
      // All pairs are compared.
      spectra += comparing() * (Math.min(VIEWED, test) / ENCODED) ** 2;
    }
    return { start, image, view, spectra };
  } finally {
    await encoder.close();
  }
}

/** Number of values of the synthetic features on which classifiers are timed; ROWS: least and largest number of rows. */
const VALUES = 2 ** 20;
const ROWS = { least: 1024, most: 4096 };
/** Number of training rows per test row. */
const SHARE = 4;
/** Number of rows of the warm-up. */
const FIRST_ROWS = 256;
/** Epochs of linear evaluation: those that are not timed, and all. */
const EPOCHS = { first: 2, all: 6 };

/** Times classifiers. @param columns of the features */
export async function measureClassifiers(engine: Engine, columns: number, classes: number): Promise<ClassifierRates> {
  const rows = Math.min(ROWS.most, Math.max(ROWS.least, SHARE * Math.floor(VALUES / columns / SHARE)));
  const [train, test] = [madeUp(rows, columns, classes), madeUp(rows / SHARE, columns, classes)];
  let timed = stopwatch();
  await linearEvaluation({
    engine,
    train,
    test,
    classes,
    epochs: EPOCHS.all,
    onEpoch: ({ epoch }) => {
      if (epoch === EPOCHS.first) timed = stopwatch();
    },
  });
  const linear = timed() / (EPOCHS.all - EPOCHS.first) / (rows + rows / SHARE);
  const few = madeUp(FIRST_ROWS, columns, classes);
  await neighbourAccuracy({ engine, train: few, test: few, classes });
  const comparing = stopwatch();
  await neighbourAccuracy({ engine, train, test, classes });
  return { linear, pair: comparing() / (rows * (rows / SHARE)) };
}

/** Returns the seconds of linear evaluation and nearest neighbours, by the authors' protocol. */
export function classifierSeconds({ train, test }: EvaluationExtent, { linear, pair }: ClassifierRates): number {
  return LINEAR_PROTOCOL.epochs * (train + test) * linear + train * test * pair;
}

function madeUp(rows: number, columns: number, classes: number): LabelledFeatures {
  const data = Float32Array.from({ length: rows * columns }, (_, k) => Math.sin(k * 12.9898));
  return { features: { rows, columns, data }, labels: Int32Array.from({ length: rows }, (_, k) => k % classes) };
}

/** Returns the first images of a set. */
function part(set: ImageSet, count: number): ImageSet {
  const length = 3 * set.size * set.size;
  return { ...set, count, pixels: set.pixels.subarray(0, count * length), labels: set.labels.subarray(0, count) };
}

/** Repeats the images of a set where there are fewer than `count`. */
function repeated(set: ImageSet, count: number): ImageSet {
  if (set.count >= count) return set;
  const length = 3 * set.size * set.size;
  const [pixels, labels] = [new Uint8Array(count * length), new Uint8Array(count)];
  for (let k = 0; k < count; k++) {
    const from = k % set.count;
    pixels.set(set.pixels.subarray(from * length, (from + 1) * length), k * length);
    labels[k] = set.labels[from] as number;
  }
  return { ...set, count, pixels, labels };
}
