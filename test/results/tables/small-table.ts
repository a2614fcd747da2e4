/** A table whose runs take a second each: the tiny net on a few generated images. */
import type { BenchmarkTable } from '../../../src/results/tables/benchmark-table.js';
import { tableJobs, type JobOptions, type TableJob } from '../../../src/results/tables/table-jobs.js';
import { LINEAR_PROTOCOL } from '../../../src/training/evaluate/linear-protocol.js';
import type { Recipe } from '../../../src/results/tables/recipe.js';
import type { TableRun } from '../../../src/results/tables/table-runs.js';
import { HELD_OUT, runsData, TRAINED } from '../runs/runs-data.js';

const SMALL = {
  subset: TRAINED,
  batch: 8,
  epochs: 2,
  schedule: 'constant',
  workers: 0,
  checkpointEvery: 3,
  knnEvery: 0,
} as const;

/** That of the row `direct` on the column `all`, after one epoch. */
export const SMALL_RECIPE: Recipe = {
  training: {
    dataset: 'cifar10',
    subset: TRAINED,
    model: 'tiny',
    loss: 'alpha-cl-direct',
    normalise: 'row',
    power: 4,
    slack: 0,
    temperature: 0.5,
    positiveWeight: 0,
    gradient: 'stop',
    optimiser: 'adam',
    learningRate: 0.001,
    weightDecay: 0,
    order: 'shuffled',
    schedule: 'constant',
    views: 'joint',
    batch: 8,
    epochs: 1,
  },
  images: TRAINED,
  evaluation: {
    classifier: LINEAR_PROTOCOL,
    epoch: 'best',
    test: 'held-out',
    images: { train: TRAINED, test: HELD_OUT },
  },
};

export const SMALL_TABLE: BenchmarkTable = {
  id: 'small',
  title: 'Two losses',
  rows: [
    { id: 'infonce', label: 'InfoNCE', options: { loss: 'nt-xent' } },
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
  published: [
    { row: 'direct', column: 'all', mean: 50, deviation: 1, n: 5, recipe: SMALL_RECIPE, source: 'a log' },
    // The same loss but for the normalisation of its weights, which makes it another.
    {
      row: 'direct',
      column: 'all',
      mean: 60,
      deviation: 1,
      n: 5,
      recipe: { ...SMALL_RECIPE, training: { ...SMALL_RECIPE.training, epochs: 2, normalise: 'none' } },
      source: 'another log',
    },
  ],
};

export function smallJobs(folder: string, data = runsData(), rest: Partial<JobOptions> = {}): TableJob[] {
  return tableJobs(SMALL_TABLE, { folder, data, seeds: [1, 2], preset: 'smoke', engine: 'cpu', ...rest });
}

/** Metrics without times and places. */
export function metrics(runs: readonly TableRun[]): object[] {
  return runs.map(({ job, measured, baselines }) => ({
    job: job.id,
    all: [...measured.map(({ evaluation }) => evaluation), ...baselines].map(({ seconds: _seconds, ...rest }) => rest),
  }));
}
