/** A table in figures: every cell with its mean, deviation, differences and cost, and what has to be said of it. Plain data. */
import { statistic, type Statistic } from '../runs/compare-runs.js';
import type { Evaluation } from '../runs/evaluation.js';
import { pairedDifference, welchDifference, type Difference, type SeedValues } from './difference.js';
import { resolveConfig } from '../train/run-config.js';
import { tablePreset, type TableJob } from './table-jobs.js';
import type { BenchmarkTable, PublishedFigure, TablePresetName } from './benchmark-table.js';
import { mixturesOf, versionsText, type Mixture } from './mixtures.js';
import { epochsOf, type TableRun } from './table-runs.js';

/** A table in numbers. Plain data. */
export interface TableSummary {
  readonly id: string;
  readonly title: string;
  readonly preset: TablePresetName;
  readonly setting: string;
  /** Jobs, and those that are finished. */
  readonly asked: number;
  readonly finished: number;
  /** In words; of those that are not finished. */
  readonly missing: readonly string[];
  readonly columns: readonly ColumnSummary[];
  /** Of training and of evaluation, over all finished runs, in hours. */
  readonly deviceHours: { readonly training: number; readonly evaluation: number };
  /** All that finished runs were made on and with. */
  readonly engines: readonly string[];
  readonly software: readonly string[];
  /** Why cells have no published figure; absent where all have one, or the preset is not the published one. */
  readonly unpublished?: string;
}

/** A column in numbers. */
export interface ColumnSummary {
  readonly id: string;
  readonly label: string;
  /** On which images, in words. */
  readonly images: readonly string[];
  readonly lines: readonly LineSummary[];
  /** What its runs do not have in common. */
  readonly mixtures: readonly Mixture[];
}

/** A line of a column: a row of the table, or a baseline. */
export interface LineSummary {
  /** Of the row, or of the baseline. */
  readonly id: string;
  readonly label: string;
  /** As LaTeX, between words. */
  readonly latex: string;
  /** Of contrastive training; absent for a baseline. */
  readonly epochs?: number;
  /** Place among the epochs after which its runs are measured, from 0; absent for a baseline. */
  readonly stage?: number;
  readonly seeds: readonly number[];
  readonly figures: Readonly<Record<FigureId, Statistic | null>>;
  /** Of the accuracies, as shares: from the random encoder, from the row of reference, from what was published. */
  readonly differences: Readonly<Record<'random' | 'reference', Readonly<Partial<Record<FigureId, Difference>>>>>;
  /** Shares; the accuracy of linear evaluation, best epoch. */
  readonly published?: PublishedSummary;
  /** Training and evaluation of all its runs; of a baseline, evaluation. Counted once, at the last epochs. */
  readonly deviceHours: number;
}

/** A published figure beside ours. */
export interface PublishedSummary {
  readonly mean: number;
  readonly deviation: number;
  readonly n: number;
  readonly source: string;
  readonly difference: Difference | null;
}

/** What is measured, by name. */
export type FigureId = keyof typeof FIGURES;

interface FigureKind {
  readonly title: string;
  /** Shares of images, 0..1, or plain numbers. */
  readonly kind: 'share' | 'number';
  readonly of: (evaluation: Evaluation) => number | undefined;
}

/** What is measured, in the order of the page. */
export const FIGURES = {
  linearBest: { title: 'linear, best', kind: 'share', of: ({ linear }) => linear.best.testAccuracy },
  linearLast: { title: 'linear, last', kind: 'share', of: ({ linear }) => linear.last.testAccuracy },
  neighbours: { title: '20-NN', kind: 'share', of: ({ neighbours }) => neighbours.weighted },
  nearest: { title: '1-NN', kind: 'share', of: ({ neighbours }) => neighbours.nearest },
  effectiveRank: {
    title: 'effective rank',
    kind: 'number',
    of: ({ spectrum }) => spectrum?.features?.effectiveRank,
  },
} as const satisfies Record<string, FigureKind>;

export const FIGURE_IDS = Object.keys(FIGURES) as FigureId[];

/** @param jobs all that are asked for @param runs those that are finished */
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
        preset,
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

function columnSummary(
  table: BenchmarkTable,
  preset: TablePresetName,
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
      const published = preset === 'paper' ? publishedOf(table, { row: row.id, column: id, epochs }) : undefined;
      return {
        id: row.id,
        label: row.label,
        latex: row.latex ?? row.label,
        epochs,
        stage,
        ...lineFigures(evaluations),
        differences: {
          random: differencesFrom(evaluations, random),
          reference: row.id === table.reference ? {} : differencesFrom(evaluations, measured(table.reference, stage)),
        },
        ...(published !== undefined && { published: publishedSummary(published, evaluations) }),
        deviceHours:
          stage === stages.length - 1 ? hours(runs.filter((run) => run.job.row === row.id).map(secondsOf)) : 0,
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

/** By seed. */
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
    ...lineFigures(evaluations),
    differences: { random: {}, reference: {} },
    deviceHours: hours([...evaluations.values()].map(({ seconds }) => seconds)),
  };
}

function lineFigures(evaluations: Evaluations): Pick<LineSummary, 'seeds' | 'figures'> {
  const entries = FIGURE_IDS.map((id) => [id, statistic([...valuesOf(id, evaluations).values()])] as const);
  return { seeds: [...evaluations.keys()], figures: Object.fromEntries(entries) as LineSummary['figures'] };
}

function differencesFrom(evaluations: Evaluations, base: Evaluations): Partial<Record<FigureId, Difference>> {
  const shares = FIGURE_IDS.filter((id) => FIGURES[id].kind === 'share');
  return Object.fromEntries(
    shares.flatMap((id) => {
      const difference = pairedDifference(valuesOf(id, evaluations), valuesOf(id, base));
      return difference === null ? [] : [[id, difference]];
    }),
  );
}

function valuesOf(id: FigureId, evaluations: Evaluations): SeedValues {
  const figure: FigureKind = FIGURES[id];
  return new Map(
    [...evaluations].flatMap(([seed, evaluation]) => {
      const value = figure.of(evaluation);
      return value === undefined ? [] : [[seed, value] as const];
    }),
  );
}

function publishedOf(
  { published }: BenchmarkTable,
  { row, column, epochs }: Pick<PublishedFigure, 'row' | 'column' | 'epochs'>,
): PublishedFigure | undefined {
  return published.find((one) => one.row === row && one.column === column && one.epochs === epochs);
}

function publishedSummary({ mean, deviation, n, source }: PublishedFigure, evaluations: Evaluations): PublishedSummary {
  const theirs = { n, mean: mean / 100, deviation: deviation / 100 };
  const ours = statistic([...valuesOf('linearBest', evaluations).values()]);
  return { ...theirs, source, difference: ours === null ? null : welchDifference(ours, theirs) };
}

function imagesText({ measured }: TableRun): string {
  const { train, test } = (measured[measured.length - 1] as TableRun['measured'][number]).evaluation.images;
  return `Learnt from: ${train.description}. Measured on: ${test.description}.`;
}

/** Without the baselines, which have lines of their own. */
function secondsOf({ measured, seconds }: TableRun): number {
  return seconds.training + measured.reduce((sum, { evaluation }) => sum + evaluation.seconds, 0);
}

function hours(seconds: readonly number[]): number {
  return seconds.reduce((sum, one) => sum + one, 0) / 3600;
}
