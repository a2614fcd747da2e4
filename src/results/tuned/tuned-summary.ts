/** A table of tuned losses in numbers: grids, chosen settings, the primary comparison, the others, and the worth of the prediction. */
import {
  fitAccuracyModel,
  predictedAccuracy,
  predictionWorth,
  type AccuracyModel,
  type PredictedAccuracy,
  type PredictionWorth,
} from '../discover/accuracy-model.js';
import { importanceOf } from '../../training/step/importance-choice.js';
import { rowFigures } from '../discover/criteria.js';
import { statistic, type Statistic } from '../runs/statistic.js';
import type { TableColumn, TablePresetName } from '../tables/benchmark-table.js';
import { blockDifferences } from '../tables/block-differences.js';
import { pairedDifference, type SeedValues } from '../runs/difference.js';
import type { KeptRun, KeptRuns } from '../tables/kept-runs.js';
import { versionsText } from '../tables/mixtures.js';
import type { TunedJobMaker, TunedTable } from './tuned-table.js';
import { tunedPreset } from './tuned-table.js';
import {
  primaryPair,
  reportJobs,
  TUNED_METRIC,
  tunedGrid,
  type PrimaryPair,
  type TunedGridRow,
} from './tuned-stages.js';

/** A table of tuned losses in numbers. */
export interface TunedSummary {
  readonly id: string;
  readonly title: string;
  readonly preset: TablePresetName;
  readonly protocol: string;
  readonly setting: string;
  readonly scale: string;
  /** Label of the row that others are compared with. */
  readonly reference: string;
  /** Hardness of its settings, by which those of all rows are chosen; the softest first. */
  readonly hardness: readonly number[];
  readonly columns: readonly TunedColumn[];
  readonly model: AccuracyModel;
  /** Runs of this table and preset that are finished. */
  readonly runs: readonly KeptRun[];
  readonly engines: readonly string[];
  readonly software: readonly string[];
  readonly deviceHours: { readonly training: number; readonly evaluation: number };
}

/** A data set of the table. */
export interface TunedColumn {
  readonly id: string;
  readonly label: string;
  /** Descriptions of the images: trained on, chosen on, reported on; those of finished runs. */
  readonly images: readonly string[];
  readonly lines: readonly TunedLine[];
  /** Absent until both of the pair have two seeds in common. */
  readonly primary?: TunedDifference;
  /** Differences of the other rows; none before the report of all rows is finished. */
  readonly others: readonly TunedDifference[];
  /** Absent before the grid is finished. */
  readonly prediction?: PredictionWorth;
}

/** A loss on a data set. */
export interface TunedLine {
  readonly id: string;
  readonly label: string;
  /** Accuracies of the grid, the softest setting first; null of one that is not finished. */
  readonly grid: readonly {
    readonly label: string;
    readonly accuracy: number | null;
    readonly neighbours: number | null;
    readonly predicted: number;
  }[];
  /** Place of the chosen setting in the grid. */
  readonly chosen?: number;
  /** Accuracies of the report, by seed. */
  readonly report: SeedValues;
  readonly statistic: Statistic | null;
}

/** A difference from the reference with its interval and what it means. */
export interface TunedDifference {
  readonly row: string;
  readonly label: string;
  readonly n: number;
  readonly mean: number;
  readonly halfWidth: number | null;
  readonly verdict: Verdict;
}

/** The meaning of an interval: above 0, below 0, within the margin of equality, or none of these. */
export type Verdict = 'better' | 'worse' | 'equal' | 'undecided';

/** Largest difference, as a share, that counts as none. */
export const EQUALITY_MARGIN = 0.01;

/** Lower end that the interval of the rank correlation must exceed before losses are ranked by the prediction. */
export const RANK_LIMIT = 0.5;

/** Returns the meaning of a difference. @param halfWidth of its interval; null where it has none */
export function verdictOf(mean: number, halfWidth: number | null): Verdict {
  if (halfWidth === null) return 'undecided';
  if (mean - halfWidth > 0) return 'better';
  if (mean + halfWidth < 0) return 'worse';
  return Math.abs(mean) + halfWidth <= EQUALITY_MARGIN ? 'equal' : 'undecided';
}

