/** State of the jobs of a table, from their folders alone: nothing is trained, no image is read. */
import { existsSync } from 'node:fs';
import { readEvaluations } from '../runs/evaluation-file.js';
import type { Evaluation, Subject } from '../runs/evaluation.js';
import { stepsIn } from '../../training/train/checkpoints.js';
import { readRunRecord, runPaths, type RunRecord } from '../../training/train/run-folder.js';
import { trainingSeconds } from '../../training/train/training-seconds.js';
import type { RunConfig } from '../../training/train/run-options.js';
import type { TableJob } from './table-jobs.js';

/** A job that is finished. */
export interface TableRun {
  readonly job: TableJob;
  readonly record: RunRecord;
  /** Measurements of the encoder, by the epochs that it was trained; the last one is trained to the end. */
  readonly measured: readonly MeasuredEncoder[];
  /** Baselines in the order of the job. */
  readonly baselines: readonly Evaluation[];
  /** Device time that training and all these evaluations took. */
  readonly seconds: { readonly training: number; readonly evaluation: number };
}

/** An evaluation, and the number of epochs after which it was made. */
export interface MeasuredEncoder {
  readonly epochs: number;
  readonly evaluation: Evaluation;
}

/** State of a job. */
export type JobState =
  | { readonly kind: 'missing' }
  /** Unfinished: `step` counts the steps saved in a checkpoint; all of them if only evaluations are left. */
  | { readonly kind: 'unfinished'; readonly step: number; readonly record: RunRecord; readonly found: Found }
  | { readonly kind: 'finished'; readonly run: TableRun };

/** Requested evaluations of a job that are there. */
export interface Found {
  readonly measured: readonly MeasuredEncoder[];
  readonly baselines: readonly Evaluation[];
}

/** Reads the state of a job. @throws InvalidInput when `run.json` or `evaluation.json` is damaged */
export function jobState(job: TableJob): JobState {
  const paths = runPaths(job.folder);
  if (!existsSync(paths.record)) return { kind: 'missing' };
  const record = readRunRecord(paths);
  const found = foundEvaluations(job, record);
  const step = stepsIn(paths.checkpoints)[0] ?? 0;
  const whole =
    step >= record.steps &&
    found.measured.length === epochsOf(job, record.config).length &&
    found.baselines.length === job.baselines.length;
  if (!whole) return { kind: 'unfinished', step, record, found };
  const evaluation = [...found.measured.map((one) => one.evaluation), ...found.baselines];
  const seconds = {
    training: trainingSeconds(job.folder),
    evaluation: evaluation.reduce((sum, one) => sum + one.seconds, 0),
  };
  return { kind: 'finished', run: { job, record, ...found, seconds } };
}

/**
 * Returns the runs of the finished jobs.
 *
 * @throws InvalidInput when `run.json` or `evaluation.json` is damaged
 * @example
 * const cell = { row: 'infonce', column: 'cifar10', seed: 1, title: 'InfoNCE', measuredEpochs: [], baselines: [] };
 * const options = { data: 'datasets', seed: 1 };
 * const job = { ...cell, id: 'cifar10/infonce-seed-1', folder: 'none', preset: 'smoke', options, test: 'official' } as const;
 * collectRuns([job]); // []
 */
export function collectRuns(jobs: readonly TableJob[]): TableRun[] {
  return jobs.flatMap((job) => {
    const state = jobState(job);
    return state.kind === 'finished' ? [state.run] : [];
  });
}

/** Returns the epochs at which the job's encoder is evaluated, ascending. */
export function epochsOf({ measuredEpochs }: TableJob, { epochs }: Pick<RunConfig, 'epochs'>): number[] {
  return [...measuredEpochs.filter((measured) => measured < epochs), epochs];
}

function foundEvaluations(job: TableJob, record: RunRecord): Found {
  const stored = readEvaluations(job.folder).filter(({ images }) => images.choice === job.test);
  const find = (is: (subject: Subject) => boolean): Evaluation[] => {
    // The newest, where there are two of the same on other images.
    const one = stored.findLast(({ subject }) => is(subject));
    return one === undefined ? [] : [one];
  };
  const { config } = record;
  const measured = epochsOf(job, config).flatMap((epochs) =>
    find((subject) => subject.kind === 'encoder' && subject.step === epochs * record.batchesPerEpoch).map(
      (evaluation) => ({ epochs, evaluation }),
    ),
  );
  const baselines = job.baselines.flatMap((kind) =>
    find(
      (subject) =>
        subject.kind === kind &&
        (subject.kind !== 'random' || (subject.model === config.model && subject.seed === config.seed)),
    ),
  );
  return { measured, baselines };
}
