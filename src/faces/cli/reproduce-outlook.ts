/** Answers of `alpha-cl reproduce` without training: the forecast, and the state of each job. */
import path from 'node:path';
import type { JobStatus } from '../../results/launch/job-status.js';
import { formatNumber, formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import type { JobPlan, TablePlan } from '../../results/tables/plan-table.js';
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
    const found = await planTable(jobs, { onProgress: display.show });
    display.end();
    process.stdout.write(
      flags.json === true ? `${JSON.stringify({ table: table.id, preset, ...found })}\n` : planText(found),
    );
  } finally {
    display.end();
  }
}

/** Writes a plan: one line per job, the sums, and the measurements behind them. */
function planText({ jobs, predicted, left, spent, classes, calibrationSeconds }: TablePlan): string {
  const width = Math.max(...jobs.map(({ id }) => id.length));
  const finished = jobs.filter(({ state }) => state === 'finished');
  const expected = finished.reduce((sum, one) => sum + one.predicted.training + one.predicted.evaluation, 0);
  return [
    ...jobs.map((job) => `${job.id.padEnd(width)}  ${job.state.padEnd(10)}  ${timeText(job)}`),
    '',
    ...classes.map(({ title, step }) => `A step of ${title}: ${formatNumber(step)} s`),
    `All ${thousands(jobs.length)} runs: ${formatSeconds(predicted)}, ${hours(predicted)} device-hours`,
    ...(finished.length === 0
      ? []
      : [
          `Finished: ${thousands(finished.length)}, ${formatSeconds(spent)}; ${formatSeconds(expected)} by this calibration`,
        ]),
    `Left: ${formatSeconds(left)}, ${hours(left)} device-hours`,
    `Calibrated in ${formatSeconds(calibrationSeconds)}; nothing was trained`,
    '',
  ].join('\n');
}

function timeText({ left, predicted, measured }: JobPlan): string {
  const all = `${formatSeconds(predicted.training)} training, ${formatSeconds(predicted.evaluation)} evaluation`;
  if (measured === undefined) return `${formatSeconds(left).padEnd(14)}  of ${all}`;
  return `took ${formatSeconds(measured.training)} training, ${formatSeconds(measured.evaluation)} evaluation; foreseen ${all}`;
}

function hours(seconds: number): string {
  return formatNumber(seconds / 3600);
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
