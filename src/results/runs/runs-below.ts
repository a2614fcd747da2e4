/** Runs below a folder: those of a table, of a sweep, or all that a person keeps. */
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { runPaths } from '../../training/train/run-folder.js';
import { isScalarsFile } from './scalars.js';

/** Depth below a given folder to which runs are searched: `losses/laptop/cifar10/infonce-seed-1` is at depth four. */
const DEPTH = 4;

/** Largest number of folders that are searched, in case someone has named the root of the file system. */
const MOST = 20_000;

/**
 * Returns the runs in or below a folder, sorted by name; unreadable folders are skipped, links are not followed.
 *
 * @param whose runs are meant: ours alone, or those of other programs too, which have scalars
 * @example
 * runsBelow('.').includes('run'); // true
 */
export function runsBelow(folder: string, whose: 'ours' | 'all' = 'ours'): string[] {
  let looked = 0;
  const search = (place: string, depth: number): string[] => {
    if (existsSync(runPaths(place).record)) return [place];
    if (depth === 0 || ++looked > MOST) return [];
    const entries = entriesOf(place);
    const isForeign = whose === 'all' && entries.some((entry) => entry.isFile() && isScalarsFile(entry.name));
    const below = entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map(({ name }) => path.join(place, name))
      .toSorted()
      .flatMap((one) => search(one, depth - 1));
    return isForeign ? [place, ...below] : below;
  };
  return search(folder, DEPTH);
}

/** Returns the runs that a folder names: those in or below it, or else itself, so that an error names it. */
export function runsAt(folder: string): string[] {
  const runs = runsBelow(folder);
  return runs.length === 0 ? [folder] : runs;
}

/** Returns the entries of a folder; none if it may not be read. */
export function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
