import { mkdirSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { newRunFolder } from '../../../src/faces/cli/new-run-folder.js';
import { temporaryFolder } from '../../training/data/tiny-dataset.js';
import { tinyConfig } from '../../training/train/tiny-run.js';

const before = process.cwd();
afterEach(() => process.chdir(before));

it('names a new run by day, loss, data set and seed, and never one that is there', () => {
  process.chdir(temporaryFolder());
  const config = { ...tinyConfig('data', { loss: 'infonce', seed: 4 }), dataset: 'images:pets' as const };
  const names = Array.from({ length: 3 }, () => {
    const name = newRunFolder(config, new Date('2026-12-01T23:30:00Z'));
    mkdirSync(name, { recursive: true });
    return name;
  });
  const first = 'runs/2026-12-01-infonce-pets-seed-4';
  expect(names).toEqual([first, `${first}-2`, `${first}-3`]);
});
