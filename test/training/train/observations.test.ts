/** What is observed while a run trains: that it is true, that it disturbs nothing, and that no break loses it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { namedRecipe } from '../../../src/training/data/augmentation/recipes.js';
import { writeChecksumList } from '../../../src/training/data/checksum-list.js';
import { augmentedViews } from '../../../src/training/data/batches/augmented-views.js';
import { epochOrder } from '../../../src/training/data/batches/sample-order.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import { openBatchEmbedder } from '../../../src/training/train/observations.js';
import { openEncoder } from '../../../src/training/evaluate/encode.js';
import { featuresAt, type FeatureRows } from '../../../src/training/evaluate/feature-rows.js';
import { plainImages } from '../../../src/training/evaluate/image-source.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { readSafetensors } from '../../../src/training/models/safetensors/read-safetensors.js';
import { knnSets } from '../../../src/training/train/knn-images.js';
import type { ImportanceMetrics, KnnMetrics } from '../../../src/training/train/metrics-log.js';
import { scalarsOf } from '../../../src/training/train/run-log.js';
import { beginRun, resumeRun } from '../../../src/training/train/train.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { shownEvents } from './read-events.js';
import { checkpointBytes, metricsOf, tinyConfig, tinyData } from './tiny-run.js';

const STEPS = 12;
const PER_EPOCH = 4;

const data = tinyData();
const root = temporaryFolder();
const whole = path.join(root, 'whole');
let run = '';
let runs = 0;

/** A second of work, but on a busy machine. */
const BUSY = 60_000;

beforeAll(() => beginRun(whole, tinyConfig(data)), BUSY);

beforeEach(() => {
  run = path.join(root, `run-${runs++}`);
});

const knnOf = (folder: string): KnnMetrics[] => metricsOf(folder).filter((line) => 'knn' in line);
const importanceOf = (folder: string): ImportanceMetrics[] => metricsOf(folder).filter((line) => 'importance' in line);
const recordOf = (folder: string): unknown => JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'));

/** Leaves the run while something is observed after so many steps. */
function leaveWhileObserving(what: string, step: number) {
  const controller = new AbortController();
  let done = 0;
  return {
    signal: controller.signal,
    onProgress: (progress: { step: number }) => {
      done = progress.step;
    },
    onActivity: (text: string) => {
      if (text.includes(what) && done === step) controller.abort();
    },
  };
}

function expectWhole(folder: string): void {
  expect(checkpointBytes(folder, STEPS)).toBe(checkpointBytes(whole, STEPS));
  expect(metricsOf(folder)).toEqual(metricsOf(whole));
}

