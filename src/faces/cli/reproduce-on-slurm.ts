/** `alpha-cl reproduce --launcher slurm`: sends the jobs of a table to a cluster, or shows what would be sent. */
import path from 'node:path';
import type { Submission } from '../../results/launch/slurm-submission.js';
import { thousands } from '../../base/thousands.js';
import { tableFolder, type TableJob } from '../../results/tables/table-jobs.js';
import { CLI } from './launch-here.js';
import { seedCount, type ChosenTable, type ReproduceFlags } from './reproduce-choice.js';

/** Sends jobs to Slurm. @throws InvalidInput when Slurm is not there or refuses */
export async function sendToSlurm(
  jobs: readonly TableJob[],
  { table, preset }: ChosenTable,
  flags: ReproduceFlags,
): Promise<void> {
  const { describeSubmission, submitJobs } = await import('../../results/launch/slurm-submission.js');
  const options = {
    node: process.execPath,
    cli: CLI,
    name: `alpha-cl-${table.id}`,
    folder: tableFolder(path.resolve(flags.out), table, preset),
    slurmArgs: flags.slurmArg ?? [],
    collect: collectArguments(jobs, { table, preset }, flags),
    ...(flags.time !== undefined && { time: flags.time }),
    ...(flags.jobs !== undefined && { places: flags.jobs }),
  };
  if (flags.dryRun === true) {
    process.stdout.write(describeSubmission(jobs, options));
    return;
  }
  const submission = await submitJobs(jobs, options);
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ table: table.id, preset, ...submission })}\n`
      : submissionText(submission),
  );
}

/** Returns the arguments of the command that makes the same table's page, from any folder. */
function collectArguments(jobs: readonly TableJob[], chosen: ChosenTable, flags: ReproduceFlags): string[] {
  const { table, preset } = chosen;
  return [
    'reproduce',
    table.id,
    '--collect',
    `--preset=${preset}`,
    `--seeds=${seedCount(chosen, flags)}`,
    `--out=${path.resolve(flags.out)}`,
    `--page=${path.resolve(flags.page ?? flags.out)}`,
    ...(flags.only === undefined ? [] : [`--only=${flags.only}`]),
    ...jobs.slice(0, 1).flatMap(({ options }) => [`--data=${options.data}`]),
    ...(flags.engine === undefined ? [] : [`--engine=${flags.engine}`]),
  ];
}

function submissionText({ folder, jobs, finished, queued, arrays, page }: Submission): string {
  const others = `${thousands(finished)} finished, ${thousands(queued)} in the queue already`;
  if (folder === undefined) return `Nothing to send: ${others}\n`;
  return [
    `Sent ${thousands(jobs.length)} jobs as Slurm ${arrays.length === 1 ? 'job' : 'jobs'} ${arrays.join(', ')} (${others})`,
    `The page is made by job ${page} when they are over; scripts and logs: ${folder}`,
    'Where they stand: the same command with --status in place of --launcher slurm',
    '',
  ].join('\n');
}
