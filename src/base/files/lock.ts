/**
 * One owner at a time of what several processes share, on one machine or on many: a lock file that names its owner.
 *
 * The owner touches the file every few seconds. A dead process of this machine loses it at once; one of another machine when
 * the file has not been touched for so long that it must be dead or cut off. Only changes are looked for, over a span of the
 * own clock, so that the clocks of machines need not agree. An owner that was cut off, or slept, finds out before it writes.
 */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { InvalidInput } from '../invalid-input.js';
import { fileRefusal, namingFile } from './file-fault.js';

export interface LockOptions {
  /** Makes the message of the refusal from `process 12 on node3`. */
  readonly refusal?: (owner: string) => string;
  /** Waits for a living owner instead of refusing. */
  readonly wait?: boolean;
  /** Told before the signs of life of another machine are waited for. */
  readonly onNotice?: (text: string) => void;
  /** Milliseconds between two signs of life, and without one, after which the owner counts as dead. */
  readonly times?: { readonly beat: number; readonly stale: number };
}

/** Many beats before an owner is stale, since a shared folder may stall. */
const TIMES = { beat: 5_000, stale: 90_000 };

/** Milliseconds for which a look at the own lock is enough, and between two attempts of one that waits. */
const [LOOK, RETRY] = [1000, 50];

/** A lock that this process holds. */
export interface Lock {
  /**
   * To be called before each thing that is written; looks at most once a second.
   *
   * @throws InvalidInput when another process has taken the lock over: nothing may be written then
   */
  requireHeld(): void;
  release(): void;
}

/** Error for a lock that a living process holds. */
export class InUse extends InvalidInput {}

/**
 * Takes a lock; one that an ended process has left behind is taken over. Without `wait`, it waits only where the owner is a
 * process of another machine: until it shows that it lives, or for 90 seconds.
 *
 * @throws InUse when a living process holds the lock
 * @throws InvalidInput when the lock cannot be written
 */
export async function takeLock(file: string, options: LockOptions = {}): Promise<Lock> {
  const { times = TIMES } = options;
  const folder = path.dirname(file);
  const content = JSON.stringify(thisProcess());
  const mine = path.join(folder, `.${path.basename(file)}-${randomUUID()}`);
  try {
    namingFile(mine, 'written', () => writeFileSync(mine, content));
    while (!linked(mine, file)) await clearStale(file, { ...options, times });
  } finally {
    rmSync(mine, { force: true });
  }
  const stop = startHeartbeat(file, times.beat);
  // If another process judged this one dead, it owns the lock by now.
  const remove = (): void => {
    if (sightingOf(file)?.content === content) rmSync(file, { force: true });
  };
  // A process that is ended by an error in another place releases nothing itself.
  process.on('exit', remove);
  let looked = performance.now();
  return {
    requireHeld: () => {
      if (performance.now() - looked < LOOK) return;
      looked = performance.now();
      const now = sightingOf(file);
      if (now?.content === content) return;
      const owner = parsedOwner(now?.content ?? '');
      throw new InvalidInput(
        `${folder} was taken over by ${owner === undefined ? 'another process' : ownerText(owner)}, since this one gave ` +
          'no sign of life for too long: nothing more is written here',
      );
    },
    release: () => {
      process.off('exit', remove);
      stop();
      remove();
    },
  };
}

/** Runs `action`, which reads, changes and writes a file again, while it holds `FILE.lock`; waits for others that do the same. */
export async function withLock<Result>(file: string, action: () => Promise<Result>): Promise<Result> {
  const lock = await takeLock(`${file}.lock`, { wait: true });
  try {
    return await action();
  } finally {
    lock.release();
  }
}

/** Returns who holds a lock, as far as it can be told at once; undefined where nobody does, or a process that is dead. */
export function lockOwner(file: string): { readonly text: string; readonly life: 'alive' | 'unknown' } | undefined {
  const owner = parsedOwner(sightingOf(file)?.content ?? '');
  if (owner === undefined) return undefined;
  const life = lifeOf(owner);
  return life === 'dead' ? undefined : { text: ownerText(owner), life };
}

/** Describes this process as the owner of a lock: `process 12 on node3, Slurm job 7`. */
export function thisProcessText(): string {
  return ownerText(thisProcess());
}

/** Tells if the lock is taken: a link appears whole, and only where there is none, so whoever makes it has the lock. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    // Over a network a link may be made, its answer lost, and the request repeated.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      return sightingOf(to)?.content === sightingOf(from)?.content;
    throw fileRefusal(to, 'made', error);
  }
}

/** Removes a lock whose owner is dead. @throws InUse when the owner lives, unless it is waited for */
async function clearStale(file: string, options: LockOptions & { readonly times: typeof TIMES }): Promise<void> {
  const seen = sightingOf(file);
  if (seen === undefined) return;
  const owner = parsedOwner(seen.content);
  if (owner !== undefined) {
    const life = await watchedLife(owner, file, seen, options);
    if (life === 'alive' && options.wait !== true) {
      const text = ownerText(owner);
      const [folder, { refusal }] = [path.dirname(file), options];
      const why = refusal?.(text) ?? `${folder} is in use by ${text}: wait for it, or choose another folder`;
      throw new InUse(`${why}. Lock: ${file}`);
    }
    if (life === 'alive') await setTimeout(RETRY);
    if (life !== 'dead') return;
  }
  // Another process may have done the same meanwhile and hold a fresh lock, or the owner has shown that it lives: what was
  // moved away tells.
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw fileRefusal(file, 'written', error);
  }
  const moved = sightingOf(aside);
  if (moved?.content !== seen.content || moved.touched !== seen.touched) linked(aside, file);
  rmSync(aside, { force: true });
}

