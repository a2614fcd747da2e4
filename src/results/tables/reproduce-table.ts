/** Runs the jobs of a table one after another in this process. */
import { InUse } from '../../base/files/lock.js';
import { finishJob, type JobProgress, type JobWatch } from './finish-job.js';
import { workThrough, type Attempt } from './job-queue.js';
import type { TableJob } from './table-jobs.js';

/** Progress of a table. */
export interface TableProgress extends JobProgress {
  readonly job: TableJob;
  /** Number of finished jobs; `total`: of all. */
  readonly done: number;
  readonly total: number;
}

/** Ways to stop a table, and listeners to its progress. */
export type TableWatch = Omit<JobWatch, 'onProgress'> & {
  readonly onProgress?: (progress: TableProgress) => void;
};

/**
 * Finishes every job; their runs are then to be collected from their folders. A job that another process is running is retried
 * until it is finished there or free.
 *
 * @throws InvalidInput as `finishJob`: finished jobs are kept, and the same call goes on from there
 */
export async function reproduceTable(jobs: readonly TableJob[], watch: TableWatch = {}): Promise<void> {
  const { onProgress, ...rest } = watch;
  let done = 0;
  const attempt = async (job: TableJob): Promise<Attempt> => {
    try {
      await finishJob(job, {
        ...rest,
        onProgress: (progress) => onProgress?.({ job, done, total: jobs.length, ...progress }),
      });
    } catch (error) {
      if (!(error instanceof InUse)) throw error;
      watch.onNotice?.(error.message);
      return 'elsewhere';
    }
    done++;
    return 'over';
  };
  await workThrough(jobs, { places: 1, attempt, ...(watch.signal !== undefined && { signal: watch.signal }) });
}
