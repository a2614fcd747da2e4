/**
 * Measures how long a device was busy with the training of a run: from the start of each process to the last that it wrote, whatever
 * came of it, so that steps which were done twice after a crash count twice. TensorBoard's files have it, one a process.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { namingFile } from '../../base/files/file-fault.js';
import { namesIn } from '../../base/files/folder.js';
import { isEventFile } from './event-file.js';
import { wallTimeOf } from './event-format.js';
import { readMetrics } from './metrics-log.js';
import { readRunRecord, runPaths } from './run-folder.js';
import { recordContents } from './tf-record.js';

/**
 * Estimates the seconds from the pace of the steps alone, for a run whose files of this are gone.
 *
 * @throws InvalidInput when there is no run, or its files cannot be read
 */
export function trainingSeconds(folder: string): number {
  const times = namesIn(folder)
    .filter(isEventFile)
    .map((name) => path.join(folder, name))
    .map((file) => namingFile(file, 'read', () => readFileSync(file)))
    .map((file) => recordContents(file).flatMap((event) => wallTimeOf(event) ?? []));
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
