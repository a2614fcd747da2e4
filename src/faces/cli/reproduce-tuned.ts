/** `alpha-cl reproduce` of a table of tuned losses: its stages one after the other, since a later one follows from an earlier one. */
import path from 'node:path';
import { makeFolder } from '../../base/files/folder.js';
import { writeWhole } from '../../base/files/write-whole.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { PROGRAM } from '../../base/program-name.js';
import { shellWord } from '../../base/shell-word.js';
import { thousands } from '../../base/thousands.js';
import type { TablePresetName } from '../../results/tables/benchmark-table.js';
import type { KeptRuns } from '../../results/tables/kept-runs.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import type { TunedJobMaker, TunedTable } from '../../results/tuned/tuned-table.js';
import type { FailedJob } from '../../results/launch/local-pool.js';
import { requireDataFolder } from './data-folder.js';
import { infiniteAsText } from './infinite-as-text.js';
import { failuresText } from './launch-here.js';
import type { ReproduceFlags } from './reproduce-command.js';

/** A chosen table of tuned losses. */
export interface ChosenTuned {
  readonly table: TunedTable;
  readonly preset: TablePresetName;
}

/** Finishes jobs as the flags say. @returns the failed ones */
type Finish = (jobs: readonly TableJob[]) => Promise<readonly FailedJob[]>;

/**
 * Finishes the table stage by stage and writes its page.
 *
 * @returns the exit code: 1 if a job failed or is not finished
 * @throws InvalidInput on flags that do not go with stages, and as the jobs
 */
export async function reproduceTuned(chosen: ChosenTuned, flags: ReproduceFlags, finish: Finish): Promise<number> {
  for (const flag of ['plan', 'status', 'seeds', 'devices'] as const) {
    if (flags[flag] === undefined) continue;
    throw new InvalidInput(
      `--${flag} is not for ${chosen.table.id}, whose stages follow from each other: leave it out`,
    );
  }
  if (flags.launcher === 'slurm') {
    throw new InvalidInput(
      `--launcher is slurm: the stages of ${chosen.table.id} follow from each other; leave it out, or choose local`,
    );
  }
  const { tunedJobMaker } = await import('../../results/tuned/tuned-table.js');
  const folder = path.resolve(flags.out);
  const make = tunedJobMaker(chosen.table, {
    folder,
    data: path.resolve(requireDataFolder(flags.data)),
    preset: chosen.preset,
    ...(flags.only !== undefined && { only: flags.only.split(',').map((one) => one.trim()) }),
    ...(flags.engine !== undefined && { engine: flags.engine }),
  });
  const file =
    flags.records === undefined ? path.join(folder, `${chosen.table.id}.jsonl`) : path.resolve(flags.records);
  const failed: FailedJob[] = [];
  let stages = await knownStages(chosen.table, make, file);
  while (flags.collect !== true && failed.length === 0) {
    const stage = stages.open[0];
    if (stage === undefined) break;
    failed.push(...(await finish(stage)));
    stages = await knownStages(chosen.table, make, file);
  }
  await writePage(chosen, make, stages.runs, flags);
  process.stderr.write(failuresText(failed));
  return stages.open.length === 0 ? 0 : 1;
}

/** Reads the kept runs, adds those that have been finished meanwhile, and returns the jobs that are left of each known stage. */
async function knownStages(
  table: TunedTable,
  make: TunedJobMaker,
  file: string,
): Promise<{ readonly runs: KeptRuns; readonly open: readonly TableJob[][] }> {
  const { keepRuns, keptRun, readKeptRuns, requireSameRun } = await import('../../results/tables/kept-runs.js');
  const { tunedStages } = await import('../../results/tuned/tuned-stages.js');
  const { collectRuns } = await import('../../results/tables/table-runs.js');
  let runs = readKeptRuns(file);
  for (;;) {
    const jobs = tunedStages(table, make, runs).flat();
    for (const job of jobs) {
      const known = runs.get(job.id);
      if (known !== undefined) requireSameRun(job, known, file);
    }
    const found = collectRuns(jobs.filter(({ id }) => !runs.has(id)));
    if (found.length === 0) break;
    runs = await keepRuns(file, found.map(keptRun));
  }
  const known = runs;
  const open = tunedStages(table, make, runs).map((stage) => stage.filter(({ id }) => !known.has(id)));
  return { runs, open: open.filter((stage) => stage.length > 0) };
}

async function writePage(
  { table, preset }: ChosenTuned,
  make: TunedJobMaker,
  runs: KeptRuns,
  flags: ReproduceFlags,
): Promise<void> {
  const { tunedSummary } = await import('../../results/tuned/tuned-summary.js');
  const { tunedPage } = await import('../report/tuned-page.js');
  const summary = tunedSummary(table, preset, make, runs);
  const records = flags.records === undefined ? 'FILE' : shellWord(flags.records);
  const command = `${PROGRAM} reproduce ${table.id} --preset ${preset} --records ${records} --collect --data DIR`;
  const folder = path.resolve(flags.page ?? flags.out);
  makeFolder(folder);
  const page = path.join(folder, `${table.id}-${preset}.md`);
  await writeWhole(page, tunedPage(summary, command));
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify({ ...summary, page }, infiniteAsText)}\n`);
  }
  const stream = flags.json === true ? process.stderr : process.stdout;
  stream.write(`Results of ${thousands(summary.runs.length)} runs: ${page}\n`);
}
