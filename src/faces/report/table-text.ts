/** The words of a table, whatever the page is written in. Shares are in per cent, with two digits. */
import { formatNumber } from '../../base/format-number.js';
import { counted, thousands } from '../../base/thousands.js';
import { RUN_METRICS, type MetricName } from '../../results/runs/run-metrics.js';
import type { Statistic } from '../../results/runs/statistic.js';
import type { GroupDifference } from '../../results/runs/comparison.js';
import type { Difference } from '../../results/runs/difference.js';
import type { ColumnSummary, LineSummary } from '../../results/tables/column-summary.js';
import { METRICS, type MetricId } from '../../results/tables/table-metrics.js';
import type { TableSummary } from '../../results/tables/table-summary.js';

export const NOTHING = '–';

/** Writes a statistic: `57.23 ± 0.30`; without deviation for one run. */
export function statisticText(value: Statistic | null, id: MetricId = 'linearBest'): string {
  return value === null ? NOTHING : spreadText(value, METRICS[id].kind === 'share');
}

/** Writes a metric of a group of runs: `43.21 ± 0.35 %`; with the number of runs if it differs from that of the seeds. */
export function metricText(metric: Statistic | null, name: MetricName, seeds: number): string {
  if (metric === null) return NOTHING;
  const isShare = RUN_METRICS[name].kind === 'share';
  const text = `${spreadText(metric, isShare)}${isShare ? ' %' : ''}`;
  return metric.n === seeds ? text : `${text} (n = ${metric.n})`;
}

function spreadText({ mean, deviation }: Statistic, isShare: boolean): string {
  const text = isShare ? percent : formatNumber;
  return deviation === null ? text(mean) : `${text(mean)} ± ${text(deviation)}`;
}

/** Writes a difference: `+1.01 [−0.52, 2.54]`, the mean and its confidence interval, if there is one. */
export function differenceText(difference: Pick<Difference, 'mean' | 'halfWidth'> | null | undefined): string {
  if (difference === null || difference === undefined) return NOTHING;
  const { mean, halfWidth } = difference;
  const sign = mean > 0 ? '+' : '';
  if (halfWidth === null) return sign + percent(mean);
  return `${sign}${percent(mean)} [${percent(mean - halfWidth)}, ${percent(mean + halfWidth)}]`;
}

/** Writes a difference and what it decides: `+1.01 [0.42, 1.60], better`; nothing is decided by one seed, or by an interval with 0. */
export function decidedText(difference: Difference | undefined): string {
  const text = differenceText(difference);
  if (difference === undefined) return text;
  const { mean, halfWidth } = difference;
  if (halfWidth === null) return `${text}, one seed`;
  // Seeds that differ by exactly the same number of images leave no estimate of the noise.
  if (halfWidth === 0) return text;
  return `${text}, ${Math.abs(mean) <= halfWidth ? 'undecided' : mean > 0 ? 'better' : 'worse'}`;
}

/** Writes sentences on differences between groups of runs: what they are from, and why some decide nothing. */
export function differencesNote(differences: readonly GroupDifference[]): string {
  const [first] = differences;
  if (first === undefined) return '';
  const fewest = Math.min(...differences.map(({ seeds }) => seeds.length));
  return [
    `Difference from ${first.reference} in points of accuracy, over the seeds that both have: mean and, for each by itself, the ` +
      'interval of 95 % confidence (paired by seed).',
    ...(differences.some(({ seeds }) => seeds.length === 0)
      ? [
          'Where there is none, the two share no seed whose runs are finished and evaluated at their end on the same images.',
        ]
      : []),
    ...(fewest < 2 ? ['A single seed decides nothing: train each configuration with the same several seeds.'] : []),
  ].join(' ');
}

/** Writes the published result, and the difference of ours from it. */
export function publishedTexts(line: LineSummary | undefined): [string, string] {
  const { published } = line ?? {};
  if (published === undefined) return ['', ''];
  return [`${statisticText(published)} (${published.n})`, differenceText(published.difference)];
}

/** Tells if any of its cells has a published result. */
export function isPublished({ lines }: ColumnSummary): boolean {
  return lines.some(({ published }) => published !== undefined);
}

