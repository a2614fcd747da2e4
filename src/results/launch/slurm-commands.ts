/** Slurm's own commands, as far as they are needed here. */
import { execFileSync } from 'node:child_process';
import { InvalidInput } from '../../base/invalid-input.js';

/** A task of this user that waits or runs. */
export interface QueuedTask {
  /** Of the array, or of the job that is none. */
  readonly job: string;
  /** Within the array. */
  readonly task: number | undefined;
  /** `PENDING`, `RUNNING`, … */
  readonly state: string;
  /** Why it waits; `None` where it does not. */
  readonly reason: string;
}

/** @returns the job's number @throws InvalidInput when Slurm is not there or refuses */
export function sbatch(args: readonly string[]): string {
  // On clusters of several, the name of the cluster follows.
  return slurm('sbatch', ['--parsable', ...args])
    .trim()
    .split(';')[0] as string;
}

/** @throws InvalidInput when Slurm is not there or does not answer */
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

/** Tasks that one array may have. @throws InvalidInput when Slurm is not there or does not answer */
export function maxArraySize(): number {
  const size = Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(slurm('scontrol', ['show', 'config']))?.[1]);
  return size > 0 ? size : 1;
}

/** Puts a job that runs back into the queue; Slurm ends its processes. @throws InvalidInput when Slurm refuses */
export function requeue(job: string): void {
  slurm('scontrol', ['requeue', job]);
}

/** @throws InvalidInput when Slurm refuses */
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
