/** The folder of a run that none is named for. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { OWN_IMAGES } from '../../training/data/dataset-choice.js';
import type { RunConfig } from '../../training/train/run-options.js';

/** Folder of the runs that none is named for. */
export const RUNS = 'runs';

/** Returns a folder that is not there yet: `runs/2026-12-01-infonce-cifar10-seed-1`, with a number behind if that is taken. */
export function newRunFolder({ loss, dataset, seed }: RunConfig, now = new Date()): string {
  const name = [
    now.toISOString().slice(0, 'YYYY-MM-DD'.length),
    loss,
    dataset.replace(OWN_IMAGES, ''),
    'seed',
    seed,
  ].join('-');
  const folder = path.join(RUNS, name);
  for (let k = 1; ; k++) {
    const numbered = k === 1 ? folder : `${folder}-${k}`;
    if (!existsSync(numbered)) return numbered;
  }
}
