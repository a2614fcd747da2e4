/** `alpha-cl reproduce --launcher slurm`: the jobs of a table sent to a cluster, or what would be sent. */
import path from 'node:path';
import { tableFolder, type TableJob } from '../tables/table-jobs.js';
import { launchOnSlurm, slurmPlan, submissionText } from './launch-table.js';
import type { ChosenTable, ReproduceFlags } from './reproduce-choice.js';

/** @throws InvalidInput when Slurm is not there or refuses */
export async function sendToSlurm(
  jobs: readonly TableJob[],
  { table, preset }: ChosenTable,
  flags: ReproduceFlags,
): Promise<void> {
  const choice = {
    name: `alpha-cl-${table.id}`,
    folder: tableFolder(path.resolve(flags.out), table, preset),
    slurmArgs: flags.slurmArg ?? [],
    collect: collectArguments(jobs, { table, preset }, flags),
    ...(flags.time !== undefined && { time: flags.time }),
    ...(flags.jobs !== undefined && { places: flags.jobs }),
  };
  if (flags.dryRun === true) {
    process.stdout.write(await slurmPlan(jobs, choice));
    return;
  }
  const submission = await launchOnSlurm(jobs, choice);
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ table: table.id, preset, ...submission })}\n`
      : submissionText(submission),
  );
}

/** Of the command that makes the same table's page, from any folder. */
function collectArguments(jobs: readonly TableJob[], { table, preset }: ChosenTable, flags: ReproduceFlags): string[] {
  return [
    'reproduce',
    table.id,
    '--collect',
    `--preset=${preset}`,
    `--seeds=${flags.seeds}`,
    `--out=${path.resolve(flags.out)}`,
    `--page=${path.resolve(flags.page ?? flags.out)}`,
    ...(flags.only === undefined ? [] : [`--only=${flags.only}`]),
    ...jobs.slice(0, 1).flatMap(({ options }) => [`--data=${options.data}`]),
    ...(flags.engine === undefined ? [] : [`--engine=${flags.engine}`]),
  ];
}
