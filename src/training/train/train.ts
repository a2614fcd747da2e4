/**
 * A training run that survives: begun, interrupted, killed and continued, it ends with the same weights.
 *
 * All that a step depends on is its state and its number: the views of a batch, the order of the images and the learning
 * rate follow from the configuration. A checkpoint is the state; to go on is to take the next step.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { datasetFolderName } from '../data/dataset-choice.js';
import { NO_LABEL, type ImageSet } from '../data/image-set.js';
import { loadImages } from '../data/load-images.js';
import { chooseEngine } from '../engines/choose-engine.js';
import type { Engine } from '../engines/engine.js';
import { requireHalfPrecision } from '../engines/require-half-precision.js';
import { takeLock, type Lock } from '../../base/files/lock.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import { latestCheckpoint, removePartialCheckpoints, saveCheckpoint, type Checkpoint } from './checkpoints.js';
import { knnSets, type KnnSets } from './knn-images.js';
import {
  lastingConfig,
  requireSameConfig,
  resumedConfig,
  splitOf,
  storedConfig,
  type ConfigSources,
} from './run-config.js';
import { clearRemnants, makeRunFolder, readRunRecord, runPaths, writeRunRecord, type RunRecord } from './run-folder.js';
import { engineOptions, withEngine } from './run-engine.js';
import type { RunConfig } from './run-options.js';
import { withCompilation } from './compile-trial.js';
import { trainSteps, type StepsWatch, type TrainOutcome } from './train-steps.js';
import { trainingPlan, type TrainingPlan } from './training-step.js';
import { softwareVersions } from './versions.js';

/** Ways to stop a run, and listeners to its progress. */
export interface TrainWatch extends StepsWatch {
  /** Told what a person should know but need not act on, such as a damaged checkpoint that was passed over. */
  readonly onNotice?: (text: string) => void;
  /** Lock on the folder, where the caller holds it already and goes on holding it. */
  readonly lock?: Lock;
  /** True where `subset` is a preset's, not the person's own: of fewer images a new run takes what there is. */
  readonly subsetAtMost?: boolean;
}

/**
 * Begins a run in a new folder.
 *
 * @throws InvalidInput when the folder holds something already, is in use or cannot be written, the data set cannot be
 *   read, the engine does not work, or the training diverges
 * @example
 * const flags = { data: 'datasets', subset: 8, batch: 4, epochs: 1, engine: 'cpu', workers: 0 };
 * const { status, steps } = await beginRun('begun', resolveConfig({ preset: 'smoke', flags }));
 * [status, steps]; // ['finished', 2]
 */
export async function beginRun(folder: string, asked: RunConfig, watch: TrainWatch = {}): Promise<TrainOutcome> {
  const { onNotice = () => undefined } = watch;
  const since = Date.now();
  const paths = runPaths(folder);
  const images = await imagesOf(asked, watch);
  const config = ofThoseThere(asked, images, onNotice);
  const plan = trainingPlan(config, images);
  makeRunFolder(paths);
  const lock = watch.lock ?? (await takeLock(paths.lock, { onNotice }));
  try {
    // Another process may have begun and left meanwhile.
    makeRunFolder(paths);
    clearRemnants(paths);
    const engine = await chooseEngine(config.engine, engineOptions(config));
    if (config.precision === 'float16' || config.precision === 'bfloat16') {
      await requireHalfPrecision(engine, config.precision);
    }
    const knn = await knnSets(config, images, onNotice);
    const chosen = await withCompilation(
      { config: withEngine(config, engine, images), images, plan, engine },
      onNotice,
    );
    const record = recordOf(chosen, { engine, images, plan, knn });
    const first: Checkpoint = { step: 0, state: plan.start(), config: lastingConfig(record.config) };
    await saveCheckpoint(paths.checkpoints, first);
    // From here on there is a run; before, a start with --out may be repeated.
    await writeRunRecord(paths, record);
    return await trainSteps({
      ...watch,
      lock,
      paths,
      config: record.config,
      images,
      plan,
      engine,
      from: first,
      knn,
      since,
    });
  } finally {
    if (watch.lock === undefined) lock.release();
  }
}

/**
 * Continues a run from its last checkpoint that is whole.
 *
 * @param given options beside those of the run: only those may differ on which weights do not depend
 * @throws InvalidInput as `beginRun`; when there is no run or no whole checkpoint; when the configuration or the images are
 *   others than those it was begun with
 * @example
 * (await resumeRun('run', { flags: { workers: 0 } })).status; // 'finished'
 */
