/** Jobs in their order, some at a time; those that others have in hand are come back to. */
import { setTimeout } from 'node:timers/promises';
import { InvalidInput } from '../../base/invalid-input.js';

/** Over: there is nothing more to do for it, well or ill. Elsewhere: another process has it in hand. */
export type Attempt = 'over' | 'elsewhere';

export interface QueueOptions<Job> {
  /** Jobs at a time. */
  readonly places: number;
  readonly attempt: (job: Job) => Promise<Attempt>;
  /** Nothing is begun after it. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which a job that is elsewhere is tried again. Default: 5 seconds. */
  readonly pause?: number;
}

/**
 * @throws InvalidInput on the signal, when jobs are left
 * @throws what `attempt` throws; jobs at work in other places go on, and no further one is begun
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

/** The error that is thrown on the signal: nothing is lost. */
export function stopped(): InvalidInput {
  return new InvalidInput('stopped; the same command goes on from here');
}

async function reached(moment: number, signal: AbortSignal | undefined): Promise<void> {
  const left = moment - performance.now();
  if (left > 0) await setTimeout(left, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
