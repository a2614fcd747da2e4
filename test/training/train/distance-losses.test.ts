/** Whole runs with losses of distances, by name. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { beginRun, resumeRun } from '../../../src/training/train/train.js';
import type { Matrix } from '../../../src/theory/algebra/matrix.js';
import { distanceLoss, distanceWeights } from '../../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import { unitRows } from '../../../src/theory/losses/unit-rows.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { openBatchEmbedder } from '../../../src/training/train/observations.js';
import { storedConfig } from '../../../src/training/train/run-config.js';
import { stepFeed, stepOn, type FedBatch } from '../../../src/training/train/step-feed.js';
import { trainingPlan } from '../../../src/training/train/training-step.js';
import {
  cifar10Bytes,
  patternRecords,
  stl10Pixels,
  temporaryFolder,
  writeDataFile,
  writeTinyDatasets,
} from '../data/tiny-dataset.js';
import { checkpointBytes, metricsOf, tinyConfig, tinyData } from './tiny-run.js';

const data = tinyData();
const root = temporaryFolder();

/** Some seconds each, but on a busy machine, in milliseconds. */
const BUSY = 180_000;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

it.each(['siglip', 'debiased', 'supcon', 'uniformity', 'sogclr'])(
  '--loss %s trains, and its loss falls',
  async (loss) => {
    const run = path.join(root, loss);
    const config = tinyConfig(data, { loss, epochs: 8, knnEvery: 0, learningRate: 0.003 });
    expect(await beginRun(run, config)).toMatchObject({ status: 'finished', step: 32 });
    const losses = metricsOf(run).flatMap((line) => ('loss' in line ? [line.loss] : []));
    expect(meanOf(losses.slice(-8))).toBeLessThan(meanOf(losses.slice(0, 8)));
  },
  BUSY,
);

it.each([
  ['averages of each sample', { loss: 'sogclr' }],
  ['labels', { loss: 'supcon', augment: 'device' }],
] as const)(
  'goes on with %s to the same bits',
  async (_what, flags) => {
    const run = path.join(root, flags.loss, 'again');
    const config = tinyConfig(data, { ...flags, epochs: 3, knnEvery: 0 });
    await beginRun(`${run}-whole`, config);
    const controller = new AbortController();
    await beginRun(run, config, { signal: controller.signal, onProgress: () => controller.abort() });
    expect(await resumeRun(run, { flags: {} })).toMatchObject({ status: 'finished', step: 12 });
    expect(checkpointBytes(run, 12)).toBe(checkpointBytes(`${run}-whole`, 12));
  },
  BUSY,
);

const LEVELLED = {
  anchor: 'sum(detach(max(0, mu - n)/tau/weights)*(p - n))',
  sums: { mu: 'level(max(0, x - n)/tau)', weights: 'max(0, mu - n)/tau' },
  parameters: { tau: 0.5 },
};

it.each([
  ['with labels', { loss: 'supcon' }, namedDistanceLoss('supcon')],
  [
    'with a level',
    { anchor: LEVELLED.anchor, sum: 'mu=level(max(0, x - n)/tau); weights=max(0, mu - n)/tau', set: 'tau=0.5' },
    distanceLoss(LEVELLED),
  ],
])(
  'takes a first step %s whose loss is that of its formula',
  async (_what, flags, known) => {
    const config = tinyConfig(data, { ...flags, batch: 16 });
    const images = loadDataset('cifar10', { data, split: 'train' });
    const plan = trainingPlan(config, images);
    const feed = stepFeed({ config, images, plan });
    const batch = (await feed.batches(0).next()).value as FedBatch;
    const engine = await chooseEngine('cpu', {});
    const running = await engine.start(feed.step, {});
    running.setState(plan.start());
    const { loss } = await stepOn(running, batch, 0);
    const { first, second, labels } = batch.inputs;
    const { model, views, batch: pairs } = config;
    const embedder = await openBatchEmbedder({ engine, model: namedModel(model), views, pairs, imageSize: 32 });
    const floats = (of: typeof first): Float32Array => of?.data as Float32Array;
    const embedded = await embedder.embed(plan.start(), { first: floats(first), second: floats(second) });
    const unit = [embedded.first, embedded.second].map(
      ({ rows, columns, data: entries }) => unitRows({ rows, columns, data: Float64Array.from(entries) }).unit,
    ) as [Matrix, Matrix];
    const classes = labels?.data as Int32Array | undefined;
    const plain = distanceWeights(known, ...unit).value;
    if (classes === undefined) {
      expect(loss / plain).toBeCloseTo(1, 5);
    } else {
      expect(new Set(classes).size).toBeLessThan(classes.length);
      const expected = distanceWeights(known, ...unit, { labels: classes }).value;
      expect(loss / expected).toBeCloseTo(1, 5);
      expect(expected).not.toBeCloseTo(plain, 2);
    }
    await Promise.all([running.close(), embedder.close()]);
  },
  BUSY,
);

it('refuses images without labels, and a batch of one class, in one line', async () => {
  const folder = temporaryFolder();
  writeTinyDatasets(folder, 8);
  writeDataFile(folder, 'stl10', 'unlabeled_X.bin', stl10Pixels(patternRecords(4, 96)));
  const flags = { dataset: 'stl10', unlabeled: 'with', loss: 'supcon', imageSize: 8, batch: 4 } as const;
  await expect(beginRun(path.join(root, 'stl10'), tinyConfig(folder, flags))).rejects.toThrow(
    /^the loss takes labels, and 4 of the 12 images of STL-10 .* have none: give --labels without/,
  );
  writeDataFile(
    folder,
    'cifar10',
    'data_batch_1.bin',
    cifar10Bytes(patternRecords(8, 32).map((one) => ({ ...one, label: 3 }))),
  );
  const run = beginRun(path.join(root, 'one'), tinyConfig(folder, { loss: 'supcon', batch: 4, knnEvery: 0 }));
  await expect(run).rejects.toThrow(/batch 0 of epoch 0: its 4 images are all of one class/);
  expect(storedConfig({ ...tinyConfig(folder, { loss: 'supcon' }), labels: undefined }, 'run.json').labels).toBe(
    'without',
  );
});
