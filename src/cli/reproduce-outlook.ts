/** What `alpha-cl reproduce` tells without training: how long it would take, and where each job stands. */
import path from 'node:path';
import { tableFolder, type TableJob } from '../tables/table-jobs.js';
import { statusOf, statusText } from './launch-table.js';
import { progressLine } from './progress-line.js';
import type { ChosenTable, ReproduceFlags } from './reproduce-choice.js';

/** Prints what is left, after some real steps. */
export async function printPlan(
  { table, preset }: ChosenTable,
  jobs: readonly TableJob[],
  flags: ReproduceFlags,
): Promise<void> {
  const display = progressLine('looking at the runs');
  try {
    const { planTable } = await import('../tables/plan-table.js');
    const { planText } = await import('./plan-text.js');
    const found = await planTable(jobs, { onProgress: display.show });
    display.end();
    process.stdout.write(
      flags.json === true ? `${JSON.stringify({ table: table.id, preset, ...found })}\n` : planText(found),
    );
  } finally {
    display.end();
  }
}

/** @throws InvalidInput as `statusOf` */
export async function printStatus(
  { table, preset }: ChosenTable,
  jobs: readonly TableJob[],
  { out, json }: ReproduceFlags,
): Promise<void> {
  const status = await statusOf(jobs, tableFolder(path.resolve(out), table, preset));
  process.stdout.write(json === true ? `${JSON.stringify({ table: table.id, preset, status })}\n` : statusText(status));
}
