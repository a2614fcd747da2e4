/** Contents of the given folders: reports, runs in them or below them, tables of results. */
import path from 'node:path';
import { fileSize, pathKind, readBytes } from '../../base/files/file-bytes.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { REPORT_FILES } from '../report/report-folder.js';
import { REPORT_FORMAT } from '../report/verdicts-json.js';
import { entriesOf, runsBelow } from '../../results/runs/runs-below.js';
import { TABLE_BEGINNING } from './table-data.js';

export interface GivenFolders {
  readonly reports: readonly string[];
  /** Folders of all runs found so far, in the order of discovery: runs that start later come last. */
  readonly runs: () => readonly string[];
  /** Files of all tables found so far, likewise. */
  readonly tables: () => readonly string[];
}

/** Milliseconds for which a search of the folders is reused, since a page requests several things at once. */
const LOOK = 1000;

/** Opens the given folders. @throws InvalidInput naming the first folder that holds nothing that can be shown */
export function openFolders(folders: readonly string[]): GivenFolders {
  const reports: string[] = [];
  const others: string[] = [];
  for (const folder of new Set(folders.map((given) => path.resolve(given)))) {
    const kind = pathKind(folder);
    if (kind !== 'folder') {
      throw new InvalidInput(`${folder} is ${kind === 'absent' ? 'not there' : 'not a folder'}: ${WANTED}`);
    }
    if (isReport(folder)) reports.push(folder);
    else if (runsBelow(folder, 'all').length + tablesIn(folder).length > 0) others.push(folder);
    else throw new InvalidInput(`${folder} holds no report, run or table: ${WANTED}`);
  }
  const runs = new Set<string>();
  const tables = new Set<string>();
  let looked = -Infinity;
  const look = (): void => {
    if (performance.now() - looked < LOOK) return;
    for (const run of others.flatMap((folder) => runsBelow(folder, 'all'))) runs.add(run);
    for (const table of others.flatMap(tablesIn)) tables.add(table);
    looked = performance.now();
  };
  return { reports, runs: () => (look(), [...runs]), tables: () => (look(), [...tables]) };
}

const WANTED =
  'give a folder that alpha-cl verify wrote (with verdicts.json), the folder of a run (with run.json, TensorBoard’s event files or a metrics.csv), one with runs below it, ' +
  'or one that alpha-cl reproduce wrote';

/** Tells if a folder is a report, whose data begin with their format. @throws InvalidInput when they may not be read */
function isReport(folder: string): boolean {
  return begins(path.join(folder, REPORT_FILES.data), `{"format":"${REPORT_FORMAT}"`);
}

/** Returns the tables in a folder, sorted by name; unreadable files are skipped. */
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
