/** Jobs that other processes finish: sent to Slurm, or asked for their state. */
import { thousands } from '../../base/thousands.js';
import type { JobStatus } from '../../results/launch/job-status.js';
import type { Submission } from '../../results/launch/slurm-submission.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import type { LaunchFlags } from './launch-flags.js';
import { CLI } from './launch-here.js';

export interface LaunchedJobs {
  readonly jobs: readonly TableJob[];
  /** Name of the jobs in the queue of Slurm. */
  readonly name: string;
  /** Folder that every node sees; submissions are kept in `slurm/` there. */
  readonly folder: string;
  /** Arguments of the command line that collects the results when the jobs are over. */
  readonly collect: readonly string[];
  /** Data by which `--json` tells these jobs from others. */
  readonly about: object;
}

/** Flags of a command that launches jobs and prints. */
type PrintedLaunchFlags = LaunchFlags & { readonly json?: true };

/** Sends jobs to Slurm, or with `--dry-run` prints what would be sent. @throws InvalidInput when Slurm is not there or refuses */
export async function sendToSlurm(launched: LaunchedJobs, flags: PrintedLaunchFlags): Promise<void> {
  const { describeSubmission, submitJobs } = await import('../../results/launch/slurm-submission.js');
  const { jobs, about, ...submitted } = launched;
  const options = {
    ...submitted,
    node: process.execPath,
    cli: CLI,
    slurmArgs: flags.slurmArg ?? [],
    ...(flags.nodes !== undefined && { nodes: flags.nodes }),
    ...(flags.time !== undefined && { time: flags.time }),
    ...(flags.jobs !== undefined && { places: flags.jobs }),
  };
  if (flags.dryRun === true) {
    process.stdout.write(describeSubmission(jobs, options));
    return;
  }
  const submission = await submitJobs(jobs, options);
  process.stdout.write(
    flags.json === true ? `${JSON.stringify({ ...about, ...submission })}\n` : submissionText(submission),
  );
}

function submissionText({ folder, jobs, finished, queued, arrays, page }: Submission): string {
  const others = `${thousands(finished)} finished, ${thousands(queued)} in the queue already`;
  if (folder === undefined) return `Nothing to send: ${others}\n`;
  return [
    `Sent ${thousands(jobs.length)} jobs as Slurm ${arrays.length === 1 ? 'job' : 'jobs'} ${arrays.join(', ')} (${others})`,
    `Job ${page} collects the results when they are over; scripts and logs: ${folder}`,
    'For their status: the same command with --status in place of --launcher slurm',
    '',
  ].join('\n');
}

/** Prints the state of each job. @throws InvalidInput when a file of a run is damaged, or Slurm's queue does not answer */
export async function printStatus(
  { jobs, folder, about }: LaunchedJobs,
  { json }: Pick<PrintedLaunchFlags, 'json'>,
): Promise<void> {
  const { queuedJobs } = await import('../../results/launch/slurm-submission.js');
  const { jobStatus } = await import('../../results/launch/job-status.js');
  const queue = queuedJobs(folder);
  const status = jobs.map((job) => jobStatus(job, queue));
  process.stdout.write(json === true ? `${JSON.stringify({ ...about, status })}\n` : statusText(status));
}

function statusText(all: readonly JobStatus[]): string {
  const width = Math.max(...all.map(({ job }) => job.id.length));
  const lines = all.map(({ job, kind, steps, detail }) =>
    [
      `${job.id.padEnd(width)}  ${kind.padEnd('unfinished'.length)}`,
      ...(steps === undefined ? [] : [`step ${thousands(steps.done)}/${thousands(steps.all)}`]),
      // Of a failure the first line; all of it is in the note beside the run.
      ...(detail === undefined ? [] : [detail.split('\n')[0] ?? '']),
    ].join('  '),
  );
  const counts = [...new Set(all.map(({ kind }) => kind))].map(
    (kind) => `${all.filter((one) => one.kind === kind).length} ${kind}`,
  );
  return `${lines.map((line) => `${line.trimEnd()}\n`).join('')}${counts.join(', ')}\n`;
}
