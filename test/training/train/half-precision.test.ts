/** Runs in float16, on ONNX Runtime's emulation on the processor: `cpu` itself offers none, for it gains nothing. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../../src/base/files/lock.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { guarded } from '../../../src/training/engines/guarded.js';
import { requireHalfPrecision } from '../../../src/training/engines/require-half-precision.js';
import { startOnnx } from '../../../src/training/engines/onnx-engine.js';
import { SCALE } from '../../../src/training/step/loss-scaling.js';
import { latestCheckpoint, type Checkpoint } from '../../../src/training/train/checkpoints.js';
import { lastingConfig } from '../../../src/training/train/run-config.js';
import { clearRemnants, runPaths } from '../../../src/training/train/run-folder.js';
import { beginRun } from '../../../src/training/train/train.js';
import { trainSteps, type StepsOptions, type TrainOutcome } from '../../../src/training/train/train-steps.js';
import { trainingPlan } from '../../../src/training/train/training-step.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { checkpointBytes, metricsOf, tinyConfig, tinyData } from './tiny-run.js';

const EMULATED: Engine = guarded({
  name: 'emulated',
  device: 'test',
  precisions: ['float32', 'float16'],
  start: (step, options) => startOnnx(step, { name: 'emulated', device: 'test', provider: 'cpu', ...options }),
});

const data = tinyData();
const images = loadDataset('cifar10', { data, split: 'train' });
const config = tinyConfig(data, { precision: 'float16', epochs: 2 });
const plan = trainingPlan(config, images);
const root = temporaryFolder();
let run = '';

beforeEach(() => {
  run = mkdtempSync(path.join(root, 'run-'));
  clearRemnants(runPaths(run));
});

/** Before the first step. */
function start(scale?: number): Checkpoint {
  const state = plan.start();
  const large = { shape: [], dtype: 'float32', data: Float32Array.of(scale ?? 0) } as const;
  return { step: 0, state: scale === undefined ? state : { ...state, [SCALE]: large }, config: lastingConfig(config) };
}

async function train(from: Checkpoint, watch: Partial<StepsOptions> = {}): Promise<TrainOutcome> {
  const lock = await takeLock(runPaths(run).lock);
  const all = { paths: runPaths(run), config, images, plan, engine: EMULATED, from, knn: undefined, lock, ...watch };
  return trainSteps(all).finally(() => lock.release());
}

async function saved(): Promise<Checkpoint> {
  return latestCheckpoint(path.join(run, 'checkpoints'), () => undefined);
}

describe('a run in float16', () => {
  it('stores the loss scale in its checkpoints, and resumes to the same bits', async () => {
    // Beyond float16's largest number: steps are skipped, and the scale is halved, until the gradients fit.
    const whole = await train(start(2 ** 24));
    const [bytes, lines] = [checkpointBytes(run, plan.steps), metricsOf(run)];
    expect(whole.skippedSteps).toBeGreaterThan(0);
    expect(whole.skippedSteps).toBeLessThan(plan.steps);
    expect((await saved()).state[SCALE]?.data[0]).toBe(2 ** (24 - whole.skippedSteps));
    expect(lines.filter((line) => (line as { gradientNorm: unknown }).gradientNorm === null)).toHaveLength(
      whole.skippedSteps,
    );

    run = mkdtempSync(path.join(root, 'run-'));
    clearRemnants(runPaths(run));
    const controller = new AbortController();
    await train(start(2 ** 24), { signal: controller.signal, onProgress: () => controller.abort() });
    const from = await saved();
    expect(from.step).toBe(1);
    await train(from);
    expect(checkpointBytes(run, plan.steps)).toBe(bytes);
    expect(metricsOf(run)).toEqual(lines);
  });

  it('skips nothing at the usual scale', async () => {
    expect(await train(start())).toMatchObject({ status: 'finished', skippedSteps: 0 });
  });

  it('is refused by a device that fails at it', async () => {
    const failing: Engine = {
      ...EMULATED,
      start: async (step, options) => ({
        ...(await EMULATED.start(step, options)),
        setState: () => undefined,
        run: () => Promise.reject(new Error('the device does not support f16.')),
      }),
    };
    await expect(requireHalfPrecision(failing, 'float16'), 'float16').rejects.toThrow(
      /^test \(engine emulated\) fails in float16: the device does not support f16\. To mend it: choose --precision float32/,
    );
    await requireHalfPrecision(EMULATED, 'float16');
  });

  it('is refused by an engine that gains nothing from it, and leaves no run', async () => {
    const folder = path.join(root, 'refused');
    await expect(beginRun(folder, config)).rejects.toThrow(
      'the engine cpu gains nothing from the precision float16: choose one of float32, or another engine',
    );
    await beginRun(folder, tinyConfig(data, { epochs: 1 }));
  });
});
