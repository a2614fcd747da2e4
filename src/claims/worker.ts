/** The program of a worker thread: loads the catalogue once, then runs one task after another. */
import { InvalidInput } from '../base/invalid-input.js';
import type { Claim } from './claim.js';
import { runTask, type Task, type TaskResult } from './task.js';

export interface WorkerInput {
  /** URL of the module that exports `CLAIMS`; functions do not cross to a worker, a URL does. */
  readonly catalogue: string;
  readonly task: Task;
}

/** An InvalidInput loses its class on the way back, so it travels as its message. */
export type WorkerOutput = TaskResult | { readonly invalidInput: string };

export default async function work({ catalogue, task }: WorkerInput): Promise<WorkerOutput> {
  const { CLAIMS } = (await import(catalogue)) as { CLAIMS: readonly Claim[] };
  try {
    return runTask(task, CLAIMS);
  } catch (error) {
    if (error instanceof InvalidInput) return { invalidInput: error.message };
    throw error;
  }
}
