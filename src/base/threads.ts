/** The number of threads that this process may keep busy. */
import { availableParallelism } from 'node:os';
import { InvalidInput, quoted } from './invalid-input.js';

/** Environment variable with the number of threads, for processes that share a machine. */
export const THREADS_VARIABLE = 'ALPHA_CL_THREADS';

/** Most threads that ALPHA_CL_THREADS may ask for. */
const MOST = 9999;

/**
 * Returns the number in the environment's ALPHA_CL_THREADS, or, where it is empty or not set, the one that the system gives.
 *
 * @throws InvalidInput when the variable holds no whole number from 1 to 9999
 */
export function availableThreads(environment: NodeJS.ProcessEnv = process.env): number {
  const given = environment[THREADS_VARIABLE];
  if (given === undefined || given.trim() === '') return availableParallelism();
  if (/^\s*\d+\s*$/.test(given) && Number(given) >= 1 && Number(given) <= MOST) return Number(given);
  throw new InvalidInput(
    `${THREADS_VARIABLE} is ${quoted(given)}: set it to a whole number of threads from 1 to ${MOST}, or unset it`,
  );
}
