import path from 'node:path';
import { expect, it } from 'vitest';
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
