/** The stages of a table of tuned losses: what is chosen of the runs that are there, and the jobs that this makes known. */
import type { TableColumn } from '../tables/benchmark-table.js';
import type { KeptRun, KeptRuns } from '../tables/kept-runs.js';
import type { TableJob } from '../tables/table-jobs.js';
import type { MetricId } from '../tables/table-metrics.js';
import type { TunedJobMaker, TunedRow, TunedSetting, TunedTable } from './tuned-table.js';

/** The accuracy that chooses and is compared: that after the last epoch, since the best epoch is chosen on the images it is measured on. */
export const TUNED_METRIC = 'linearLast' satisfies MetricId;

/** A setting of the grid with its accuracy there, a share; absent until its run is finished. */
interface GridCell {
  readonly setting: TunedSetting;
  readonly job: TableJob;
  readonly run?: KeptRun;
  readonly accuracy?: number;
}

/** A row with its grid, and the chosen cell of it. */
export interface TunedGridRow {
  readonly row: TunedRow;
  readonly cells: readonly GridCell[];
  /** The cell of the highest accuracy, of equals the softer one; absent until all runs of the row are finished. */
  readonly chosen?: GridCell & { readonly accuracy: number };
}

/** Returns the grid of a column. */
export function tunedGrid(table: TunedTable, make: TunedJobMaker, column: TableColumn, runs: KeptRuns): TunedGridRow[] {
  return table.rows.map((row) => {
    const cells = row.settings.map((setting): GridCell => {
      const job = make.grid({ row, setting, column });
      const run = runs.get(job.id);
      const accuracy = run?.metrics[TUNED_METRIC];
      return { setting, job, ...(run !== undefined && { run }), ...(accuracy !== undefined && { accuracy }) };
    });
    const chosen = bestOf(cells);
    return { row, cells, ...(chosen !== undefined && { chosen }) };
  });
}

function bestOf(cells: readonly GridCell[]): TunedGridRow['chosen'] {
  const measured = cells.flatMap((cell) => (cell.accuracy === undefined ? [] : [{ ...cell, accuracy: cell.accuracy }]));
  if (measured.length < cells.length) return undefined;
  return measured.toSorted((a, b) => b.accuracy - a.accuracy)[0];
}

/** The primary pair: the reference, and of the contenders the one whose chosen setting has the highest accuracy. */
export type PrimaryPair = readonly [reference: TunedGridRow, contender: TunedGridRow];

/** Returns the primary pair of a grid; undefined until the grids of the reference and of all contenders are finished. */
export function primaryPair(grid: readonly TunedGridRow[]): PrimaryPair | undefined {
  const reference = grid.find(({ row }) => row.part === 'reference');
  const contenders = grid.filter(({ row }) => row.part === 'contender');
  if (reference?.chosen === undefined || contenders.some(({ chosen }) => chosen === undefined)) return undefined;
  const best = contenders.toSorted((a, b) => (b.chosen?.accuracy ?? 0) - (a.chosen?.accuracy ?? 0))[0];
  return best === undefined ? undefined : [reference, best];
}

/**
 * Returns the stages of a table that are known, column by column: the grids of the reference and the contenders, the primary pair, the
 * grids of the others, the rest of the report. What decides first is done first.
 */
export function tunedStages(table: TunedTable, make: TunedJobMaker, runs: KeptRuns): TableJob[][] {
  return make.columns.flatMap((column) => {
    const grid = tunedGrid(table, make, column, runs);
    const pair = primaryPair(grid);
    const jobs = (isOther: boolean): TableJob[] =>
      grid.filter(({ row }) => (row.part === 'other') === isOther).flatMap(({ cells }) => cells.map(({ job }) => job));
    return [
      jobs(false),
      pair === undefined ? [] : reportJobs(pair, make, column, table.seeds.primary),
      jobs(true),
      grid.every(({ chosen }) => chosen !== undefined) ? reportJobs(grid, make, column, table.seeds.report) : [],
    ];
  });
}

/** Returns the jobs that report the chosen settings of rows, seed by seed. */
export function reportJobs(
  rows: readonly TunedGridRow[],
  make: TunedJobMaker,
  column: TableColumn,
  seeds: readonly number[],
): TableJob[] {
  return seeds.flatMap((seed) =>
    rows.flatMap(({ row, chosen }) =>
      chosen === undefined ? [] : [make.report({ row, setting: chosen.setting, column, seed })],
    ),
  );
}
