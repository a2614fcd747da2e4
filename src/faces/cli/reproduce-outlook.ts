/** Answers of `alpha-cl reproduce` without training: the forecast, and the state of each job. */
import path from 'node:path';
import type { JobStatus } from '../../results/launch/job-status.js';
import { thousands } from '../../base/thousands.js';
import { tableFolder, type TableJob } from '../../results/tables/table-jobs.js';
import { progressLine } from './progress-line.js';
import type { ChosenTable, ReproduceFlags } from './reproduce-choice.js';

/** Prints the forecast of the work that is left, calibrated with some real steps. */
export async function printPlan(
  { table, preset }: ChosenTable,
  jobs: readonly TableJob[],
  flags: ReproduceFlags,
): Promise<void> {
  const display = progressLine('looking at the runs');
  try {
    const { planTable } = await import('../../results/tables/plan-table.js');
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

/** Prints the state of each job. @throws InvalidInput when a file of a run is damaged, or Slurm's queue does not answer */
export async function printStatus(
  { table, preset }: ChosenTable,
  jobs: readonly TableJob[],
  { out, json }: ReproduceFlags,
): Promise<void> {
  const { queuedJobs } = await import('../../results/launch/slurm-submission.js');
  const { jobStatus } = await import('../../results/launch/job-status.js');
  const queue = queuedJobs(tableFolder(path.resolve(out), table, preset));
  const status = jobs.map((job) => jobStatus(job, queue));
  process.stdout.write(json === true ? `${JSON.stringify({ table: table.id, preset, status })}\n` : statusText(status));
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
