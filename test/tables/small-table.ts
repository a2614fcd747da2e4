/** A table whose runs take a second each: the tiny net on a few generated images. */
import type { BenchmarkTable } from '../../src/tables/benchmark-table.js';
import { tableJobs, type JobOptions, type TableJob } from '../../src/tables/table-jobs.js';
import type { TableRun } from '../../src/tables/table-runs.js';
import { runsData, TRAINED } from '../runs/runs-data.js';

const SMALL = { subset: TRAINED, batch: 8, epochs: 2, workers: 0, checkpointEvery: 3, knnEvery: 0 } as const;

export const SMALL_TABLE: BenchmarkTable = {
  id: 'small',
  title: 'Two losses',
  rows: [
    { id: 'infonce', label: 'InfoNCE', options: { loss: 'infonce' } },
    { id: 'direct', label: 'α-CL-direct', options: { loss: 'alpha-cl-direct' } },
  ],
  reference: 'infonce',
  columns: [
    { id: 'all', label: 'All images' },
    { id: 'half', label: 'Half of them' },
  ],
  presets: {
    smoke: {
      setting: 'The tiny net on generated images.',
      runs: 'smoke',
      columns: { all: { options: SMALL, test: 'held-out' } },
    },
    paper: {
      setting: 'The same, measured after each epoch.',
      runs: 'smoke',
      measuredEpochs: [1],
      columns: {
        all: { options: { ...SMALL, keepEvery: 1, checkpointEvery: 1 }, test: 'held-out' },
        half: { options: { ...SMALL, subset: TRAINED / 2, keepEvery: 1 }, test: 'official' },
      },
    },
  },
  published: [{ row: 'direct', column: 'all', epochs: 1, mean: 50, deviation: 1, n: 5, source: 'a log' }],
};

export function smallJobs(folder: string, data = runsData(), rest: Partial<JobOptions> = {}): TableJob[] {
  return tableJobs(SMALL_TABLE, { folder, data, seeds: [1, 2], preset: 'smoke', engine: 'cpu', ...rest });
}

/** Figures without times and places. */
export function figures(runs: readonly TableRun[]): object[] {
  return runs.map(({ job, measured, baselines }) => ({
    job: job.id,
    all: [...measured.map(({ evaluation }) => evaluation), ...baselines].map(({ seconds: _seconds, ...rest }) => rest),
  }));
}
