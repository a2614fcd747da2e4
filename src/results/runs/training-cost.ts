/** Forecast of the time of a run from a few of its real steps: views made as in the run, on its engine, with its batch and loss. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { datasetFiles } from '../../training/data/dataset-files.js';
import { DATASETS } from '../../training/data/datasets.js';
import type { ImageSet } from '../../training/data/image-set.js';
import { loadDataset } from '../../training/data/load-dataset.js';
import type { Engine } from '../../training/engines/engine.js';
import { saveCheckpoint } from '../../training/train/checkpoints.js';
import { openObservations } from '../../training/train/observations.js';
import { splitOf } from '../../training/train/run-config.js';
import type { RunConfig } from '../../training/train/run-options.js';
import { digestOf } from '../../training/train/train.js';
import { batchesFrom, stepOn } from '../../training/train/train-steps.js';
import { trainingPlan } from '../../training/train/training-step.js';

/** Times of the parts of a training, in seconds. */
export interface TrainingRates {
  /** Start of the engine, until the first step. */
  readonly start: number;
  /** Time to read and check an image. */
  readonly image: number;
  readonly step: number;
  readonly checkpoint: number;
  /** Time to observe α once. */
  readonly importance: number;
}

/** Parts of which a run consists. */
export interface TrainingExtent {
  readonly images: number;
  readonly batchesPerEpoch: number;
  readonly steps: number;
}

/** Returns the extent of a training. @throws InvalidInput when the data set is not there */
export function trainingExtent(config: RunConfig): TrainingExtent {
  const { dataset, data, subset, batch, epochs } = config;
  const { count } = datasetFiles(dataset, { data, split: splitOf(config) });
  const images = Math.min(subset ?? count, count);
  const batchesPerEpoch = Math.floor(images / batch);
  return { images, batchesPerEpoch, steps: batchesPerEpoch * epochs };
}

/** Number of steps that are not timed: the engine warms up, and the batches that were made meanwhile are used up. */
const WARM_UP = 3;
const FEWEST = 3;
/** Largest number of bytes of images that are read: a small set as a whole, since checksums cost the same for a part of it. */
const MOST_BYTES = 2 ** 28;

/** Times some steps of a run. @param seconds that they may take, at least a few steps @throws InvalidInput as a run does */
export async function measureTraining(engine: Engine, config: RunConfig, seconds: number): Promise<TrainingRates> {
  const reading = stopwatch();
  const images = someImages(config);
  digestOf(images);
  const image = reading() / images.count;

  const endless = { ...config, epochs: 1000, warmUpEpochs: 0 };
  const plan = trainingPlan(endless, images);
  const starting = stopwatch();
  const running = await engine.start(plan.step, { precision: config.precision });
  const state = plan.start();
  running.setState(state);
  const start = starting();
  try {
    let taken = 0;
    let timed = stopwatch();
    for await (const batch of batchesFrom({ config: endless, images, plan }, 0)) {
      if (taken === WARM_UP) timed = stopwatch();
      if (taken >= WARM_UP + FEWEST && timed() > seconds) break;
      await stepOn(running, batch, plan.rate(0));
      taken++;
    }
    const step = timed() / (taken - WARM_UP);
    const checkpoint = await checkpointSeconds(await running.state());
    return { start, image, step, checkpoint, importance: await importanceSeconds(engine, config, images) };
  } finally {
    await running.close();
  }
}

function someImages(config: RunConfig): ImageSet {
  const { dataset, data, subset = Infinity } = config;
  const most = Math.floor(MOST_BYTES / (3 * DATASETS[dataset].size ** 2));
  return loadDataset(dataset, { data, split: splitOf(config), limit: Math.min(subset, most) });
}

async function checkpointSeconds(state: Parameters<typeof saveCheckpoint>[1]['state']): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-plan-'));
  try {
    await saveCheckpoint(folder, { step: 1, state, config: {} });
    const saving = stopwatch();
    await saveCheckpoint(folder, { step: 2, state, config: {} });
    return saving();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function importanceSeconds(engine: Engine, config: RunConfig, images: ImageSet): Promise<number> {
  if (config.importanceEvery === 0) return 0;
  const plan = trainingPlan({ ...config, epochs: 2, warmUpEpochs: 0, importanceEvery: 1 }, images);
  const observations = openObservations({ config, plan, images, engine, knn: undefined, known: [] });
  try {
    const state = plan.start();
    let looking = stopwatch();
    // The first look makes its step ready.
    for (const step of [0, plan.steps]) {
      looking = stopwatch();
      for await (const _ of observations.after(step, async () => state)) await setTimeout(0);
    }
    return looking();
  } finally {
    await observations.close();
  }
}

/** Returns a function that tells the seconds since this call. */
export function stopwatch(): () => number {
  const begins = performance.now();
  return () => (performance.now() - begins) / 1000;
}
