/** A column of a table in metrics: one data set, with a line for every row and baseline. */
import type { MetricKind } from '../runs/run-metrics.js';
import { statistic, type Statistic } from '../runs/statistic.js';
import type { Evaluation } from '../runs/evaluation.js';
import { resolveConfig } from '../../training/train/run-config.js';
import type { BenchmarkTable, PublishedResult } from './benchmark-table.js';
import { pairedDifference, welchDifference, type Difference, type SeedValues } from '../runs/difference.js';
import { mixturesOf, type Mixture } from './mixtures.js';
import { recipeDifferences, recipeText, type Recipe } from './recipe.js';
import { METRIC_IDS, METRICS, type MetricId } from './table-metrics.js';
import type { TableJob } from './table-jobs.js';
import { epochsOf, type TableRun } from './table-runs.js';

/** A column in numbers. */
export interface ColumnSummary {
  readonly id: string;
  readonly label: string;
  /** Descriptions of the images. */
  readonly images: readonly string[];
  readonly lines: readonly LineSummary[];
  /** Differences between its runs. */
  readonly mixtures: readonly Mixture[];
}

/** A line of a column: a row of the table, or a baseline. */
export interface LineSummary {
  /** Name of the row or of the baseline. */
  readonly id: string;
  readonly label: string;
  /** The label with its mathematics between dollar signs. */
  readonly latex: string;
  /** Epochs of contrastive training; absent for a baseline. */
  readonly epochs?: number;
  /** Place among the epochs after which its runs are measured, from 0; absent for a baseline. */
  readonly stage?: number;
  readonly seeds: readonly number[];
  readonly metrics: Readonly<Record<MetricId, Statistic | null>>;
  /** Differences of the accuracies, as shares: from the random encoder, and from the row of reference. */
  readonly differences: Readonly<Record<'random' | 'reference', Readonly<Partial<Record<MetricId, Difference>>>>>;
  /** Published accuracy of linear evaluation, best epoch, by the recipe of our runs; a share, 0..1. */
  readonly published?: PublishedSummary;
  /** Results published for the same epochs by other recipes, which are not shown beside ours. Absent if there are none. */
  readonly otherRecipes?: readonly OtherRecipe[];
  /**
   * Device time in hours: training and evaluation of all its runs; of a baseline, evaluation. Counted once, at the last epochs.
   */
  readonly deviceHours: number;
}

/** A published result beside ours. */
export interface PublishedSummary {
  readonly mean: number;
  readonly deviation: number;
  readonly n: number;
  readonly recipe: Recipe;
  /** The recipe in words, without data set and epochs, which its place in the table tells. */
  readonly made: string;
  readonly source: string;
  readonly difference: Difference | null;
}

/** A published result that was made by another recipe than ours. */
export interface OtherRecipe extends Omit<PublishedSummary, 'difference'> {
  /** Differences from our recipe, in a few words each. */
  readonly differences: readonly string[];
}

export function columnSummary(
  table: BenchmarkTable,
  { id, label }: BenchmarkTable['columns'][number],
  jobs: readonly TableJob[],
  runs: readonly TableRun[],
): ColumnSummary {
  const rows = table.rows.flatMap((row) => {
    const job = jobs.find((one) => one.row === row.id && one.column === id);
    return job === undefined ? [] : [{ ...row, job }];
  });
  const random = bySeed(runs, ({ baselines }) => baselines.find(({ subject }) => subject.kind === 'random'));
  const pixels = bySeed(runs, ({ baselines }) => baselines.find(({ subject }) => subject.kind === 'pixels'));
  const measured = (row: string, stage: number): Evaluations =>
    bySeed(
      runs.filter(({ job }) => job.row === row),
      (run) => run.measured[stage]?.evaluation,
    );
  const lines = rows.flatMap(({ job, ...row }) => {
    const stages = epochsOf(job, resolveConfig({ preset: job.preset, flags: job.options }));
    return stages.map((epochs, stage): LineSummary => {
      const evaluations = measured(row.id, stage);
      const entry = { job, runs: runs.filter((run) => run.job.row === row.id), stage };
      const all = publishedOf(table, { row: row.id, column: id, epochs }).map((one) => ({
        one,
        differences: recipeDifferences(one.recipe, entry),
      }));
      const same = all.find(({ differences }) => differences.length === 0);
      const others = all.filter(({ differences }) => differences.length > 0);
      return {
        id: row.id,
        label: row.label,
        latex: row.latex ?? row.label,
        epochs,
        stage,
        ...lineMetrics(evaluations),
        differences: {
          random: differencesFrom(evaluations, random),
          reference: row.id === table.reference ? {} : differencesFrom(evaluations, measured(table.reference, stage)),
        },
        ...(same !== undefined && { published: publishedSummary(same.one, evaluations) }),
        ...(others.length > 0 && {
          otherRecipes: others.map(({ one, differences }) => ({ ...sharesOf(one), differences })),
        }),
        deviceHours: stage === stages.length - 1 ? hours(entry.runs.map(secondsOf)) : 0,
      };
    });
  });
  return {
    id,
    label,
    images: [...new Set(runs.map(imagesText))],
    lines: [
      ...[baselineLine('pixels', 'raw pixels', pixels), baselineLine('random', 'random encoder', random)].filter(
        ({ seeds }) => seeds.length > 0,
      ),
      ...lines,
    ],
    mixtures: mixturesOf(runs, (row) => table.rows.find((one) => one.id === row)?.label ?? row),
  };
}

