/** The plan of a table as text for a person. */
import { formatNumber, formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import type { JobPlan, TablePlan } from '../../results/tables/plan-table.js';

/** Writes a plan: one line per job, the sums, and the measurements behind them. */
export function planText({ jobs, predicted, left, spent, classes, calibrationSeconds }: TablePlan): string {
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
