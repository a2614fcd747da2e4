/** How many threads this process may keep busy. */
import { availableParallelism } from 'node:os';

/** Set for processes that share a machine. */
export const THREADS_VARIABLE = 'ALPHA_CL_THREADS';

/** As the environment's ALPHA_CL_THREADS says, where it holds a whole number from 1 on, or else as many as the system gives. */
export function availableThreads(environment: NodeJS.ProcessEnv = process.env): number {
  const given = environment[THREADS_VARIABLE];
  return given !== undefined && /^[1-9]\d{0,3}$/.test(given) ? Number(given) : availableParallelism();
}
