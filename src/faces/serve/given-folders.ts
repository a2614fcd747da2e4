/** Contents of the given folders: reports, runs in them or below them, tables of results, inspections. */
import path from 'node:path';
import { fileSize, pathKind, readBytes } from '../../base/files/file-bytes.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { INSPECTION_BEGINNING, INSPECTION_FILE } from '../report/inspection-file.js';
import { REPORT_FILES } from '../report/report-folder.js';
import { REPORT_FORMAT } from '../report/verdicts-json.js';
import { entriesOf, runsBelow } from '../../results/runs/runs-below.js';
import { TABLE_BEGINNING } from './table-data.js';

/** Each list is in the order of discovery: what comes later comes last. */
export interface GivenFolders {
  readonly reports: () => readonly string[];
  /** Folders of all runs found so far. */
  readonly runs: () => readonly string[];
  /** Files of all tables found so far. */
  readonly tables: () => readonly string[];
  /** Folders of inspections. */
  readonly inspections: () => readonly string[];
  /** Given folders that hold none of these yet, or are not there yet. */
  readonly waiting: () => readonly string[];
}

/** Milliseconds for which a search of the folders is reused, since a page requests several things at once. */
const LOOK = 1000;

/**
 * Opens the given folders, which may be empty or not there yet.
 *
 * @throws InvalidInput naming the first that is no folder
 */
export function openFolders(folders: readonly string[]): GivenFolders {
  const given = [...new Set(folders.map((folder) => path.resolve(folder)))];
  const file = given.find((folder) => !['absent', 'folder'].includes(pathKind(folder)));
  if (file !== undefined) throw new InvalidInput(`${file} is not a folder: ${WANTED}`);
  const [reports, runs, tables] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const inspections = new Set<string>();
  let waiting: readonly string[] = given;
  let looked = -Infinity;
  const look = (): void => {
    if (performance.now() - looked < LOOK) return;
    waiting = given.filter((folder) => {
      if (reports.has(folder) || inspections.has(folder)) return false;
      const whole = isReport(folder) ? reports : isInspection(folder) ? inspections : undefined;
      if (whole !== undefined) {
        whole.add(folder);
        return false;
      }
      const [runsHere, tablesHere] = [runsBelow(folder, 'all'), tablesIn(folder)];
      for (const run of runsHere) runs.add(run);
      for (const table of tablesHere) tables.add(table);
      return runsHere.length + tablesHere.length === 0;
    });
    looked = performance.now();
  };
  return {
    reports: () => (look(), [...reports]),
    runs: () => (look(), [...runs]),
    tables: () => (look(), [...tables]),
    inspections: () => (look(), [...inspections]),
    waiting: () => (look(), waiting),
  };
}

const WANTED =
  'give a folder that alpha-cl verify, train, reproduce or inspect wrote or will write, or one with runs below it';

/** Tells if a folder is a report, whose data begin with their format; an unreadable one is none. */
function isReport(folder: string): boolean {
  return beginsReadably(path.join(folder, REPORT_FILES.data), `{"format":"${REPORT_FORMAT}"`);
}

function isInspection(folder: string): boolean {
  return beginsReadably(path.join(folder, INSPECTION_FILE), INSPECTION_BEGINNING);
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
  return beginsReadably(file, TABLE_BEGINNING);
}

function beginsReadably(file: string, expected: string): boolean {
  try {
    return begins(file, expected);
  } catch {
    return false;
  }
}

function begins(file: string, expected: string): boolean {
  if (pathKind(file) !== 'file') return false;
  const { length } = Buffer.from(expected);
  return fileSize(file) >= length && Buffer.from(readBytes(file, 0, length)).toString('utf8') === expected;
}
