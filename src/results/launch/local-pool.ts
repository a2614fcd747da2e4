/** Runs jobs on this machine with limited concurrency, each in a process of its own, so that a crash affects no other job. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JobProgress } from '../tables/finish-job.js';
import { stopped, workThrough } from '../tables/job-queue.js';
import type { TableJob } from '../tables/table-jobs.js';
import { jobState } from '../tables/table-runs.js';
import { availableThreads, THREADS_VARIABLE } from '../../base/threads.js';
import { lockOwner } from '../../base/files/lock.js';
import { runPaths } from '../../training/train/run-folder.js';
import { rememberFailure, type JobEnd } from './attempt-job.js';
import { ELSEWHERE, writeGrid } from './grid-file.js';

export interface PoolOptions {
  /** Module of the command line, whose `job GRID LINE` finishes a job. */
  readonly cli: string;
  /** Number of jobs that run at a time; they share this machine's threads evenly. */
  readonly places: number;
  /** Stops the pool: each running job writes a checkpoint and ends, and no other is started. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: PoolEvent) => void;
}

export type PoolEvent = { readonly job: TableJob } & (
  | { readonly kind: 'begun' }
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'ended'; readonly end: JobEnd }
);

export interface FailedJob {
  readonly job: TableJob;
  /** The last lines that it wrote. */
  readonly message: string;
}

/**
 * Finishes every job; one that another process is running is retried until it is finished there or free.
 *
 * @returns the failed jobs; a failure stops no other job
 * @throws InvalidInput on the signal, when jobs are left; finished jobs are kept, and the same call goes on from there
 */
export async function runPool(jobs: readonly TableJob[], options: PoolOptions): Promise<FailedJob[]> {
  const { places, signal, onEvent = () => undefined } = options;
  const failed: FailedJob[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'alpha-cl-grid-'));
  const grid = path.join(folder, 'grid.jsonl');
  try {
    await writeGrid(grid, jobs);
    await workThrough(jobs, {
      places,
      ...(signal !== undefined && { signal }),
      attempt: async (job) => {
        // Without a process for what is plain to see.
        if (jobState(job).kind === 'finished') return 'over';
        if (lockOwner(runPaths(job.folder).lock)?.life === 'alive') return 'elsewhere';
        onEvent({ job, kind: 'begun' });
        const end = await inProcess(job, ['job', grid, String(jobs.indexOf(job) + 1)], options);
        onEvent({ job, kind: 'ended', end });
        if (end.kind === 'failed') failed.push({ job, message: end.message });
        if (end.kind === 'stopped') throw stopped();
        return end.kind === 'elsewhere' ? 'elsewhere' : 'over';
      },
    });
    return failed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Number of last lines of a failure that are shown. */
const LAST_LINES = 12;

async function inProcess(
  job: TableJob,
  args: readonly string[],
  { cli, places, signal, onEvent }: PoolOptions,
): Promise<JobEnd> {
  const threads = Math.max(1, Math.floor(availableThreads() / places));
  const child = fork(cli, args, {
    // Out of the terminal's reach: Ctrl-C is passed on once, and a second one there would leave no checkpoint. When this
    // process is killed, the channel closes, and the job stops by itself.
    detached: true,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, [THREADS_VARIABLE]: String(threads) },
  });
  const lines: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.split('\n').filter((line) => line.trim() !== ''));
    lines.splice(0, lines.length - LAST_LINES);
  });
  child.on('message', (message) => onEvent?.({ job, ...(message as JobMessage) }));
  const stop = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  const { code, killedBy, fault } = await endOf(child);
  signal?.removeEventListener('abort', stop);
  if (code === 0) return { kind: 'finished' };
  if (code === ELSEWHERE) return { kind: 'elsewhere', message: lines.join('\n') };
  if (signal?.aborted === true) return { kind: 'stopped' };
  const how = fault ?? (killedBy === undefined ? `exit code ${code}` : `ended by ${killedBy}`);
  const message = [...lines, `(${how})`].join('\n');
  // A process that was killed or crashed has remembered nothing itself.
  if (killedBy !== undefined || code !== 2) await rememberFailure(job, message);
  return { kind: 'failed', message };
}

/** Message that the process of a job sends. */
export type JobMessage =
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'notice'; readonly text: string };

interface ProcessEnd {
  readonly code: number | null;
  readonly killedBy?: NodeJS.Signals | undefined;
  /** The reason why the process could not be started. */
  readonly fault?: string;
}

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, fault: error.message }));
    child.once('close', (code, name) => resolve({ code, killedBy: name ?? undefined }));
  });
}
