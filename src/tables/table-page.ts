/** The page of a table: what was done, the table, the differences, every run, curves, and how to get it again. Markdown. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { renderFigure } from '../report/figure-files.js';
import { formatCount, formatNumber } from '../report/format-number.js';
import { writeWhole } from '../files/write-whole.js';
import { compareRuns, statistic, type Statistic } from '../runs/compare-runs.js';
import type { Evaluation } from '../runs/evaluation.js';
import { comparisonFigures } from '../runs/comparison-figures.js';
import type { BenchmarkTable, TableRow } from './benchmark-table.js';
import type { TableRun } from './table-runs.js';

export interface PagePlace {
  readonly folder: string;
  /** What reproduces the page. */
  readonly command: string;
}

/**
 * Writes `FOLDER/TABLE.md`, and its drawings under `FOLDER/figures`.
 *
 * @param runs every run of the table, at least one
 * @returns path of the page
 */
export async function writeTablePage(
  table: BenchmarkTable,
  runs: readonly TableRun[],
  { folder, command }: PagePlace,
): Promise<string> {
  const drawings = path.join(folder, 'figures');
  await mkdir(drawings, { recursive: true });
  const curves = comparisonFigures(compareRuns(runs.map(({ job }) => job.folder)));
  const shown: string[] = [];
  for (const { id, title, caption, ...figure } of curves) {
    const name = `${table.id}-${id}`;
    const { svg } = await renderFigure({ ...figure, id: name, title, caption });
    await writeWhole(path.join(drawings, `${name}.svg`), svg);
    shown.push(`## ${title}\n\n![${title}](figures/${name}.svg)\n\n${caption}\n`);
  }
  const page = path.join(folder, `${table.id}.md`);
  await writeWhole(page, [tableText(table, runs, command), ...shown].join('\n'));
  return page;
}

/** A representation, evaluated once or for several seeds. */
interface Line {
  readonly label: string;
  readonly evaluations: readonly Evaluation[];
}

interface Measure {
  readonly title: string;
  /** Shares of images (0..1), or plain numbers. */
  readonly kind: 'share' | 'number';
  readonly of: (evaluation: Evaluation) => number | undefined;
}

const MEASURES: readonly Measure[] = [
  { title: 'linear, best', kind: 'share', of: ({ linear }) => linear.best.testAccuracy },
  { title: 'linear, last', kind: 'share', of: ({ linear }) => linear.last.testAccuracy },
  { title: '20-NN', kind: 'share', of: ({ neighbours }) => neighbours.weighted },
  { title: '1-NN', kind: 'share', of: ({ neighbours }) => neighbours.nearest },
  { title: 'effective rank', kind: 'number', of: ({ spectrum }) => spectrum?.features?.effectiveRank },
];

function tableText(table: BenchmarkTable, runs: readonly TableRun[], command: string): string {
  const lines = linesOf(table, runs);
  const images = [...new Set(runs.map((run) => imagesText(encoderOf(run).images)))];
  return [
    `# ${table.title}\n`,
    `${settingsOf(runs)} Again, with the same numbers on the same machine: \`${command}\`\n`,
    `${images.join(' ')}\n`,
    `## Accuracy\n\nIn per cent, mean ± standard deviation over n seeds.\n\n${accuracyTable(lines)}`,
    `## Differences\n\nIn points, seed by seed: mean ± standard deviation.\n\n${differenceTable(table, lines)}`,
    `## Every run\n\n${runTable(runs)}`,
  ].join('\n');
}

function imagesText({ train, test }: Evaluation['images']): string {
  return `Learnt from: ${train.description}. Measured on: ${test.description}.`;
}

function linesOf(table: BenchmarkTable, runs: readonly TableRun[]): Line[] {
  const baselines = runs.flatMap((run) => run.baselines);
  const ofKind = (kind: 'pixels' | 'random'): Evaluation[] => baselines.filter(({ subject }) => subject.kind === kind);
  return [
    { label: 'raw pixels', evaluations: ofKind('pixels') },
    { label: RANDOM, evaluations: ofKind('random') },
    ...table.rows.map((row) => ({ label: row.label, evaluations: encoders(runs, row) })),
  ].filter(({ evaluations }) => evaluations.length > 0);
}

