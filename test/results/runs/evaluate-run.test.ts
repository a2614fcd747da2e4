import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeChecksumList } from '../../../src/training/data/checksum-list.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { namedRecipe } from '../../../src/training/data/augmentation/recipes.js';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import { cudaObstacle } from '../../../src/training/engines/cuda.js';
import { openEncoder } from '../../../src/training/evaluate/encode.js';
import { pixelFeatures, plainImages } from '../../../src/training/evaluate/image-source.js';
import { linearEvaluation } from '../../../src/training/evaluate/linear-evaluation.js';
import { logitsOf, oneHot } from '../../../src/training/evaluate/logistic-regression.js';
import { neighbourAccuracy } from '../../../src/training/evaluate/nearest-neighbours.js';
import { trainSupervised } from '../../../src/training/evaluate/supervised.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import {
  evaluateRun,
  type EvaluateRunOptions,
  type RunEvaluation,
  evaluateTask,
  pixelsTask,
  randomEncoderTask,
} from '../../../src/results/runs/evaluate-run.js';
import { evaluateByPeers, type PeerProtocol } from '../../../src/results/runs/peer-evaluation.js';
import { PEER_PROTOCOLS } from '../../../experiments/peer-protocols.js';
import { evaluatedImages } from '../../../src/results/runs/evaluated-images.js';
import type { TestChoice } from '../../../src/results/runs/test-choices.js';
import type { Evaluation } from '../../../src/results/runs/evaluation.js';
import { checkpointFile, readCheckpoint } from '../../../src/training/train/checkpoints.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { toTensors } from '../../training/models/tensors.js';
import { BUSY, HELD_OUT, runsData, TEST, TRAINED, trainedRun } from './runs-data.js';

const data = runsData();
const root = temporaryFolder();
const original = path.join(root, 'original');
const linear = { epochs: 3 };
let runs = 0;

beforeAll(() => trainedRun(original, data), BUSY);

function copyOfRun(): string {
  const run = path.join(root, `run-${runs++}`);
  cpSync(original, run, { recursive: true });
  return run;
}

const evaluated = (run: string, options: EvaluateRunOptions = {}): Promise<RunEvaluation> =>
  evaluateRun(run, { linear, ...options });

const stored = (run: string): Evaluation[] =>
  (JSON.parse(readFileSync(path.join(run, 'evaluation.json'), 'utf8')) as { evaluations: Evaluation[] }).evaluations;

/** What does not depend on the clock. */
const metrics = (evaluation: Evaluation): object => ({ ...evaluation, seconds: 0 });

describe('images of an evaluation', () => {
  it('holds out exactly the training images that were not trained on, in their order', async () => {
    const held = await evaluatedImages({ dataset: 'cifar10', data, trained: TRAINED, test: 'held-out' });
    const { train, test, testFrom } = held;
    const all = loadDataset('cifar10', { data, split: 'train' });
    expect([train.count, test.count, testFrom]).toEqual([TRAINED, HELD_OUT, TRAINED]);
    expect([...train.pixels, ...test.pixels]).toEqual([...all.pixels]);
    expect([...train.labels, ...test.labels]).toEqual([...all.labels]);
    const half = (choice: TestChoice): ReturnType<typeof evaluatedImages> =>
      evaluatedImages({ dataset: 'cifar10', data, trained: 25, test: choice });
    const halves = await Promise.all([half('held-out-first'), half('held-out-second')]);
    expect(halves.map((one) => [one.testFrom, one.test.count])).toEqual([
      [25, 11],
      [36, 12],
    ]);
    expect(halves.flatMap((one) => [...one.test.pixels])).toEqual([...(await half('held-out')).test.pixels]);
  });

  it('compares the files of those that are held out with their checksums too', async () => {
    const sealed = runsData();
    const folder = path.join(sealed, 'cifar-10-batches-bin');
    await writeChecksumList(folder, ['data_batch_1.bin', 'data_batch_2.bin']);
    const held = (trained: number): Promise<unknown> =>
      evaluatedImages({ dataset: 'cifar10', data: sealed, trained, test: 'held-out' });
    await held(TRAINED);
    const file = path.join(folder, 'data_batch_2.bin');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    writeFileSync(file, bytes);
    // The first 20 images lie in the other file: no image of this one is trained on.
    await expect(held(20)).rejects.toThrow(/data_batch_2\.bin is not as SHA256SUMS beside it says/);
  });

  it('refuses to hold out none', async () => {
    await expect(evaluatedImages({ dataset: 'cifar10', data, test: 'held-out' })).rejects.toThrow(
      /no image is held out: all 48 .* were trained on; .*--subset/,
    );
  });
});

