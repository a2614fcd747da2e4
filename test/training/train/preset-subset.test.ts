import path from 'node:path';
import { expect, it } from 'vitest';
import { finishJob } from '../../../src/results/tables/finish-job.js';
import { beginRun } from '../../../src/training/train/train.js';
import { readRunRecord, runPaths } from '../../../src/training/train/run-folder.js';
import { BUSY, runsData } from '../../results/runs/runs-data.js';
import { temporaryFolder } from '../data/tiny-dataset.js';
import { tinyConfig } from './tiny-run.js';

it(
  'a preset’s subset takes fewer images where there are fewer; a subset that was typed is refused',
  async () => {
    const [data, folder, notices] = [runsData(), path.join(temporaryFolder(), 'run'), [] as string[]];
    const config = tinyConfig(data, { subset: 40_000, epochs: 1, knnEvery: 0 });
    await expect(beginRun(folder, config)).rejects.toThrow(/--subset is 40000: .* give at most that/);
    await beginRun(folder, config, { subsetAtMost: true, onNotice: (text) => notices.push(text) });
    const { config: used, dataset } = readRunRecord(runPaths(folder));
    expect(used.subset).toBeUndefined();
    expect(notices.join()).toMatch(/asks for 40,000 images, and CIFAR-10 train holds \d+: all are taken/);
    expect(dataset.images).toBeLessThan(40_000);
  },
  BUSY,
);

it(
  'a job of a preset takes fewer images too, and is found finished when it is asked for again',
  async () => {
    const folder = path.join(temporaryFolder(), 'job');
    const { subset: _, ...options } = tinyConfig(runsData(), { epochs: 1, knnEvery: 0 });
    const cell = {
      id: 'job',
      row: 'row',
      column: 'column',
      seed: 1,
      title: 'a job',
      measuredEpochs: [],
      baselines: [],
    };
    const job = { ...cell, folder, preset: 'laptop', options, test: 'official' } as const;
    const first = await finishJob(job);
    expect(first.record.config.subset).toBeUndefined();
    expect((await finishJob(job)).record).toEqual(first.record);
    await expect(finishJob({ ...job, folder: `${folder}-2`, options: { ...options, subset: 40_000 } })).rejects.toThrow(
      /--subset is 40000: .* give at most that/,
    );
  },
  BUSY,
);