/** Writes sentences on the sources and recipes of published results, and on those that are not shown beside ours. */
export function publishedNotes(columns: readonly ColumnSummary[]): string[] {
  const lines = columns.flatMap((column) => column.lines.map((line) => ({ column, line })));
  const shown = lines.flatMap(({ line: { published } }) => (published === undefined ? [] : [published]));
  const others = lines.flatMap(({ column, line }) =>
    (line.otherRecipes ?? []).map((other) => {
      const what = `${line.label} on ${column.label} after ${counted(other.recipe.training.epochs, 'epoch')}`;
      return (
        `Published, but not shown beside ours, for it was made by another recipe: ${what}, ` +
        `${statisticText(other)} (${other.n}) (${other.source}). ${other.differences.join('; ')}.`
      );
    }),
  );
  const recipes = [...new Set(shown.map(({ source, made }) => `${source}, made by ${made}.`))];
  return [
    ...(recipes.length === 0
      ? []
      : [
          "Published results are for the best epoch of linear evaluation; differences in points, with Welch's interval of 95 % confidence.",
        ]),
    ...recipes.map((recipe) => `Published: ${recipe}`),
    ...others,
  ];
}

/** Writes hours: `0.84 h`. */
export function hoursText(hours: number): string {
  return hours === 0 ? NOTHING : `${hours < 10 ? hours.toPrecision(2) : hours.toFixed(0)} h`;
}

/** Largest number of unfinished runs that are named. */
const NAMED = 4;

/** Writes a sentence on the finished share of the table, the devices and software, and the device time. */
export function extentOf({ asked, finished, missing, engines, software, deviceHours }: TableSummary): string {
  const all = asked === finished ? `${thousands(asked)} runs` : `${thousands(finished)} of ${thousands(asked)} runs`;
  if (finished === 0) return `${all}.`;
  const cost = `${hoursText(deviceHours.training)} of training and ${hoursText(deviceHours.evaluation)} of evaluation`;
  const rest = missing.length - NAMED;
  const named = [...missing.slice(0, NAMED), ...(rest > 0 ? [`and ${thousands(rest)} more`] : [])];
  const left = missing.length === 0 ? '' : ` Not finished: ${named.join('; ')}.`;
  return `${all} on ${engines.join('; ')}, with ${software.join('; ')}: ${cost}, in device-hours.${left}`;
}

/** Returns the letters of the notes on a line: `a, c`; empty for none. */
export function marksOf({ id }: LineSummary, column: ColumnSummary, columns: readonly ColumnSummary[]): string {
  return notesOf(columns)
    .flatMap(({ letter, of, rows }) => (of === column.id && rows.includes(id) ? [letter] : []))
    .join(', ');
}

export interface Note {
  readonly letter: string;
  /** Id of its column. */
  readonly of: string;
  readonly rows: readonly string[];
  readonly text: string;
}

/** Returns notes on differences between the runs of a column, lettered. */
export function notesOf(columns: readonly ColumnSummary[]): Note[] {
  return columns
    .flatMap(({ id, label, mixtures }) =>
      mixtures.map(({ text, rows }) => ({ of: id, rows, text: `${label}: ${text}` })),
    )
    .map((note, k) => ({ ...note, letter: lettered(k) }));
}

/** Returns the letters of a number from 0: a … z, aa, ab …. */
function lettered(k: number): string {
  const last = String.fromCodePoint(97 + (k % 26));
  return k < 26 ? last : lettered(Math.floor(k / 26) - 1) + last;
}

function percent(share: number): string {
  // A rounded zero has no sign.
  return (100 * share)
    .toFixed(2)
    .replace(/^-(0\.00)$/, '$1')
    .replace('-', '−');
}

/** One line of the main table: a baseline, or a row after some epochs, in every column. */
export interface MainLine {
  readonly label: string;
  readonly latex: string;
  /** Cells in the order of the columns; undefined if a column has no such line. */
  readonly cells: readonly (LineSummary | undefined)[];
}

/** Returns the lines of the main table, baselines first; the epochs are named if a row is measured after several. */
export function mainLines(columns: readonly ColumnSummary[]): MainLine[] {
  const all = columns.flatMap(({ lines }) => lines);
  const keys = [...new Set(all.toSorted(baselinesFirst).map(keyOf))];
  return keys.map((key) => {
    const cells = columns.map(({ lines }) => lines.find((line) => keyOf(line) === key));
    const line = cells.find((cell) => cell !== undefined) as LineSummary;
    const after = afterText(line, all);
    return { label: line.label + after, latex: line.latex + after, cells };
  });
}

/** Writes `, 200 epochs` if the row is measured after several; empty otherwise. @param lines the lines that it is among */
export function afterText({ id, epochs }: Pick<LineSummary, 'id' | 'epochs'>, lines: readonly LineSummary[]): string {
  const isAmongSeveral = lines.some((line) => line.id === id && (line.stage ?? 0) > 0);
  return isAmongSeveral && epochs !== undefined ? `, ${counted(epochs, 'epoch')}` : '';
}

function keyOf({ id, stage }: LineSummary): string {
  return `${id} ${stage}`;
}

function baselinesFirst(a: LineSummary, b: LineSummary): number {
  return Number(a.stage !== undefined) - Number(b.stage !== undefined);
}
