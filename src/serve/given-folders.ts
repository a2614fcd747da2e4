/** What the folders that were given hold: reports, runs, or runs somewhere below. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileSize, pathKind, readBytes } from '../files/file-bytes.js';
import { InvalidInput } from '../invalid-input.js';
import { REPORT_FILES } from '../report/report-folder.js';
import { REPORT_FORMAT } from '../report/verdicts-json.js';
import { runPaths } from '../train/run-folder.js';

export interface GivenFolders {
  readonly reports: readonly string[];
  /** Of all runs that were found until now, in the order in which they were found: runs that start later come last. */
  readonly runs: () => readonly string[];
}

/** How far below a given folder runs are looked for: `losses/laptop/cifar10/infonce-seed-1` is four. */
const DEPTH = 4;

/** @throws InvalidInput naming the first folder that holds neither a report nor a run */
export function openFolders(folders: readonly string[]): GivenFolders {
  const reports: string[] = [];
  const others: string[] = [];
  for (const folder of new Set(folders.map((given) => path.resolve(given)))) {
    const kind = pathKind(folder);
    if (kind !== 'folder') {
      throw new InvalidInput(`${folder} is ${kind === 'absent' ? 'not there' : 'no folder'}: ${WANTED}`);
    }
    if (isReport(folder)) reports.push(folder);
    else if (runsBelow(folder, DEPTH).length > 0) others.push(folder);
    else throw new InvalidInput(`${folder} holds neither a report nor a run: ${WANTED}`);
  }
  const found = new Set<string>();
  return {
    reports,
    runs: () => {
      for (const run of others.flatMap((folder) => runsBelow(folder, DEPTH))) found.add(run);
      return [...found];
    },
  };
}

const WANTED =
  'give a folder that alpha-cl verify wrote (with verdicts.json), the folder of a run (with run.json), or one with runs below it';

/** The data of a report begin with its format. @throws InvalidInput when they may not be read */
function isReport(folder: string): boolean {
  const file = path.join(folder, REPORT_FILES.data);
  if (pathKind(file) !== 'file') return false;
  const expected = `{"format":"${REPORT_FORMAT}"`;
  if (fileSize(file) < expected.length) return false;
  return Buffer.from(readBytes(file, 0, expected.length)).toString('utf8') === expected;
}

/** Folders that are looked into at most: someone may have named the root of everything. */
const MOST = 20_000;

/** Sorted by name; what may not be read is passed over, and links are not followed. */
function runsBelow(folder: string, depth: number, looked = { folders: 0 }): string[] {
  if (existsSync(runPaths(folder).record)) return [folder];
  if (depth === 0 || ++looked.folders > MOST) return [];
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => path.join(folder, name))
    .toSorted()
    .flatMap((below) => runsBelow(below, depth - 1, looked));
}