/** Returns the state of an owner, and watches one of another machine until it is known; gone: the lock is another by now. */
async function watchedLife(
  owner: LockOwner,
  file: string,
  seen: Sighting,
  { onNotice, times }: LockOptions & { readonly times: typeof TIMES },
): Promise<'alive' | 'dead' | 'gone'> {
  const life = lifeOf(owner);
  if (life !== 'unknown') return life;
  onNotice?.(`${file} is held by ${ownerText(owner)}: waiting for a sign of life`);
  const begin = performance.now();
  do {
    await setTimeout(times.beat / 5);
    const now = sightingOf(file);
    if (now?.content !== seen.content) return 'gone';
    if (now.touched !== seen.touched) return 'alive';
  } while (performance.now() - begin < times.stale);
  return 'dead';
}

interface Sighting {
  readonly content: string;
  /** Time of its last change, by whatever clock; in nanoseconds, which a double would round. */
  readonly touched: bigint;
}

/** Reads a lock; opened each time, since only then does a network file system ask its server. */
function sightingOf(file: string): Sighting | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    return { content: readFileSync(descriptor, 'utf8'), touched: fstatSync(descriptor, { bigint: true }).mtimeNs };
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Runs in a thread of its own, which a busy main thread cannot hold up; as text, so that it runs from the sources too. It
 * touches the file it has opened, whatever later has that name; a shared folder may be gone for a while.
 */
const BEATS = `
  const { openSync, futimesSync } = require('node:fs');
  const { file, milliseconds } = require('node:worker_threads').workerData;
  let lock;
  const attempt = (act) => { try { act(); } catch {} };
  attempt(() => (lock = openSync(file, 'r+')));
  const beat = () => futimesSync(lock, new Date(), new Date());
  if (lock !== undefined) setInterval(() => attempt(beat), milliseconds);
`;

/** Starts signs of life. @returns what ends them */
function startHeartbeat(file: string, milliseconds: number): () => void {
  const worker = new Worker(BEATS, { eval: true, execArgv: [], workerData: { file, milliseconds } });
  worker.unref();
  // Whoever holds the lock without it loses it to another machine at worst, and notices.
  worker.on('error', () => undefined);
  return () => void worker.terminate();
}

/** A process on a machine, perhaps within a Slurm job. */
interface LockOwner {
  /** Identifier of this one lock. */
  readonly id?: string;
  readonly pid: number;
  readonly host: string;
  /** Within which a process number means the same process; absent where the system does not tell. */
  readonly machine?: string | undefined;
  /** When the process started, as the system counts; tells it from a later one of the same number. */
  readonly started?: string | undefined;
  readonly slurm?: SlurmTask | undefined;
}

interface SlurmTask {
  readonly cluster: string;
  readonly job: string;
  /** Number of times that Slurm has started the job again. */
  readonly restarts: number;
}

function thisProcess(): LockOwner {
  const { SLURM_JOB_ID: job, SLURM_CLUSTER_NAME: cluster = '', SLURM_RESTART_COUNT: restarts = '0' } = process.env;
  return {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    machine: machineName(),
    started: startOf(process.pid),
    slurm: job === undefined ? undefined : { cluster, job, restarts: Number(restarts) },
  };
}

/** Tells if an owner lives; nothing is known of a process on another machine, unless Slurm has started its job again since. */
function lifeOf(owner: LockOwner): 'alive' | 'dead' | 'unknown' {
  const me = thisProcess();
  const [before, now] = [owner.slurm, me.slurm];
  // Slurm ends the processes of a job before it starts the job again.
  const sameJob = before !== undefined && before.cluster === now?.cluster && before.job === now.job;
  if (sameJob && before.restarts < now.restarts) return 'dead';
  const here = owner.machine === undefined ? owner.host === me.host : owner.machine === me.machine;
  if (!here) return 'unknown';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // Without the right to signal it, it lives nevertheless.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  const started = startOf(owner.pid);
  return owner.started !== undefined && started !== undefined && started !== owner.started ? 'dead' : 'alive';
}

function ownerText({ pid, host, slurm }: LockOwner): string {
  return `process ${pid} on ${host}${slurm === undefined ? '' : `, Slurm job ${slurm.job}`}`;
}

/** Undefined for what is not a lock of ours, such as an empty file: its owner died, or a person made it. */
function parsedOwner(content: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(content) as Partial<LockOwner> | null;
    return typeof owner?.pid === 'number' && typeof owner.host === 'string' ? (owner as LockOwner) : undefined;
  } catch {
    return undefined;
  }
}

/** The boot and the space of process numbers: machines may share a name, and so do containers. Linux only. */
function machineName(): string | undefined {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

/** Field 22 of /proc/PID/stat, where there is one; the name in field 2 may hold spaces, but ends at the last bracket. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
