/** A table in metrics: every entry with its mean, deviation, differences and cost, and notes on it. Plain data. */
import type { BenchmarkTable, TablePresetName } from './benchmark-table.js';
import { columnSummary, type ColumnSummary, type LineSummary } from './column-summary.js';
import { versionsText } from './mixtures.js';
import { tablePreset, type TableJob } from './table-jobs.js';
import type { TableRun } from './table-runs.js';

/** A table in numbers. Plain data. */
export interface TableSummary {
  readonly id: string;
  readonly title: string;
  readonly preset: TablePresetName;
  readonly setting: string;
  /** Number of jobs; `finished`: of those that are finished. */
  readonly asked: number;
  readonly finished: number;
  /** Titles of the unfinished jobs. */
  readonly missing: readonly string[];
  readonly columns: readonly ColumnSummary[];
  /** Device time of training and of evaluation, over all finished runs, in hours. */
  readonly deviceHours: { readonly training: number; readonly evaluation: number };
  /** Engines of all finished runs; `software`: their versions. */
  readonly engines: readonly string[];
  readonly software: readonly string[];
  /** The reason why entries have no published result; absent if all have one, or the preset is not the published one. */
  readonly unpublished?: string;
}

/** Summarises a table. @param jobs all requested ones @param runs those of the finished jobs */
export function summarise(
  table: BenchmarkTable,
  preset: TablePresetName,
  jobs: readonly TableJob[],
  runs: readonly TableRun[],
): TableSummary {
  const done = new Set(runs.map(({ job }) => job.id));
  const { setting } = tablePreset(table, preset);
  const sum = (of: (run: TableRun) => number): number => runs.reduce((all, run) => all + of(run), 0) / 3600;
  const all = (of: (run: TableRun) => string): string[] => [...new Set(runs.map(of))];
  const columns = table.columns
    .filter(({ id }) => jobs.some(({ column }) => column === id))
    .map((column) =>
      columnSummary(
        table,
        column,
        jobs,
        runs.filter(({ job }) => job.column === column.id),
      ),
    );
  const isSilent = preset !== 'paper' || columns.every(({ lines }) => lines.every(hasAll));
  return {
    id: table.id,
    title: table.title,
    preset,
    setting,
    asked: jobs.length,
    finished: runs.length,
    missing: jobs.filter(({ id }) => !done.has(id)).map(({ title }) => title),
    columns,
    deviceHours: {
      training: sum(({ seconds }) => seconds.training),
      evaluation: sum(({ seconds }) => seconds.evaluation),
    },
    engines: all(({ record: { engine } }) => `${engine.name} (${engine.device})`),
    software: all(({ record: { versions } }) => versionsText(versions)),
    ...(!isSilent && table.unpublished !== undefined && { unpublished: table.unpublished }),
  };
}

function hasAll({ epochs, published }: LineSummary): boolean {
  return epochs === undefined || published !== undefined;
}
