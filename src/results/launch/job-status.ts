/** State of each job of a table, from the shared folder and, if there is one, Slurm's queue. */
import type { TableJob } from '../tables/table-jobs.js';
import { jobState } from '../tables/table-runs.js';
import { lockOwner } from '../../base/files/lock.js';
import { runPaths } from '../../training/train/run-folder.js';
import { readJobNote } from './job-note.js';
import type { QueuedTask } from './slurm-commands.js';

export interface JobStatus {
  readonly job: TableJob;
  /** State of the job; `running`: a process holds its lock, which on another machine may be dead, as its successor finds out. */
  readonly kind: 'finished' | 'running' | 'queued' | 'failed' | 'unfinished' | 'missing';
  /** Steps saved in a checkpoint, and steps of the whole run; absent before the run has begun. */
  readonly steps?: { readonly done: number; readonly all: number };
  /** The process that runs it, the reason why it waits, or the reason why it failed. */
  readonly detail?: string;
}

/**
 * Returns the state of a job.
 *
 * @param queue tasks by folder of their job
 * @throws InvalidInput when a file of a run is damaged
 */
export function jobStatus(job: TableJob, queue: ReadonlyMap<string, QueuedTask>): JobStatus {
  const state = jobState(job);
  if (state.kind === 'finished') return { job, kind: 'finished' };
  const steps = state.kind === 'unfinished' ? { steps: { done: state.step, all: state.record.steps } } : {};
  const owner = lockOwner(runPaths(job.folder).lock);
  if (owner !== undefined) return { job, kind: 'running', ...steps, detail: owner.text };
  const task = queue.get(job.folder);
  if (task !== undefined) return { job, kind: 'queued', ...steps, detail: taskText(task) };
  const { failure } = readJobNote(job);
  if (failure !== undefined) {
    return { job, kind: 'failed', ...steps, detail: `${failure.message} (${failure.where})` };
  }
  return { job, kind: state.kind, ...steps };
}

/** Describes a task: `Slurm job 16_2: PENDING (Priority)`. */
function taskText({ job, task, state, reason }: QueuedTask): string {
  return `Slurm job ${job}${task === undefined ? '' : `_${task}`}: ${state}${reason === 'None' ? '' : ` (${reason})`}`;
}
