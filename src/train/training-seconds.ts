/**
 * How long a device was busy with the training of a run: from the start of each process to the last that it wrote, whatever
 * came of it, so that steps which were done twice after a crash count twice. TensorBoard's files have it, one a process.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isEventFile } from './event-file.js';
import { readMetrics } from './metrics-log.js';
import { readRunRecord, runPaths } from './run-folder.js';

/**
 * Where these files are gone: the time of the steps alone, by their pace.
 *
 * @throws InvalidInput when there is no run, or its files cannot be read
 */
export function trainingSeconds(folder: string): number {
  const times = readdirSync(folder)
    .filter(isEventFile)
    .map((name) => wallTimes(readFileSync(path.join(folder, name))));
  if (times.length === 0) return stepSeconds(folder);
  return times.reduce((sum, [first = 0, ...later]) => sum + Math.max(0, (later.at(-1) ?? first) - first), 0);
}

function stepSeconds(folder: string): number {
  const paths = runPaths(folder);
  const { config } = readRunRecord(paths);
  const seconds = readMetrics(paths.metrics).map((line) =>
    'viewsPerSecond' in line ? (2 * config.batch) / line.viewsPerSecond : 0,
  );
  return seconds.reduce((sum, one) => sum + one, 0);
}

/** Length and its checksum before a record's content, the content's checksum after it. */
const [BEFORE, AFTER] = [12, 4];
/** Field 1 of an event, a double, which stands first. */
const WALL_TIME = 0x09;

/** Of the records that are whole. */
function wallTimes(records: Buffer): number[] {
  const times: number[] = [];
  for (let at = 0; at + BEFORE < records.length;) {
    const length = Number(records.readBigUInt64LE(at));
    if (at + BEFORE + length + AFTER > records.length) break;
    if (records[at + BEFORE] === WALL_TIME) times.push(records.readDoubleLE(at + BEFORE + 1));
    at += BEFORE + length + AFTER;
  }
  return times;
}
