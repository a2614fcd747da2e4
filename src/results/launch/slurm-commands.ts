/** The commands of Slurm that are used here. */
import { execFileSync } from 'node:child_process';
import { InvalidInput } from '../../base/invalid-input.js';

/** A task of this user that waits or runs. */
export interface QueuedTask {
  /** Number of the array, or of a job that is no array. */
  readonly job: string;
  /** Index within the array; undefined for a job that is none. */
  readonly task: number | undefined;
  /** State: `PENDING`, `RUNNING`, … */
  readonly state: string;
  /** The reason why it waits; `None` if it does not. */
  readonly reason: string;
}

/** Submits a job. @returns the job's number @throws InvalidInput when Slurm is not there or refuses */
export function sbatch(args: readonly string[]): string {
  // On clusters of several, the name of the cluster follows.
  return slurm('sbatch', ['--parsable', ...args])
    .trim()
    .split(';')[0] as string;
}

/** Returns the tasks of this user. @throws InvalidInput when Slurm is not there or does not answer */
export function queuedTasks(): QueuedTask[] {
  const lines = slurm('squeue', ['--noheader', '--array', '--me', '--format=%F|%K|%T|%r']).split('\n');
  return lines
    .map((line) => line.trim().split('|'))
    .flatMap(([job, task, state, reason = '']) =>
      job === undefined || state === undefined
        ? []
        : [{ job, task: /^\d+$/.test(task ?? '') ? Number(task) : undefined, state, reason }],
    );
}

/** Returns the largest number of tasks of one array. @throws InvalidInput when Slurm is not there or does not answer */
export function maxArraySize(): number {
  const size = Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(slurm('scontrol', ['show', 'config']))?.[1]);
  return size > 0 ? size : 1;
}

/** Puts a running job back into the queue; Slurm ends its processes. @throws InvalidInput when Slurm refuses */
export function requeue(job: string): void {
  slurm('scontrol', ['requeue', job]);
}

/** Cancels jobs. @throws InvalidInput when Slurm refuses */
export function cancel(jobs: readonly string[]): void {
  slurm('scancel', jobs);
}

function slurm(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 });
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    if (code === 'ENOENT') {
      throw new InvalidInput(
        `${command} is not found: --launcher slurm needs the commands of Slurm on this machine; without a cluster, take ` +
          '--launcher local',
        { cause: error },
      );
    }
    const reason = stderr?.trim();
    throw new InvalidInput(
      `${command} ${args.join(' ')}: ${reason === undefined || reason === '' ? message : reason}`,
      {
        cause: error,
      },
    );
  }
}
