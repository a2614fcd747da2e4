/** The figures of a table as words: shares in per cent, with two digits. */
import { formatNumber } from '../report/format-number.js';
import type { Statistic } from '../runs/compare-runs.js';
import type { Difference } from './difference.js';
import type { ColumnSummary, LineSummary } from './column-summary.js';
import type { FigureId } from './table-figures.js';
import { FIGURES } from './table-figures.js';

export const NOTHING = '–';

/** `57.23 ± 0.30`; without deviation for one run. */
export function statisticText(value: Statistic | null, id: FigureId = 'linearBest'): string {
  if (value === null) return NOTHING;
  const text = (one: number): string => (FIGURES[id].kind === 'share' ? percent(one) : formatNumber(one));
  return value.deviation === null ? text(value.mean) : `${text(value.mean)} ± ${text(value.deviation)}`;
}

/** `+1.01 [−0.52, 2.54]`: the interval of confidence behind the mean, where there is one. */
export function differenceText(difference: Difference | null | undefined): string {
  if (difference === null || difference === undefined) return NOTHING;
  const { mean, halfWidth } = difference;
  const sign = mean > 0 ? '+' : '';
  if (halfWidth === null) return sign + percent(mean);
  return `${sign}${percent(mean)} [${percent(mean - halfWidth)}, ${percent(mean + halfWidth)}]`;
}

/** `0.84 h`. */
export function hoursText(hours: number): string {
  return hours === 0 ? NOTHING : `${hours < 10 ? hours.toPrecision(2) : hours.toFixed(0)} h`;
}

/** Letters of what is to be said of a line: `a, c`; empty for none. */
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

/** What the columns' runs do not have in common, lettered. */
export function notesOf(columns: readonly ColumnSummary[]): Note[] {
  return columns
    .flatMap(({ id, label, mixtures }) =>
      mixtures.map(({ text, rows }) => ({ of: id, rows, text: `${label}: ${text}` })),
    )
    .map((note, k) => ({ ...note, letter: lettered(k) }));
}

/** a … z, aa, ab …. */
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
  /** In the order of the columns; undefined where a column has no such line. */
  readonly cells: readonly (LineSummary | undefined)[];
}

/** Baselines first; epochs are told where a row is measured after several. */
export function mainLines(columns: readonly ColumnSummary[]): MainLine[] {
  const all = columns.flatMap(({ lines }) => lines);
  const keys = [...new Set(all.toSorted(baselinesFirst).map(keyOf))];
  return keys.map((key) => {
    const cells = columns.map(({ lines }) => lines.find((line) => keyOf(line) === key));
    const { id, label, latex, epochs } = cells.find((cell) => cell !== undefined) as LineSummary;
    const isOneOfSeveral = all.some((line) => line.id === id && (line.stage ?? 0) > 0);
    const after = isOneOfSeveral ? `, ${epochs} epochs` : '';
    return { label: label + after, latex: latex + after, cells };
  });
}

function keyOf({ id, stage }: LineSummary): string {
  return `${id} ${stage}`;
}

function baselinesFirst(a: LineSummary, b: LineSummary): number {
  return Number(a.stage !== undefined) - Number(b.stage !== undefined);
}
