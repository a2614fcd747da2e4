/** Whole runs with losses of distances, by name. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { beginRun, resumeRun } from '../../../src/training/train/train.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
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

it(
  'goes on with the averages of each sample to the same bits',
  async () => {
    const run = path.join(root, 'averages');
    const config = tinyConfig(data, { loss: 'sogclr', epochs: 3, knnEvery: 0 });
    await beginRun(`${run}-whole`, config);
    const controller = new AbortController();
    await beginRun(run, config, { signal: controller.signal, onProgress: () => controller.abort() });
    expect(await resumeRun(run, { flags: {} })).toMatchObject({ status: 'finished', step: 12 });
    expect(checkpointBytes(run, 12)).toBe(checkpointBytes(`${run}-whole`, 12));
  },
  BUSY,
);
