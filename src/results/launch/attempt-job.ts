/** One attempt at a job, whose end is returned as data, and remembered if it is a failure. */
import { InUse, thisProcessText } from '../../base/files/lock.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { finishJob, type JobWatch } from '../tables/finish-job.js';
import type { TableJob } from '../tables/table-jobs.js';
import { readJobNote, removeJobNote, writeJobNote } from './job-note.js';

export type JobEnd =
  | { readonly kind: 'finished' }
  /** Stopped by the signal; a checkpoint is written. */
  | { readonly kind: 'stopped' }
  /** Another process is running the job; `message` names it. */
  | { readonly kind: 'elsewhere'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** Attempts a job. @throws InvalidInput when the note of a failure cannot be written */
export async function attemptJob(job: TableJob, watch: JobWatch): Promise<JobEnd> {
  try {
    await finishJob(job, watch);
    removeJobNote(job);
    return { kind: 'finished' };
  } catch (error) {
    if (error instanceof InUse) return { kind: 'elsewhere', message: error.message };
    if (watch.signal?.aborted === true && error instanceof InvalidInput) return { kind: 'stopped' };
    // What is no InvalidInput is a defect of ours, of which the place tells more.
    const message = error instanceof InvalidInput ? error.message : ((error as Error).stack ?? String(error));
    await rememberFailure(job, message);
    return { kind: 'failed', message };
  }
}

/** Writes a failure to the job's note. @throws InvalidInput when it cannot be written */
export async function rememberFailure(job: TableJob, message: string): Promise<void> {
  await writeJobNote(job, { ...readJobNote(job), failure: { message, where: thisProcessText() } });
}
