/** What the folders that were given hold: reports, runs or runs somewhere below, tables of results. */
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { fileSize, pathKind, readBytes } from '../../base/files/file-bytes.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { REPORT_FILES } from '../report/report-folder.js';
import { REPORT_FORMAT } from '../report/verdicts-json.js';
import { runPaths } from '../../training/train/run-folder.js';
import { TABLE_BEGINNING } from './table-data.js';

export interface GivenFolders {
  readonly reports: readonly string[];
  /** Folders of all runs that were found until now, in the order in which they were found: runs that start later come last. */
  readonly runs: () => readonly string[];
  /** Files of all tables that were found until now, likewise. */
  readonly tables: () => readonly string[];
}

/** Milliseconds for which a look into the folders is enough: a page asks for several things at once. */
const LOOK = 1000;

/** How far below a given folder runs are looked for: `losses/laptop/cifar10/infonce-seed-1` is four. */
const DEPTH = 4;

/** @throws InvalidInput naming the first folder that holds nothing that can be shown */
export function openFolders(folders: readonly string[]): GivenFolders {
  const reports: string[] = [];
  const others: string[] = [];
  for (const folder of new Set(folders.map((given) => path.resolve(given)))) {
    const kind = pathKind(folder);
    if (kind !== 'folder') {
      throw new InvalidInput(`${folder} is ${kind === 'absent' ? 'not there' : 'no folder'}: ${WANTED}`);
    }
    if (isReport(folder)) reports.push(folder);
    else if (runsBelow(folder, DEPTH).length + tablesIn(folder).length > 0) others.push(folder);
    else throw new InvalidInput(`${folder} holds no report, run or table: ${WANTED}`);
  }
  const runs = new Set<string>();
  const tables = new Set<string>();
  let looked = -Infinity;
  const look = (): void => {
    if (performance.now() - looked < LOOK) return;
    for (const run of others.flatMap((folder) => runsBelow(folder, DEPTH))) runs.add(run);
    for (const table of others.flatMap(tablesIn)) tables.add(table);
    looked = performance.now();
  };
  return { reports, runs: () => (look(), [...runs]), tables: () => (look(), [...tables]) };
}

const WANTED =
  'give a folder that alpha-cl verify wrote (with verdicts.json), the folder of a run (with run.json), one with runs below it, ' +
  'or one that alpha-cl reproduce wrote';

/** The data of a report begin with its format. @throws InvalidInput when they may not be read */
function isReport(folder: string): boolean {
  return begins(path.join(folder, REPORT_FILES.data), `{"format":"${REPORT_FORMAT}"`);
}

/** Sorted by name; what may not be read is passed over. */
function tablesIn(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => path.join(folder, name))
    .filter(isTable)
    .toSorted();
}

function isTable(file: string): boolean {
  try {
    return begins(file, TABLE_BEGINNING);
  } catch {
    return false;
  }
}

function begins(file: string, expected: string): boolean {
  if (pathKind(file) !== 'file') return false;
  const { length } = Buffer.from(expected);
  return fileSize(file) >= length && Buffer.from(readBytes(file, 0, length)).toString('utf8') === expected;
}

/** Folders that are looked into at most: someone may have named the root of everything. */
const MOST = 20_000;

/** Sorted by name; what may not be read is passed over, and links are not followed. */
function runsBelow(folder: string, depth: number, looked = { folders: 0 }): string[] {
  if (existsSync(runPaths(folder).record)) return [folder];
  if (depth === 0 || ++looked.folders > MOST) return [];
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => path.join(folder, name))
    .toSorted()
    .flatMap((below) => runsBelow(below, depth - 1, looked));
}

/** None of a folder that may not be read. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
