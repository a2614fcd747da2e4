/** Runs of other programs: folders with TensorBoard's event files or a metrics.csv, and no run.json. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { namesIn } from '../../base/files/folder.js';
import { readScalars, type Scalars } from '../../results/runs/scalars.js';
import { runPaths } from '../../training/train/run-folder.js';

/** Tells if a run is of another program: it has no run.json. */
export function isForeign(folder: string): boolean {
  return !existsSync(runPaths(folder).record);
}

/** Scalars that were read, with the sizes of all files then: they are read again when one has grown. */
const READ = new Map<string, { readonly sizes: string; readonly scalars: Scalars }>();

/** Reads the scalars of a run; none where a folder has none. @throws InvalidInput as `readScalars` */
export function scalarsIn(folder: string): Scalars {
  const sizes = namesIn(folder)
    .map((name) => `${name} ${statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0}`)
    .join('\n');
  const known = READ.get(folder);
  if (known?.sizes === sizes) return known.scalars;
  const scalars = readScalars(folder) ?? {};
  READ.set(folder, { sizes, scalars });
  return scalars;
}

/** Returns the last step of which there is a value; 0 without any. */
export function lastStepOf(scalars: Scalars): number {
  return Object.values(scalars).reduce((last, samples) => Math.max(last, samples.at(-1)?.step ?? 0), 0);
}
