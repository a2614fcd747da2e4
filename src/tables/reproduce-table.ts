/** The jobs of a table, one after the other in this process. */
import { finishJob, type JobProgress, type JobWatch } from './finish-job.js';
import type { TableJob } from './table-jobs.js';

export interface TableProgress extends JobProgress {
  readonly job: TableJob;
  /** Jobs that are finished, of all. */
  readonly done: number;
  readonly total: number;
}

export type TableWatch = Omit<JobWatch, 'onProgress'> & {
  readonly onProgress?: (progress: TableProgress) => void;
};

/**
 * Finishes every job; their runs are then to be collected from their folders.
 *
 * @throws InvalidInput as `finishJob`: what is finished stays, and the same call goes on from it
 */
export async function reproduceTable(jobs: readonly TableJob[], watch: TableWatch = {}): Promise<void> {
  const { onProgress, ...rest } = watch;
  for (const [done, job] of jobs.entries()) {
    await finishJob(job, {
      ...rest,
      onProgress: (progress) => onProgress?.({ job, done, total: jobs.length, ...progress }),
    });
  }
}
