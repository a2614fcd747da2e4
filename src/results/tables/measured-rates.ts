/** Times of the parts of a job on this machine, in seconds, from a few of each: real steps, real images, made-up features. */
import type { Engine } from '../../training/engines/engine.js';
import { recipeOf } from '../../training/data/dataset-choice.js';
import type { ImageSet } from '../../training/data/image-set.js';
import { loadImages } from '../../training/data/load-images.js';
import { openEncoder } from '../../training/evaluate/encode.js';
import type { LabelledFeatures } from '../../training/evaluate/feature-rows.js';
import { plainImages } from '../../training/evaluate/image-source.js';
import { linearEvaluation } from '../../training/evaluate/linear-evaluation.js';
import { neighbourAccuracy } from '../../training/evaluate/nearest-neighbours.js';
import { initialWeights } from '../../training/models/initialise.js';
import { imageSizeOf, splitOf } from '../../training/train/run-config.js';
import { startOptions, withEngine } from '../../training/train/run-engine.js';
import type { RunConfig } from '../../training/train/run-options.js';
import { stepFeed, stepOn } from '../../training/train/step-feed.js';
import { modelOf, trainingPlan } from '../../training/train/training-step.js';

/** Times of a run and of its encoder. */
export interface TrainingRates {
  /** Start of the engine, until the first step. */
  readonly start: number;
  /** A step, with the views that it takes. */
  readonly step: number;
  /** Encoding of an image, once the encoder is ready. */
  readonly encoding: number;
}

/** Largest number of images that are read, and of those that are encoded. */
const [READ, ENCODED] = [2 ** 13, 512];

/** Number of steps that are not timed: the engine warms up, and the batches that were made meanwhile are used up. */
const WARM_UP = 3;
const FEWEST = 3;

/** Times some steps of a run, and its encoder. @param seconds that the steps may take, at least a few @throws InvalidInput as a run does */
export async function measureSteps(engine: Engine, config: RunConfig, seconds: number): Promise<TrainingRates> {
  const { subset = Infinity } = config;
  const limit = Math.min(subset, Math.max(READ, config.batch));
  const images = await loadImages(config, { split: splitOf(config), limit });
  const endless = { ...config, epochs: 1000, warmUpEpochs: 0 };
  const plan = trainingPlan(endless, images);
  const feed = stepFeed({ config: withEngine(endless, engine, images), images, plan });
  const starting = stopwatch();
  const running = await engine.start(feed.step, startOptions(config));
  try {
    running.setState(plan.start());
    const start = starting();
    let taken = 0;
    let timed = stopwatch();
    for await (const batch of feed.batches(0)) {
      if (taken === WARM_UP) timed = stopwatch();
      if (taken >= WARM_UP + FEWEST && timed() > seconds) break;
      await stepOn(running, batch, plan.rate(0));
      taken++;
    }
    const step = timed() / (taken - WARM_UP);
    return { start, step, encoding: await encodingSeconds(engine, config, images) };
  } finally {
    await running.close();
  }
}

async function encodingSeconds(engine: Engine, config: RunConfig, { pixels, ...images }: ImageSet): Promise<number> {
  const [model, imageSize] = [modelOf(config), imageSizeOf(config)];
  const count = Math.min(ENCODED, images.count);
  const few = { ...images, count, pixels: pixels.subarray(0, 3 * images.size ** 2 * count) };
  const source = plainImages(few, recipeOf(config.dataset).normalisation, imageSize);
  const weights = initialWeights(model, config.seed);
  const encoder = await openEncoder({ engine, model, imageSize });
  try {
    // The first time it warms up.
    await encoder.encode(weights, source);
    const timed = stopwatch();
    await encoder.encode(weights, source);
    return timed() / count;
  } finally {
    await encoder.close();
  }
}

/** Times of classifiers for features of one width. */
export interface ClassifierRates {
  /** An epoch of the linear classifier, per image that is learnt from or measured on. */
  readonly linear: number;
  /** Comparison of an image with another. */
  readonly pair: number;
}

/** Rows of made-up features that are learnt from and measured on; epochs of linear evaluation that are not timed, and all. */
const [TRAIN, TEST] = [1024, 256];
const EPOCHS = { first: 2, all: 6 };

/** Times classifiers. @param columns of the features */
export async function measureClassifiers(engine: Engine, columns: number, classes: number): Promise<ClassifierRates> {
  const madeUp = (rows: number): LabelledFeatures => ({
    features: { rows, columns, data: Float32Array.from({ length: rows * columns }, (_, k) => Math.sin(k * 12.9898)) },
    labels: Int32Array.from({ length: rows }, (_, k) => k % classes),
  });
  const [train, test] = [madeUp(TRAIN), madeUp(TEST)];
  let timed = stopwatch();
  const onEpoch = ({ epoch }: { readonly epoch: number }): void => {
    if (epoch === EPOCHS.first) timed = stopwatch();
  };
  await linearEvaluation({ engine, train, test, classes, epochs: EPOCHS.all, onEpoch });
  const linear = timed() / (EPOCHS.all - EPOCHS.first) / (TRAIN + TEST);
  await neighbourAccuracy({ engine, train: test, test, classes });
  timed = stopwatch();
  await neighbourAccuracy({ engine, train, test, classes });
  return { linear, pair: timed() / (TRAIN * TEST) };
}

/** Returns a function that tells the seconds since this call. */
export function stopwatch(): () => number {
  const begins = performance.now();
  return () => (performance.now() - begins) / 1000;
}