/** Evaluations by seed. */
type Evaluations = ReadonlyMap<number, Evaluation>;

function bySeed(runs: readonly TableRun[], of: (run: TableRun) => Evaluation | undefined): Evaluations {
  return new Map(
    runs.flatMap((run) => {
      const evaluation = of(run);
      return evaluation === undefined ? [] : [[run.job.seed, evaluation] as const];
    }),
  );
}

function baselineLine(id: string, label: string, evaluations: Evaluations): LineSummary {
  return {
    id,
    label,
    latex: label,
    ...lineMetrics(evaluations),
    differences: { random: {}, reference: {} },
    deviceHours: hours([...evaluations.values()].map(({ seconds }) => seconds)),
  };
}

function lineMetrics(evaluations: Evaluations): Pick<LineSummary, 'seeds' | 'metrics'> {
  const entries = METRIC_IDS.map((id) => [id, statistic([...valuesOf(id, evaluations).values()])] as const);
  return { seeds: [...evaluations.keys()], metrics: Object.fromEntries(entries) as LineSummary['metrics'] };
}

function differencesFrom(evaluations: Evaluations, base: Evaluations): Partial<Record<MetricId, Difference>> {
  const shares = METRIC_IDS.filter((id) => METRICS[id].kind === 'share');
  return Object.fromEntries(
    shares.flatMap((id) => {
      const difference = pairedDifference(valuesOf(id, evaluations), valuesOf(id, base));
      return difference === null ? [] : [[id, difference]];
    }),
  );
}

function valuesOf(id: MetricId, evaluations: Evaluations): SeedValues {
  const metric: MetricKind = METRICS[id];
  return new Map(
    [...evaluations].flatMap(([seed, evaluation]) => {
      const value = metric.of(evaluation);
      return value === undefined ? [] : [[seed, value] as const];
    }),
  );
}

function publishedOf(
  { published }: BenchmarkTable,
  { row, column, epochs }: Pick<PublishedResult, 'row' | 'column'> & { readonly epochs: number },
): PublishedResult[] {
  return published.filter((one) => one.row === row && one.column === column && one.recipe.training.epochs === epochs);
}

function publishedSummary(published: PublishedResult, evaluations: Evaluations): PublishedSummary {
  const theirs = sharesOf(published);
  const ours = statistic([...valuesOf('linearBest', evaluations).values()]);
  return { ...theirs, difference: ours === null ? null : welchDifference(ours, theirs) };
}

/** Converts a published result from per cent to shares. */
function sharesOf({ mean, deviation, n, recipe, source }: PublishedResult): Omit<PublishedSummary, 'difference'> {
  return { n, mean: mean / 100, deviation: deviation / 100, recipe, made: recipeText(recipe), source };
}

function imagesText({ measured }: TableRun): string {
  const { train, test } = (measured[measured.length - 1] as TableRun['measured'][number]).evaluation.images;
  return `Learnt from: ${train.description}. Measured on: ${test.description}.`;
}

/** Returns the device time of a run in seconds, without the baselines, which have lines of their own. */
function secondsOf({ measured, seconds }: TableRun): number {
  return seconds.training + measured.reduce((sum, { evaluation }) => sum + evaluation.seconds, 0);
}

function hours(seconds: readonly number[]): number {
  return seconds.reduce((sum, one) => sum + one, 0) / 3600;
}
