import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginRun, resumeRun } from '../../../src/training/train/train.js';
import type { TrainOutcome } from '../../../src/training/train/train-steps.js';
import { cifar10Bytes, patternRecords, temporaryFolder, writeDataFile } from '../data/tiny-dataset.js';
import { checkpointBytes, metricsOf, tinyConfig, tinyData } from './tiny-run.js';

const STEPS = 12;
const NOTHING = { flags: {} };

const data = tinyData();
const root = temporaryFolder();
const whole = path.join(root, 'whole');
let run = '';
let runs = 0;

beforeAll(() => beginRun(whole, tinyConfig(data)));

beforeEach(() => {
  run = path.join(root, `run-${runs++}`);
});

/** Asks the run to stop once it has done so many steps. */
function stopAfter(step: number) {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: (progress: { step: number }) => {
      if (progress.step === step) controller.abort();
    },
  };
}

function beginInterrupted(step: number, flags = {}): Promise<TrainOutcome> {
  return beginRun(run, tinyConfig(data, flags), stopAfter(step));
}

function expectWhole(folder: string): void {
  expect(checkpointBytes(folder, STEPS)).toBe(checkpointBytes(whole, STEPS));
  expect(metricsOf(folder)).toEqual(metricsOf(whole));
}

describe('a training run', () => {
  it('writes what it is, a line a step, and the last two checkpoints', () => {
    const record = JSON.parse(readFileSync(path.join(whole, 'run.json'), 'utf8')) as Record<string, unknown>;
    expect(record).toMatchObject({
      config: { batch: 8, seed: 1, loss: 'nt-xent', temperature: 0.5, learningRate: 0.001 },
      versions: {
        node: process.version,
        onnxruntime: expect.stringMatching(/^\d/),
        tfjs: expect.stringMatching(/^\d/),
      },
      engine: { name: 'cpu' },
      dataset: { name: 'CIFAR-10 train', images: 32, officialImages: 50_000 },
      steps: STEPS,
    });
    const steps = metricsOf(whole).flatMap((line) => ('loss' in line ? [line.step] : []));
    expect(steps).toEqual(Array.from({ length: STEPS }, (_, k) => k + 1));
    expect(readdirSync(whole).toSorted()).toEqual([
      'checkpoints',
      expect.stringMatching(/^events\.out\.tfevents\.\d+\.alpha-cl$/),
      'metrics.jsonl',
      'run.json',
    ]);
    expect(readdirSync(path.join(whole, 'checkpoints')).toSorted()).toEqual([
      'step-10.safetensors',
      'step-12.safetensors',
    ]);
  });

  it('depends on its seed', async () => {
    await beginRun(run, tinyConfig(data, { seed: 2 }));
    expect(checkpointBytes(run, STEPS)).not.toBe(checkpointBytes(whole, STEPS));
  });

  it('that is interrupted twice ends with the bits of the undisturbed one', async () => {
    expect(await beginInterrupted(3)).toMatchObject({ status: 'interrupted', step: 3 });
    expect(await resumeRun(run, NOTHING, stopAfter(8))).toMatchObject({ status: 'interrupted', step: 8 });
    expect(await resumeRun(run, { flags: { checkpointEvery: 1 } })).toMatchObject({ status: 'finished', step: STEPS });
    expectWhole(run);
    expect(await resumeRun(run, NOTHING)).toMatchObject({ status: 'finished', step: STEPS, loss: undefined });
  });

  it('takes the same steps on views that its device makes, also when it is interrupted', async () => {
    const config = tinyConfig(data, { augment: 'device' });
    expect(await beginRun(run, config, stopAfter(7))).toMatchObject({ status: 'interrupted', step: 7 });
    expect(await resumeRun(run, { flags: { augment: 'auto' } })).toMatchObject({ status: 'finished', step: STEPS });
    expect(metricsOf(run)).toEqual(metricsOf(whole));
    const elsewhere = { flags: { augment: 'threads' } };
    await expect(resumeRun(run, elsewhere)).rejects.toThrow('--augment is threads, and');
  });

  it('resumes from the checkpoint before a damaged one, to the same bits, and reports it', async () => {
    await beginInterrupted(8);
    writeFileSync(path.join(run, 'checkpoints', 'step-8.safetensors'), 'rubbish');
    const notices: string[] = [];
    await resumeRun(run, NOTHING, { onNotice: (text) => notices.push(text) });
    expect(notices).toEqual([expect.stringContaining('going on from step 5')]);
    expectWhole(run);
  });

  it('without a whole checkpoint is refused', async () => {
    await beginInterrupted(3);
    rmSync(path.join(run, 'checkpoints'), { recursive: true });
    await expect(resumeRun(run, NOTHING)).rejects.toThrow('holds no checkpoint');
  });

  it('is not begun where something is, and not continued where nothing is', async () => {
    await expect(beginRun(whole, tinyConfig(data))).rejects.toThrow(`--resume ${whole}`);
    await expect(beginRun(data, tinyConfig(data))).rejects.toThrow('is not empty');
    await expect(resumeRun(run, NOTHING)).rejects.toThrow(/run\.json is missing/);
  });

  it('is not trained by two at a time', async () => {
    const first = beginRun(run, tinyConfig(data));
    await expect(beginRun(run, tinyConfig(data))).rejects.toThrow('in use by process');
    await first;
    expectWhole(run);
  });

  it('keeps its configuration: a flag or a changed run.json is refused by name', async () => {
    await beginInterrupted(3);
    await expect(resumeRun(run, { flags: { batch: 4 } })).rejects.toThrow(/^--batch is 4, and .*run\.json has 8/);
    const file = path.join(run, 'run.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"temperature": 0.5', '"temperature": 0.2'));
    await expect(resumeRun(run, NOTHING)).rejects.toThrow('--temperature is 0.2, and the checkpoint of step 3 has 0.5');
    writeFileSync(file, text.slice(0, 50));
    await expect(resumeRun(run, NOTHING)).rejects.toThrow(/run\.json is damaged/);
    writeFileSync(file, text);
    await resumeRun(run, NOTHING);
    expectWhole(run);
  });

  it('keeps its images: a folder that moved is named, other images are refused', async () => {
    await beginInterrupted(3);
    const other = temporaryFolder();
    writeDataFile(other, 'cifar10', 'data_batch_1.bin', cifar10Bytes(patternRecords(33, 32).slice(1)));
    await expect(resumeRun(run, { flags: { data: other } })).rejects.toThrow('not the 32 that the run was begun with');
    await resumeRun(run, { flags: { data: tinyData() } });
    expectWhole(run);
  });

  it('keeps the last checkpoint when one cannot be written, and resumes from it', async () => {
    const blocked = path.join(run, 'checkpoints', 'step-10.safetensors');
    const block = ({ step }: { step: number }): void => {
      if (step === 9) mkdirSync(blocked);
    };
    await expect(beginRun(run, tinyConfig(data), { onProgress: block })).rejects.toThrow(/step-10.* cannot be written/);
    renameSync(blocked, path.join(root, `blocked-${runs}`));
    await resumeRun(run, NOTHING);
    expectWhole(run);
  });

  it('that diverges stops with step and name, and the last good checkpoint stays', async () => {
    const flags = { learningRate: 1e30, optimiser: 'sgd', schedule: 'constant', checkpointEvery: 1 };
    const error = await beginRun(run, tinyConfig(data, flags)).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(/ step \d+.*the training has diverged/);
    expect((error as Error).message).toMatch(/^(loss|gradientNorm|".+") is /);
    await expect(resumeRun(run, NOTHING)).rejects.toThrow('diverged');
  });
});