describe('evaluation of a run', () => {
  it.runIf(cudaObstacle() !== undefined)(
    'that was begun on an engine which is not here names one that is, and works with it',
    async () => {
      const run = copyOfRun();
      const file = path.join(run, 'run.json');
      const record = JSON.parse(readFileSync(file, 'utf8')) as { config: object };
      writeFileSync(file, JSON.stringify({ ...record, config: { ...record.config, engine: 'cuda' } }));
      await expect(evaluated(run, { test: 'held-out' })).rejects.toThrow(
        /engine cuda does not work here.*--engine cpu/,
      );
      const { encoder } = await evaluated(run, { test: 'held-out', engine: 'cpu' });
      expect(encoder.engine.name).toBe('cpu');
    },
    BUSY,
  );

  it('gives the metrics of its parts for the checkpoint’s weights and the images it names', async () => {
    const run = copyOfRun();
    const { encoder } = await evaluated(run);
    expect(encoder).toMatchObject({
      subject: { kind: 'encoder', step: 12 },
      images: {
        choice: 'official',
        train: { name: 'CIFAR-10 train', images: TRAINED, officialImages: 50_000 },
        test: { images: TEST, description: 'CIFAR-10 test, 24 of 10,000 images (a subset)' },
      },
      engine: { name: 'cpu' },
      neighbours: { count: 20 },
      views: { images: TEST },
    });
    const engine = await chooseEngine('cpu');
    const open = await openEncoder({ engine, model: namedModel('tiny'), imageSize: 32 });
    const { state } = await readCheckpoint(checkpointFile(path.join(run, 'checkpoints'), 12), 12);
    const rows = async (split: 'train' | 'test', limit: number) => {
      const set = loadDataset('cifar10', { data, split, limit });
      const source = plainImages(set, namedRecipe('simclr-cifar').normalisation);
      return { features: (await open.encode(state, source)).features, labels: set.labels };
    };
    const sets = { train: await rows('train', TRAINED), test: await rows('test', TEST) };
    await open.close();
    const expected = await linearEvaluation({ engine, ...sets, classes: 10, seed: 1, ...linear });
    const { best, last } = encoder.linear;
    expect([best.epoch, best.testAccuracy, best.testLoss, last.epoch, last.trainAccuracy]).toEqual([
      expected.best.epoch,
      expected.best.test.accuracy,
      expected.best.test.loss,
      3,
      expected.last.train.accuracy,
    ]);
    const { weighted, nearest } = await neighbourAccuracy({ engine, ...sets, classes: 10 });
    expect([encoder.neighbours.weighted, encoder.neighbours.nearest]).toEqual([weighted, nearest]);
    const { effectiveRank, singularValues } = encoder.spectrum?.features ?? { effectiveRank: 0, singularValues: [] };
    expect(effectiveRank).toBeGreaterThan(1);
    expect(singularValues).toHaveLength(16);
    expect(encoder.views?.embedding?.alignment).toBeGreaterThan(0);
    expect(encoder.views?.embedding?.uniformity).toBeLessThan(0);
  });

  it('keeps results of checkpoints and images apart, adds what is asked for, and computes nothing twice', async () => {
    const run = copyOfRun();
    const first = await evaluated(run);
    await evaluated(run, { checkpoint: 10 });
    const held = await evaluated(run, { test: 'held-out', baselines: ['pixels', 'random'] });
    expect(held.encoder.images.test).toMatchObject({
      images: HELD_OUT,
      description: 'CIFAR-10 train, 16 held-out images (33 to 48; not the official test set)',
    });
    expect(stored(run).map(({ subject, images }) => [subject.kind, images.choice])).toEqual([
      ['encoder', 'official'],
      ['encoder', 'official'],
      ['encoder', 'held-out'],
      ['pixels', 'held-out'],
      ['random', 'held-out'],
    ]);
    // An engine that does not exist is not asked for when everything is there.
    const again = await evaluated(run, { engine: 'none' });
    expect(again.encoder).toEqual(first.encoder);
    const forced = await evaluated(run, { known: 'compute again' });
    expect(metrics(forced.encoder)).toEqual(metrics(first.encoder));
    expect(stored(run)).toHaveLength(5);
  });

  it('keeps the results of two that are made at once', async () => {
    const run = copyOfRun();
    await Promise.all([evaluated(run), evaluated(run, { test: 'held-out' })]);
    expect(
      stored(run)
        .map(({ images }) => images.choice)
        .toSorted(),
    ).toEqual(['held-out', 'official']);
  });

  it('evaluates baselines as they are without a run', async () => {
    const run = copyOfRun();
    const { encoder, baselines } = await evaluated(run, { test: 'held-out', baselines: ['random', 'pixels'] });
    const images = await evaluatedImages({ dataset: 'cifar10', data, trained: TRAINED, test: 'held-out' });
    const context = { engine: await chooseEngine('cpu'), dataset: 'cifar10', images, linear } as const;
    const random = await evaluateTask(randomEncoderTask({ model: namedModel('tiny'), seed: 1 }), context);
    const pixels = await evaluateTask(pixelsTask(), context);
    expect(baselines.map(metrics)).toEqual([random, pixels].map(metrics));
    expect(pixels.spectrum).toBeUndefined();
    expect(random.linear.best.testLoss).not.toBe(encoder.linear.best.testLoss);
  });

  it('trains the supervised baseline, and scores the classifier that was trained with it', async () => {
    const { baselines } = await evaluated(copyOfRun(), { baselines: ['supervised'], supervisedEpochs: 2 });
    const { train, test } = await evaluatedImages({ dataset: 'cifar10', data, trained: TRAINED });
    const engine = await chooseEngine('cpu');
    const [model, recipe] = [namedModel('tiny'), namedRecipe('simclr-cifar')];
    const options = { engine, model, train, recipe, epochs: 2, batchSize: 8, seed: 1, workers: 0 };
    const weights = toTensors(await trainSupervised(options));
    const expected = tf.tidy(() => {
      const images = tf.tensor(pixelFeatures(plainImages(test, recipe.normalisation)).data, [TEST, 32, 32, 3]);
      const logits = logitsOf(weights, model.forward(weights, images, 'evaluate').features);
      const labels = tf.tensor1d([...test.labels], 'int32');
      return tf.losses.softmaxCrossEntropy(oneHot(labels, 10), logits).dataSync()[0] as number;
    });
    expect(baselines[0]?.subject).toEqual({ kind: 'supervised', model: 'tiny', epochs: 2, seed: 1 });
    expect(baselines[0]?.classifier?.testLoss).toBeCloseTo(expected, 4);
  });

  it('takes what was measured, but for a linear classifier of other epochs', async () => {
    const run = copyOfRun();
    const { encoder } = await evaluated(run);
    expect((await evaluateRun(run)).encoder).toEqual(encoder);
    const longer = await evaluated(run, { linear: { epochs: linear.epochs + 1 } });
    expect(longer.encoder.linear.last.epoch).toBe(linear.epochs + 1);
    expect(stored(run)).toHaveLength(1);
  });

  it('skips a damaged checkpoint with a notice, and leaves it in place', async () => {
    const run = copyOfRun();
    const newest = checkpointFile(path.join(run, 'checkpoints'), 12);
    truncateSync(newest, 1000);
    const notices: string[] = [];
    const { encoder } = await evaluated(run, { onNotice: (text) => notices.push(text) });
    expect(encoder.subject).toEqual({ kind: 'encoder', step: 10 });
    expect(notices).toEqual([expect.stringMatching(/step-12.*taking that of step 10/)]);
    expect(readFileSync(newest)).toHaveLength(1000);
    await expect(evaluated(run, { checkpoint: 12 })).rejects.toThrow(/step-12/);
  });

  it('scores an encoder by the protocols of papers as they are defined, and keeps nothing', async () => {
    const run = copyOfRun();
    const [own, last, plain] = PEER_PROTOCOLS.slice(0, 3).map((one) => ({
      ...one,
      linear: { ...one.linear, epochs: linear.epochs },
      ...(one.neighbours !== undefined && { neighbours: { ...one.neighbours, count: 20 } }),
    })) as [PeerProtocol, PeerProtocol, PeerProtocol];
    const { scores, test } = await evaluateByPeers(run, [own, last, plain], { test: 'held-out', engine: 'cpu' });
    const { encoder } = await evaluated(run, { test: 'held-out', engine: 'cpu' });
    expect(stored(run)).toHaveLength(1);
    expect(test).toBe(encoder.images.test.description);
    expect(scores.map((one) => one.linear).slice(0, 2)).toEqual([
      encoder.linear.best.testAccuracy,
      encoder.linear.last.testAccuracy,
    ]);
    expect(scores[1]?.neighbours).toBe(encoder.neighbours.weighted);
    expect(scores.map(({ neighbours }) => neighbours === undefined)).toEqual([true, false, false]);
  });

  it('refuses what it cannot evaluate, and says what can be done', async () => {
    const run = copyOfRun();
    await expect(evaluated(path.join(root, 'absent'))).rejects.toThrow(/holds no run/);
    await expect(evaluated(run, { checkpoint: 7 })).rejects.toThrow(/no checkpoint of step 7: choose one of 10, 12/);
    const other = temporaryFolder();
    await expect(evaluated(run, { data: other })).rejects.toThrow(/CIFAR-10 folder/);
    writeFileSync(path.join(run, 'evaluation.json'), '{"evaluations": [{}]}');
    await expect(evaluated(run)).rejects.toThrow(/evaluation\.json is damaged/);
  });
});
