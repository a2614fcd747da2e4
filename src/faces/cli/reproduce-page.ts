/** The page of a table that `alpha-cl reproduce` writes from the finished runs. */
import path from 'node:path';
import { thousands } from '../../base/thousands.js';
import type { TableJob } from '../../results/tables/table-jobs.js';
import { seedCount, type ChosenTable, type ReproduceFlags } from './reproduce-choice.js';
import { shellWord } from '../../base/shell-word.js';

/** Writes the page. @returns true if every job is finished */
export async function writePage(
  jobs: readonly TableJob[],
  chosen: ChosenTable,
  flags: ReproduceFlags,
): Promise<boolean> {
  const { table, preset } = chosen;
  const { writeTable } = await import('../report/write-table.js');
  const { collectRuns } = await import('../../results/tables/table-runs.js');
  const runs = collectRuns(jobs);
  const { summary, files } = await writeTable({
    table,
    preset,
    jobs,
    runs,
    folder: path.resolve(flags.page ?? flags.out),
    command: commandOf(chosen, flags),
  });
  if (flags.json === true) process.stdout.write(`${JSON.stringify({ ...summary, files, runs })}\n`);
  const { asked, finished } = summary;
  const extent = `${thousands(finished)} of ${thousands(asked)} runs`;
  (flags.json === true ? process.stderr : process.stdout).write(`Results of ${extent}: ${files.md}\n`);
  return finished === asked;
}

function commandOf(chosen: ChosenTable, flags: ReproduceFlags): string {
  const { table, preset } = chosen;
  const { only } = flags;
  const cells = only === undefined ? '' : ` --only ${shellWord(only)}`;
  return `npx alpha-cl reproduce ${table.id} --preset ${preset} --seeds ${seedCount(chosen, flags)}${cells} --data DIR`;
}
