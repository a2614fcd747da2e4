/** Runs jobs in order with limited concurrency; retries later those that another process is running. */
import { setTimeout } from 'node:timers/promises';
import { InvalidInput } from '../../base/invalid-input.js';

/**
 * Result of an attempt. `over`: nothing more is to be done for the job, well or ill; `elsewhere`: another process is running it.
 */
export type Attempt = 'over' | 'elsewhere';

export interface QueueOptions<Job> {
  /** Number of jobs that run at a time. */
  readonly places: number;
  readonly attempt: (job: Job) => Promise<Attempt>;
  /** After an abort no job is started. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which a job that is running elsewhere is tried again. Default: 5,000. */
  readonly pause?: number;
}

/**
 * Attempts every job until it is over.
 *
 * @throws InvalidInput on the signal, when jobs are left
 * @throws the first error of `attempt`; running jobs go on, and no further one is started
 */
export async function workThrough<Job>(
  jobs: readonly Job[],
  { places, attempt, signal, pause = 5_000 }: QueueOptions<Job>,
): Promise<void> {
  const queue = jobs.map((job) => ({ job, from: 0 }));
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && failures.length === 0; next = queue.shift()) {
      await reached(next.from, signal);
      if (signal?.aborted === true) throw stopped();
      if ((await attempt(next.job)) === 'elsewhere') queue.push({ job: next.job, from: performance.now() + pause });
    }
  };
  const guarded = (): Promise<void> => lane().catch((error: unknown) => void failures.push(error));
  await Promise.all(Array.from({ length: Math.min(places, jobs.length) }, guarded));
  if (failures.length > 0) throw failures[0];
}

/** Returns the error that is thrown on the signal; no work is lost. */
export function stopped(): InvalidInput {
  return new InvalidInput('stopped; the same command goes on from here');
}

async function reached(moment: number, signal: AbortSignal | undefined): Promise<void> {
  const left = moment - performance.now();
  if (left > 0) await setTimeout(left, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