describe('observations', () => {
  it('are made before the first step and after every epoch, each behind its step', () => {
    const places = metricsOf(whole).map((line) => [line.step, 'loss' in line ? 'step' : 'knn' in line ? 'knn' : 'α']);
    const expected = [0, ...Array.from({ length: STEPS }, (_, k) => k + 1)].flatMap((step) => [
      ...(step > 0 ? [[step, 'step']] : []),
      ...(step % PER_EPOCH === 0
        ? [
            [step, 'knn'],
            [step, 'α'],
          ]
        : []),
    ]);
    expect(places).toEqual(expected);
    expect(knnOf(whole).map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
  });

  it('change no bit of the training, and are made as often as asked for, and after the last step', async () => {
    await beginRun(run, tinyConfig(data, { knnEvery: 0, importanceEvery: 2, knnQueries: 3 }));
    expect(checkpointBytes(run, STEPS)).toBe(checkpointBytes(whole, STEPS));
    expect(metricsOf(run).filter((line) => 'loss' in line)).toEqual(metricsOf(whole).filter((line) => 'loss' in line));
    expect(knnOf(run)).toEqual([]);
    expect(recordOf(run)).not.toHaveProperty('knn');
    expect(importanceOf(run).map(({ step }) => step)).toEqual([0, 8, 12]);
  });

  it.each([
    ['neighbours', 0],
    ['neighbours', 4],
    ['α', 8],
    ['neighbours', 12],
  ])('that a signal cuts short (%s after step %i) are made when the run goes on', async (what, step) => {
    const outcome = await beginRun(run, tinyConfig(data), leaveWhileObserving(what, step));
    expect(outcome).toMatchObject({ step, status: step === STEPS ? 'finished' : 'interrupted' });
    expect(metricsOf(run).length).toBeLessThan(metricsOf(whole).length);
    expect(await resumeRun(run, { flags: {} })).toMatchObject({
      status: 'finished',
      knn: knnOf(whole).at(-1)?.knn.weighted,
    });
    expectWhole(run);
  });

  it('stand in TensorBoard’s files too, every line once, after a break as well', async () => {
    await beginRun(run, tinyConfig(data), leaveWhileObserving('α', 4));
    await resumeRun(run, { flags: {} });
    const float32 = (values: Record<string, number>): Record<string, number> =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.fround(value)]));
    const speed = { 'train/views_per_second': expect.any(Number) as number };
    const expected = metricsOf(run).map((line) => ({
      step: line.step,
      scalars: { ...float32(scalarsOf(line)), ...('loss' in line && speed) },
    }));
    expect(shownEvents(run).map(({ step, scalars }) => ({ step, scalars }))).toEqual(expected);
  });

  it('by nearest neighbours are the votes counted by hand, on the official test images', async () => {
    const model = namedModel('tiny');
    const encoder = await openEncoder({ engine: await chooseEngine('cpu'), model, imageSize: 32 });
    const { tensors } = await readSafetensors(path.join(whole, 'checkpoints', `step-${STEPS}.safetensors`));
    const encode = async (split: 'train' | 'test') => {
      const set = loadDataset('cifar10', { data, split });
      const { features } = await encoder.encode(tensors, plainImages(set, namedRecipe('simclr-cifar').normalisation));
      return { features, labels: set.labels };
    };
    const [train, test] = [await encode('train'), await encode('test')];
    await encoder.close();
    const votes = Array.from(test.labels, (_, query) => {
      const cosines = Array.from(train.labels, (label, row) => ({
        label,
        cosine: cosine(featuresAt(test.features, query), featuresAt(train.features, row)),
      })).toSorted((a, b) => b.cosine - a.cosine);
      const classes = new Float64Array(10);
      for (const { label, cosine: s } of cosines.slice(0, 20))
        classes[label] = (classes[label] ?? 0) + Math.exp(s / 0.1);
      return { weighted: classes.indexOf(Math.max(...classes)), nearest: cosines[0]?.label };
    });
    const share = (of: 'weighted' | 'nearest'): number =>
      votes.filter((vote, query) => vote[of] === test.labels[query]).length / votes.length;
    expect(knnOf(whole).at(-1)?.knn).toEqual({
      weighted: share('weighted'),
      nearest: share('nearest'),
      count: 20,
      bank: 32,
      queries: 12,
    });
    expect(recordOf(whole)).toMatchObject({
      knn: {
        bank: { name: 'CIFAR-10 train', from: 0, images: 32 },
        queries: { name: 'CIFAR-10 test', from: 0, images: 12 },
      },
    });
  });

  it('take the training images that a subset leaves out, and no image that is trained on', async () => {
    const config = tinyConfig(data, { subset: 24, knnBank: 10, knnQueries: 5 });
    const images = loadDataset('cifar10', { data, split: 'train', limit: 24 });
    const sets = await knnSets(config, images, () => expect.fail());
    expect(sets?.images).toEqual({
      bank: { name: 'CIFAR-10 train', from: 0, images: 10 },
      queries: { name: 'CIFAR-10 train', from: 24, images: 5 },
    });
    const { pixels } = loadDataset('cifar10', { data, split: 'train' });
    expect(Buffer.from(sets?.queries.pixels ?? []).equals(pixels.subarray(24 * 3072, 29 * 3072))).toBe(true);
  });

  it('take no damaged image', async () => {
    const sealed = tinyData();
    const folder = path.join(sealed, 'cifar-10-batches-bin');
    await writeChecksumList(folder, ['test_batch.bin']);
    const file = path.join(folder, 'test_batch.bin');
    const bytes = readFileSync(file);
    bytes[100] = (bytes[100] as number) ^ 1;
    writeFileSync(file, bytes);
    const notices: string[] = [];
    const images = loadDataset('cifar10', { data: sealed, split: 'train' });
    expect(await knnSets(tinyConfig(sealed), images, (text) => notices.push(text))).toBeUndefined();
    expect(notices).toEqual([expect.stringMatching(/not followed .*test_batch\.bin is not as SHA256SUMS/)]);
  });

  it('are skipped with a notice where there is nothing to classify, and the run continues', async () => {
    const bare = tinyData();
    rmSync(path.join(bare, 'cifar-10-batches-bin', 'test_batch.bin'));
    const notices: string[] = [];
    await beginRun(run, tinyConfig(bare, { epochs: 1 }), { onNotice: (text) => notices.push(text) });
    expect(notices).toEqual([expect.stringMatching(/^nearest neighbours are not followed .*test_batch\.bin/)]);
    expect(knnOf(run)).toEqual([]);
    await resumeRun(run, { flags: { data } }, { onNotice: (text) => notices.push(text) });
    expect(notices).toHaveLength(2);
    expect(notices[1]).toContain('on other images than before');
  });

  it('see the embedding that the loss sees: the loss of a step from the batch of that step', async () => {
    const model = namedModel('tiny');
    const { batch: pairs, temperature = 0, seed } = tinyConfig(data);
    const images = loadDataset('cifar10', { data, split: 'train' });
    const indices = epochOrder({ order: 'shuffled', seed, epoch: 0, count: images.count }).slice(0, pairs);
    const view = (of: 0 | 1): Float32Array =>
      augmentedViews({ images, recipe: namedRecipe('simclr-cifar'), seed }, { epoch: 0, indices, view: of });
    const engine = await chooseEngine('cpu');
    for (const views of ['joint', 'separate'] as const) {
      const folder = path.join(root, views);
      await beginRun(folder, tinyConfig(data, { views, epochs: 1, knnEvery: 0, importanceEvery: 0 }));
      const embedder = await openBatchEmbedder({ engine, model, views, pairs, imageSize: 32 });
      const { first, second } = await embedder.embed(initialWeights(model, seed), { first: view(0), second: view(1) });
      await embedder.close();
      const step = metricsOf(folder).find((line) => 'loss' in line);
      expect(infoNCE(first, second, temperature)).toBeCloseTo(step?.loss as number, 4);
    }
  });
});

function cosine(u: ArrayLike<number>, v: ArrayLike<number>): number {
  const product = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
    Array.from(a).reduce((sum, x, k) => sum + x * (b[k] as number), 0);
  return product(u, v) / Math.sqrt(product(u, u) * product(v, v));
}

/** Mean of −log of the positive's share among an anchor's 2N − 1 others. */
function infoNCE(first: FeatureRows, second: FeatureRows, temperature: number): number {
  const rows = [first, second].flatMap((view) => Array.from({ length: view.rows }, (_, i) => featuresAt(view, i)));
  const losses = rows.map((anchor, a) => {
    const weights = rows.map((other, j) => (j === a ? 0 : Math.exp(cosine(anchor, other) / temperature)));
    const positive = weights[(a + first.rows) % rows.length] as number;
    return -Math.log(positive / weights.reduce((sum, weight) => sum + weight, 0));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
