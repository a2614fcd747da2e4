/** Finishes one job of a table: trains a missing run, continues an unfinished one, then evaluates it. */
import { existsSync } from 'node:fs';
import { makeFolder } from '../../base/files/folder.js';
import { takeLock, type Lock } from '../../base/files/lock.js';
import { evaluateRun } from '../runs/evaluate-run.js';
import { subjectName } from '../runs/evaluation-words.js';
import { resolveConfig, resumedConfig } from '../../training/train/run-config.js';
import type { RunConfig } from '../../training/train/run-options.js';
import { readRunRecord, runPaths } from '../../training/train/run-folder.js';
import { beginRun, resumeRun } from '../../training/train/train.js';
import type { TrainProgress } from '../../training/train/train-steps.js';
import { stopped } from './job-queue.js';
import type { TableJob } from './table-jobs.js';
import { epochsOf, jobState, type TableRun } from './table-runs.js';

/** Ways to stop a job, and listeners to its progress. */
export interface JobWatch {
  /** Stops after the current step, with a checkpoint, or between two parts of an evaluation. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: JobProgress) => void;
  readonly onNotice?: (text: string) => void;
}

/** Progress of a job: of its training, or of its evaluation. */
export interface JobProgress {
  readonly training?: TrainProgress;
  /** Subject of the evaluation, in a few words. */
  readonly evaluating?: string;
}

/**
 * Finishes a job. Finished parts are kept whenever it is stopped or killed; a finished job is not changed.
 *
 * @throws InUse when another process is running the job
 * @throws InvalidInput when it cannot be trained or evaluated, its folder holds another configuration, or on the signal
 */
export async function finishJob(job: TableJob, watch: JobWatch = {}): Promise<TableRun> {
  const { folder } = job;
  const paths = runPaths(folder);
  const config = configOf(job);
  if (existsSync(paths.record)) resumedConfig(readRunRecord(paths).config, { flags: config }, paths.record);
  const known = jobState(job);
  if (known.kind === 'finished') return known.run;

  stopWhereAsked(watch);
  const { onProgress, ...rest } = watch;
  makeFolder(folder);
  const lock = await takeLock(paths.lock, rest);
  try {
    const training = {
      ...rest,
      lock,
      subsetAtMost: job.options.subset === undefined,
      onProgress: (now: TrainProgress) => onProgress?.({ training: now }),
    };
    // Another process may have done some of it meanwhile.
    const { status } =
      jobState(job).kind === 'missing'
        ? await beginRun(folder, config, training)
        : await resumeRun(folder, { flags: configOf(job) }, training);
    if (status === 'interrupted') throw stopped();
    await evaluateAll(job, watch, lock);
  } finally {
    lock.release();
  }
  const after = jobState(job);
  if (after.kind !== 'finished') throw new Error(`${folder} is not finished, and nothing is left to do`);
  return after.run;
}

/** Returns the configuration of a job; a run that found fewer images than the preset's subset has none. */
function configOf({ folder, preset, options }: TableJob): RunConfig {
  const config = resolveConfig({ preset, flags: options });
  const paths = runPaths(folder);
  if (options.subset !== undefined || !existsSync(paths.record)) return config;
  const { subset, ...others } = config;
  return subset === undefined || readRunRecord(paths).config.subset !== undefined ? config : others;
}

async function evaluateAll(job: TableJob, watch: JobWatch, lock: Lock): Promise<void> {
  const { data, engine } = job.options;
  const record = readRunRecord(runPaths(job.folder));
  for (const epochs of epochsOf(job, record.config)) {
    const last = epochs === record.config.epochs;
    await evaluateRun(job.folder, {
      data,
      test: job.test,
      checkpoint: epochs * record.batchesPerEpoch,
      baselines: last ? job.baselines : [],
      onProgress: (subject, { what }) => {
        stopWhereAsked(watch);
        lock.requireHeld();
        watch.onProgress?.({ evaluating: `${subjectName(subject)}: ${what}` });
      },
      ...(engine !== undefined && { engine }),
      ...(watch.onNotice !== undefined && { onNotice: watch.onNotice }),
    });
  }
}

function stopWhereAsked({ signal }: JobWatch): void {
  if (signal?.aborted === true) throw stopped();
}