/** Summarises a table of tuned losses. @param runs all that are kept, also of other presets */
export function tunedSummary(
  table: TunedTable,
  preset: TablePresetName,
  make: TunedJobMaker,
  runs: KeptRuns,
): TunedSummary {
  const { setting, scale } = tunedPreset(table, preset);
  const model = fitAccuracyModel(table.study);
  const own = [...runs.values()].filter(({ id }) => id.startsWith(`${preset}/`));
  const reference = table.rows.find(({ part }) => part === 'reference');
  const hours = (of: (run: KeptRun) => number): number => own.reduce((sum, run) => sum + of(run), 0) / 3600;
  return {
    id: table.id,
    title: table.title,
    preset,
    protocol: table.protocol,
    setting,
    scale,
    reference: reference?.label ?? '',
    hardness: reference?.settings.map(({ weights }) => rowFigures(importanceOf(weights)).hardness) ?? [],
    columns: make.columns.map((column) => columnOf(table, make, column, { runs, model, preset })),
    model,
    runs: own,
    engines: [...new Set(own.map(({ engine }) => engine))],
    software: [...new Set(own.map(({ versions }) => versionsText(versions)))],
    deviceHours: {
      training: hours(({ seconds }) => seconds.training),
      evaluation: hours(({ seconds }) => seconds.evaluation),
    },
  };
}

interface ColumnContext {
  readonly runs: KeptRuns;
  readonly model: AccuracyModel;
  readonly preset: TablePresetName;
}

function columnOf(
  table: TunedTable,
  make: TunedJobMaker,
  column: TableColumn,
  { runs, model, preset }: ColumnContext,
): TunedColumn {
  const grid = tunedGrid(table, make, column, runs);
  const pair = primaryPair(grid);
  const reported = (row: TunedGridRow, seeds: readonly number[]): SeedValues =>
    new Map(
      reportJobs([row], make, column, seeds).flatMap(({ id, seed }) => {
        const accuracy = runs.get(id)?.metrics[TUNED_METRIC];
        return accuracy === undefined ? [] : [[seed, accuracy] as const];
      }),
    );
  const primary = pair === undefined ? undefined : primaryOf(pair, (row) => reported(row, table.seeds.primary));
  const prediction = predictionOf(grid, model);
  const reports = tunedPreset(table, preset).columns[column.id]?.report;
  const own = [...runs.values()].filter(({ id }) => id.startsWith(`${preset}/${column.id}/`));
  return {
    id: column.id,
    label: column.label,
    images: [
      ...new Set(
        own.flatMap(({ images }) => [
          `Trained on: ${images.train}.`,
          `${images.choice === reports ? 'Reported' : 'Chosen'} on: ${images.test}.`,
        ]),
      ),
    ],
    lines: grid.map((one) => {
      const report = reported(one, pair?.includes(one) === true ? table.seeds.primary : table.seeds.report);
      return {
        id: one.row.id,
        label: one.row.label,
        grid: one.cells.map(({ setting, run, accuracy }) => ({
          label: setting.label,
          accuracy: accuracy ?? null,
          neighbours: run?.metrics.neighbours ?? null,
          predicted: predictedAccuracy(model, setting.weights),
        })),
        ...(one.chosen !== undefined && { chosen: one.cells.findIndex(({ job }) => job === one.chosen?.job) }),
        report,
        statistic: statistic([...report.values()]),
      };
    }),
    ...(primary !== undefined && { primary }),
    others: othersOf(grid, pair, (row) => reported(row, table.seeds.report)),
    ...(prediction !== undefined && { prediction }),
  };
}

function primaryOf(
  [reference, contender]: PrimaryPair,
  valuesOf: (row: TunedGridRow) => SeedValues,
): TunedDifference | undefined {
  const difference = pairedDifference(valuesOf(contender), valuesOf(reference));
  if (difference === null || difference.halfWidth === null) return undefined;
  const { id, label } = contender.row;
  return { row: id, label, ...difference, verdict: verdictOf(difference.mean, difference.halfWidth) };
}

/** Compares the rows that are not of the primary pair with the reference, once all rows are finished. */
function othersOf(
  grid: readonly TunedGridRow[],
  pair: PrimaryPair | undefined,
  valuesOf: (row: TunedGridRow) => SeedValues,
): TunedDifference[] {
  if (pair === undefined) return [];
  const values = new Map(grid.map((one) => [one.row.id, valuesOf(one)]));
  const compared = grid.filter((one) => !pair.some(({ row }) => row === one.row)).map(({ row }) => row);
  const found = blockDifferences(
    values,
    pair[0].row.id,
    compared.map(({ id }) => id),
  );
  return found.map((one, k) => ({
    ...one,
    label: compared[k]?.label ?? one.row,
    verdict: verdictOf(one.mean, one.halfWidth),
  }));
}

/** Compares the prediction, which was fitted to accuracies of nearest neighbours, with those of the grid. */
function predictionOf(grid: readonly TunedGridRow[], model: AccuracyModel): PredictionWorth | undefined {
  const points = grid.flatMap(({ row, cells }) =>
    cells.flatMap(({ setting, run }): PredictedAccuracy[] => {
      const observed = run?.metrics.neighbours;
      if (observed === undefined) return [];
      return [{ group: row.id, predicted: predictedAccuracy(model, setting.weights), observed }];
    }),
  );
  const all = grid.reduce((sum, { cells }) => sum + cells.length, 0);
  return points.length < all ? undefined : predictionWorth(points);
}
