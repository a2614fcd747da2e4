/** Who holds a lock: a process on a machine, perhaps within a Slurm job, and whether it is known to be dead. */
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface LockOwner {
  /** Identifier of this one lock; absent in those that earlier versions wrote. */
  readonly id?: string;
  readonly pid: number;
  readonly host: string;
  /** Within which a process number means the same process; absent where the system does not tell. */
  readonly machine?: string;
  /** When the process started, as the system counts; tells it from a later one of the same number. */
  readonly started?: string;
  readonly slurm?: SlurmTask;
}

interface SlurmTask {
  readonly cluster: string;
  readonly job: string;
  /** Number of times that Slurm has started the job again. */
  readonly restarts: number;
}

/** State of a lock's holder, as far as it is known from here. */
export type Life = 'alive' | 'dead' | 'unknown';

export function thisProcess(environment: NodeJS.ProcessEnv = process.env): LockOwner {
  const [machine, started, slurm] = [machineName(), startOf(process.pid), slurmTask(environment)];
  return {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    ...(machine !== undefined && { machine }),
    ...(started !== undefined && { started }),
    ...(slurm !== undefined && { slurm }),
  };
}

/** Nothing is known of a process on another machine, unless Slurm has since started the holder's job again. */
export function lifeOf(holder: LockOwner, me: LockOwner = thisProcess()): Life {
  if (restarted(holder.slurm, me.slurm)) return 'dead';
  const here = holder.machine === undefined ? holder.host === me.host : holder.machine === me.machine;
  if (!here) return 'unknown';
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  const now = startOf(holder.pid);
  return holder.started !== undefined && now !== undefined && now !== holder.started ? 'dead' : 'alive';
}

/** `process 12 on node3, Slurm job 7`. */
export function ownerText({ pid, host, slurm }: LockOwner): string {
  return `process ${pid} on ${host}${slurm === undefined ? '' : `, Slurm job ${slurm.job}`}`;
}

/** Undefined for what is no lock of ours, such as an empty file: its owner died, or a person made it. */
export function parsedOwner(content: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(content) as Partial<LockOwner>;
    return typeof owner.pid === 'number' && typeof owner.host === 'string' ? (owner as LockOwner) : undefined;
  } catch {
    return undefined;
  }
}

/** Slurm ends the processes of a job before it starts the job again. */
function restarted(before: SlurmTask | undefined, now: SlurmTask | undefined): boolean {
  return (
    before !== undefined && before.cluster === now?.cluster && before.job === now.job && before.restarts < now.restarts
  );
}

function slurmTask(environment: NodeJS.ProcessEnv): SlurmTask | undefined {
  const { SLURM_JOB_ID: job, SLURM_CLUSTER_NAME: cluster = '', SLURM_RESTART_COUNT: restarts = '0' } = environment;
  return job === undefined ? undefined : { cluster, job, restarts: Number(restarts) };
}

/** The boot and the space of process numbers: machines may share a name, and so do containers. Linux only. */
function machineName(): string | undefined {
  const boot = textOf('/proc/sys/kernel/random/boot_id')?.trim();
  if (boot === undefined) return undefined;
  try {
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/PID/stat, where there is one; the name in field 2 may hold spaces, but ends at the last bracket. */
function startOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
