/** The smoke preset of the table of losses on a few generated images, by the command line as it is shipped. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { losses } from '../../../experiments/tables/losses.js';
import { reproduceTable } from '../../../src/results/tables/reproduce-table.js';
import { tableJobs, type TableJob } from '../../../src/results/tables/table-jobs.js';
import { readMetrics } from '../../../src/training/train/metrics-log.js';
import { cifar10Bytes, patternRecords, temporaryFolder, writeDataFile } from '../../training/data/tiny-dataset.js';

const IMAGES = 64;
/** Steps of a run: 2 epochs of 4 batches. */
const STEPS = 8;

export function tinyTableData(): string {
  const data = temporaryFolder();
  const records = patternRecords(IMAGES + 24, 32);
  writeDataFile(data, 'cifar10', 'data_batch_1.bin', cifar10Bytes(records.slice(0, IMAGES)));
  writeDataFile(data, 'cifar10', 'test_batch.bin', cifar10Bytes(records.slice(IMAGES)));
  return data;
}

export interface TinyTable {
  readonly data: string;
  readonly out: string;
  readonly rows: readonly string[];
  readonly seeds: number;
}

/** Arguments of `alpha-cl`. */
export function reproduceTiny({ data, out, rows, seeds }: TinyTable, ...rest: string[]): string[] {
  const cells = ['--only', [...rows, 'cifar10'].join(','), '--seeds', String(seeds)];
  return [
    'reproduce',
    'losses',
    '--preset',
    'smoke',
    ...cells,
    '--engine',
    'cpu',
    '--data',
    data,
    '--out',
    out,
    ...rest,
  ];
}

/** What those arguments ask for, in the rows' order of the table. */
function tinyJobs({ data, out, rows, seeds }: TinyTable): TableJob[] {
  const all = Array.from({ length: seeds }, (_, k) => k + 1);
  return tableJobs(losses, {
    folder: out,
    data,
    seeds: all,
    preset: 'smoke',
    only: [...rows, 'cifar10'],
    engine: 'cpu',
  });
}

/** Folders of the runs, in the order of the jobs. */
export function tinyFolders(table: TinyTable): string[] {
  return tinyJobs(table).map(({ folder }) => folder);
}

/** The metrics of the same jobs, one after the other in this process. */
export async function undisturbedMetrics(table: TinyTable): Promise<unknown[]> {
  const jobs = tinyJobs({ ...table, out: temporaryFolder() });
  // Views are the same on any number of threads; those of the sources have none.
  await reproduceTable(jobs.map((job) => ({ ...job, options: { ...job.options, workers: 0 } })));
  return metricsOf(jobs.map(({ folder }) => folder));
}

/** All that was measured, without times and places. */
export function metricsOf(folders: readonly string[]): unknown[] {
  return folders.map((folder) => ({
    metrics: readMetrics(path.join(folder, 'metrics.jsonl')).map(({ ...line }) => withoutTimes(line)),
    evaluations: withoutTimes(JSON.parse(readFileSync(path.join(folder, 'evaluation.json'), 'utf8'))),
  }));
}

/** Each step is there once, and the evaluation. */
export function expectDoneOnce(folder: string): void {
  const steps = readMetrics(path.join(folder, 'metrics.jsonl')).flatMap((line) => ('loss' in line ? [line.step] : []));
  expect(steps, folder).toEqual(Array.from({ length: STEPS }, (_, k) => k + 1));
  const { evaluations } = JSON.parse(readFileSync(path.join(folder, 'evaluation.json'), 'utf8')) as {
    evaluations: unknown[];
  };
  expect(evaluations, folder).toHaveLength(1);
}

function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !['seconds', 'viewsPerSecond', 'device'].includes(name))
      .map(([name, inner]) => [name, withoutTimes(inner)]),
  );
}
