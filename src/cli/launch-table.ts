/** Jobs of a table handed to a launcher, and what a person sees of them. */
import { fileURLToPath } from 'node:url';
import type { FailedJob, PoolEvent } from '../launch/local-pool.js';
import type { JobStatus } from '../launch/job-status.js';
import type { Submission, SubmitOptions } from '../launch/slurm-submission.js';
import { formatCount } from '../report/format-number.js';
import type { JobProgress } from '../tables/finish-job.js';
import type { TableJob } from '../tables/table-jobs.js';
import type { ProgressLine } from './progress-line.js';
import { jobProgressText } from './train-progress.js';

/** The module that is the command line. */
const CLI = fileURLToPath(new URL('./main.js', import.meta.url));

const DEFAULT_PLACES = 2;

/** @returns jobs that failed @throws InvalidInput on the signal */
export async function launchHere(
  jobs: readonly TableJob[],
  display: ProgressLine,
  { places = DEFAULT_PLACES, signal }: { readonly places: number | undefined; readonly signal: AbortSignal },
): Promise<FailedJob[]> {
  const { runPool } = await import('../launch/local-pool.js');
  const { collectRuns } = await import('../tables/table-runs.js');
  const working = new Map<TableJob, JobProgress>();
  let done = collectRuns(jobs).length;
  const show = (): void => {
    const lines = [...working].map(([{ title }, progress]) => `  ${title} · ${jobProgressText(progress)}`);
    display.show([`${formatCount(done)}/${formatCount(jobs.length)} finished`, ...lines].join('\n'));
  };
  const heard = (event: PoolEvent): void => {
    const { job } = event;
    if (event.kind === 'begun') working.set(job, { evaluating: 'starting' });
    else if (event.kind === 'progress') working.set(job, event.progress);
    else if (event.kind === 'notice') display.notice(`${job.title}: ${event.text}`);
    else {
      working.delete(job);
      if (event.end.kind === 'finished') done++;
      display.notice(`${job.title}: ${endText(event.end.kind)} (${formatCount(done)}/${formatCount(jobs.length)})`);
    }
    show();
  };
  return runPool(jobs, { cli: CLI, places, signal, onEvent: heard });
}

function endText(kind: 'finished' | 'stopped' | 'elsewhere' | 'failed'): string {
  return kind === 'elsewhere' ? 'another process has it in hand' : kind;
}

/** With their folders and last lines. */
export function failuresText(failed: readonly FailedJob[]): string {
  return failed
    .map(({ job, message }) => `${job.title} failed, ${job.folder}:\n${message.replaceAll(/^/gm, '  ')}\n`)
    .join('');
}

export type SlurmChoice = Omit<SubmitOptions, 'node' | 'cli'>;

/** The scripts and commands that `launchOnSlurm` would use. */
export async function slurmPlan(jobs: readonly TableJob[], choice: SlurmChoice): Promise<string> {
  const { describeSubmission } = await import('../launch/slurm-submission.js');
  return describeSubmission(jobs, { ...choice, ...HERE });
}

/** @throws InvalidInput when Slurm is not there or refuses */
export async function launchOnSlurm(jobs: readonly TableJob[], choice: SlurmChoice): Promise<Submission> {
  const { submitJobs } = await import('../launch/slurm-submission.js');
  return submitJobs(jobs, { ...choice, ...HERE });
}

const HERE = { node: process.execPath, cli: CLI };

export function submissionText({ folder, jobs, finished, queued, arrays, page }: Submission): string {
  const others = `${formatCount(finished)} finished, ${formatCount(queued)} in the queue already`;
  if (folder === undefined) return `Nothing to send: ${others}\n`;
  return [
    `Sent ${formatCount(jobs.length)} jobs as Slurm ${arrays.length === 1 ? 'job' : 'jobs'} ${arrays.join(', ')} (${others})`,
    `The page is made by job ${page} when they are over; scripts and logs: ${folder}`,
    'Where they stand: the same command with --status in place of --launcher slurm',
    '',
  ].join('\n');
}

/** @param folder of the table @throws InvalidInput when a file of a run is damaged, or Slurm's queue does not answer */
export async function statusOf(jobs: readonly TableJob[], folder: string): Promise<JobStatus[]> {
  const { queuedJobs } = await import('../launch/slurm-submission.js');
  const { jobStatus } = await import('../launch/job-status.js');
  const queue = queuedJobs(folder);
  return jobs.map((job) => jobStatus(job, queue));
}

export function statusText(all: readonly JobStatus[]): string {
  const width = Math.max(...all.map(({ job }) => job.id.length));
  const lines = all.map(({ job, kind, steps, detail }) =>
    [
      `${job.id.padEnd(width)}  ${kind.padEnd('unfinished'.length)}`,
      ...(steps === undefined ? [] : [`step ${formatCount(steps.done)}/${formatCount(steps.all)}`]),
      // Of a failure the first line; all of it is in the note beside the run.
      ...(detail === undefined ? [] : [detail.split('\n')[0] ?? '']),
    ].join('  '),
  );
  const counts = [...new Set(all.map(({ kind }) => kind))].map(
    (kind) => `${all.filter((one) => one.kind === kind).length} ${kind}`,
  );
  return `${lines.map((line) => `${line.trimEnd()}\n`).join('')}${counts.join(', ')}\n`;
}