const RANDOM = 'random encoder';

/** In the order of their seeds. */
function encoders(runs: readonly TableRun[], row: TableRow): Evaluation[] {
  return runs.filter(({ job }) => job.row === row.id).map(encoderOf);
}

function encoderOf({ measured }: TableRun): Evaluation {
  return (measured.at(-1) as TableRun['measured'][number]).evaluation;
}

function accuracyTable(lines: readonly Line[]): string {
  return markdownTable(
    ['representation', 'n', ...MEASURES.map(({ title }) => title)],
    lines.map(({ label, evaluations }) => [
      label,
      String(evaluations.length),
      ...MEASURES.map((measure) => statisticText(statistic(valuesOf(measure, evaluations)), measure)),
    ]),
  );
}

function differenceTable(table: BenchmarkTable, lines: readonly Line[]): string {
  const find = (label: string): Line[] => lines.filter((line) => line.label === label);
  const [first] = table.rows;
  const pairs = table.rows.flatMap((row) => [
    ...find(RANDOM).map((base) => [row.label, base] as const),
    ...(first === undefined || row === first ? [] : find(first.label).map((base) => [row.label, base] as const)),
  ]);
  const shares = MEASURES.filter(({ kind }) => kind === 'share');
  return markdownTable(
    ['difference', 'n', ...shares.map(({ title }) => title)],
    pairs.flatMap(([label, base]) =>
      find(label).map(({ evaluations }) => [
        `${label} − ${base.label}`,
        String(Math.min(evaluations.length, base.evaluations.length)),
        ...shares.map((measure) => {
          const [own, other] = [valuesOf(measure, evaluations), valuesOf(measure, base.evaluations)];
          const differences = other.flatMap((value, k) => (own[k] === undefined ? [] : [own[k] - value]));
          return statisticText(statistic(differences), measure);
        }),
      ]),
    ),
  );
}

function runTable(runs: readonly TableRun[]): string {
  return markdownTable(
    ['loss', 'seed', 'epochs', 'steps', ...MEASURES.map(({ title }) => title), 'training'],
    runs.map((run) => [
      run.job.row,
      String(run.job.seed),
      formatCount(run.record.config.epochs),
      formatCount(run.record.steps),
      ...MEASURES.map((measure) => valueText(measure.of(encoderOf(run)), measure)),
      `${(run.seconds.training / 60).toFixed(1)} min`,
    ]),
  );
}

/** Engine and software: all of them where runs differ. */
function settingsOf(runs: readonly TableRun[]): string {
  const all = (of: (run: TableRun['record']) => string): string =>
    [...new Set(runs.map(({ record }) => of(record)))].join('; ');
  const engines = all(({ engine }) => `${engine.name} (${engine.device})`);
  const versions = all((run) =>
    Object.entries(run.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  return `${runs.length} runs on ${engines}, with ${versions}.`;
}

function valuesOf({ of }: Measure, evaluations: readonly Evaluation[]): number[] {
  return evaluations.map(of).filter((value) => value !== undefined);
}

function statisticText(value: Statistic | null, measure: Measure): string {
  if (value === null) return '–';
  const { mean, deviation } = value;
  return deviation === null
    ? valueText(mean, measure)
    : `${valueText(mean, measure)} ± ${valueText(deviation, measure)}`;
}

function valueText(value: number | undefined, { kind }: Measure): string {
  if (value === undefined) return '–';
  return kind === 'share' ? (100 * value).toFixed(2) : formatNumber(value);
}

/** The first column holds words, the others numbers. */
function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [line(titles), line(titles.map((_, k) => (k === 0 ? '---' : '---:'))), ...rows.map(line)].join('');
}
