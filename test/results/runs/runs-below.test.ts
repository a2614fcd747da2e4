import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runsAt, runsBelow } from '../../../src/results/runs/runs-below.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';

it('finds runs at any depth up to four, in order, and never within a run', () => {
  const root = temporaryFolder();
  const made = (place: string, file: string): void => {
    mkdirSync(path.join(root, place), { recursive: true });
    writeFileSync(path.join(root, place, file), '{}');
  };
  for (const run of ['b', 'a/2', 'a/1', 'a/1/within', 'w/x/y/z', 'w/x/y/z2/deep', '.hidden']) made(run, 'run.json');
  made('other', 'metrics.csv');
  const ours = ['a/1', 'a/2', 'b', 'w/x/y/z'].map((run) => path.join(root, run));
  expect(runsBelow(root)).toEqual(ours);
  expect(runsBelow(root, 'all')).toEqual([...ours.slice(0, 3), path.join(root, 'other'), ...ours.slice(3)]);
  expect(runsAt(path.join(root, 'b'))).toEqual([path.join(root, 'b')]);
  expect(runsAt(path.join(root, 'absent'))).toEqual([path.join(root, 'absent')]);
});