export async function resumeRun(folder: string, given: ConfigSources, watch: TrainWatch = {}): Promise<TrainOutcome> {
  const { onNotice = () => undefined } = watch;
  const since = Date.now();
  const paths = runPaths(folder);
  const record = readRunRecord(paths);
  const config = resumedConfig(record.config, given, paths.record);
  const images = await imagesOf(config, watch);
  requireSameImages(record, images);
  const plan = trainingPlan(config, images);
  const lock = watch.lock ?? (await takeLock(paths.lock, { onNotice }));
  try {
    removePartialCheckpoints(paths.checkpoints);
    const from = await latestCheckpoint(paths.checkpoints, onNotice);
    const source = `the checkpoint of step ${from.step}`;
    // An option that came later than the checkpoint has its default there.
    const { data } = config;
    requireSameConfig(storedConfig({ data, ...from.config }, source), lastingConfig(config), source);
    const engine = await chooseEngine(config.engine, engineOptions(config));
    for (const change of changes(record, engine)) onNotice(`${change}: weights may differ in their last bits`);
    const knn = await knnSets(config, images, onNotice);
    if (knn !== undefined && !isDeepStrictEqual(knn.images, record.knn)) {
      onNotice(`nearest neighbours are followed on other images than before: ${JSON.stringify(knn.images)}`);
    }
    return await trainSteps({ ...watch, lock, paths, config, images, plan, engine, from, knn, since });
  } finally {
    if (watch.lock === undefined) lock.release();
  }
}

async function imagesOf(config: RunConfig, watch: TrainWatch): Promise<ImageSet> {
  const { data, subset } = config;
  const images = await loadImages(
    config,
    { split: splitOf(config), ...(subset !== undefined && { limit: subset }) },
    watch,
  );
  if (subset !== undefined && images.count < subset && watch.subsetAtMost !== true) {
    throw new InvalidInput(`--subset is ${subset}: ${images.name} in ${data} holds ${images.count}; give at most that`);
  }
  if (config.labels === 'with') requireLabels(images);
  return images;
}

/** Leaves out a preset's subset where there are fewer images. */
function ofThoseThere(config: RunConfig, { name, count }: ImageSet, onNotice: (text: string) => void): RunConfig {
  const { subset, ...others } = config;
  if (subset === undefined || subset <= count) return config;
  onNotice(`the preset asks for ${thousands(subset)} images, and ${name} holds ${thousands(count)}: all are taken`);
  return others;
}

function requireLabels({ name, count, labels }: ImageSet): void {
  const without = labels.filter((label) => label === NO_LABEL).length;
  if (without === 0) return;
  throw new InvalidInput(
    `the loss takes labels, and ${without} of the ${count} images of ${name} have none: give --labels without, which makes each image ` +
      'a class of its own, or leave out images without labels (--unlabeled without)',
  );
}

interface RunParts {
  readonly engine: Engine;
  readonly images: ImageSet;
  readonly plan: TrainingPlan;
  readonly knn: KnnSets | undefined;
}

function recordOf(config: RunConfig, { engine, images, plan, knn }: RunParts): RunRecord {
  return {
    config,
    versions: softwareVersions(),
    engine: { name: engine.name, device: engine.device },
    dataset: {
      name: images.name,
      images: images.count,
      officialImages: images.officialCount,
      sha256: digestOf(images, config.labels),
    },
    ...(knn !== undefined && { knn: knn.images }),
    batchesPerEpoch: plan.batchesPerEpoch,
    steps: plan.steps,
    startedAt: new Date().toISOString(),
  };
}

/** Bytes that are hashed at once: Node.js takes no more than 2³¹ − 1. */
const HASHED_AT_ONCE = 2 ** 28;

/** SHA-256 of the pixels, and of the labels where a run trains with them. */
export function digestOf({ pixels, labels }: ImageSet, has: 'with' | 'without' = 'without'): string {
  const hash = createHash('sha256');
  for (let from = 0; from < pixels.length; from += HASHED_AT_ONCE) {
    hash.update(pixels.subarray(from, from + HASHED_AT_ONCE));
  }
  if (has === 'with') hash.update(labels);
  return hash.digest('hex');
}

/** @throws InvalidInput when the images are others than those that the run was begun with */
export function requireSameImages({ dataset, config }: RunRecord, images: ImageSet): void {
  if (images.count === dataset.images && digestOf(images, config.labels) === dataset.sha256) return;
  const folder = datasetFolderName(config.dataset);
  throw new InvalidInput(
    `the images in ${folder} (${images.count}) are not the ${dataset.images} that the run was begun with: ` +
      'give the folder that holds those with --data',
  );
}

function changes({ versions, engine }: RunRecord, now: Engine): string[] {
  const changed = Object.entries(softwareVersions()).filter(([name, version]) => versions[name] !== version);
  return [
    ...changed.map(([name, version]) => `the run was begun with ${name} ${versions[name]}, and this is ${version}`),
    ...(engine.device === now.device ? [] : [`the run was begun on ${engine.device}, and this is ${now.device}`]),
  ];
}
