/** Draws a curve of weights in characters. */
import { roundNumber } from '../../base/round-number.js';

/** A point of a curve: a squared distance, and the weight there. */
interface WeightAt {
  readonly distance: number;
  readonly weight: number;
}

/** Rows of a chart, shared by what is above and below 0. */
const ROWS = 8;
const EIGHTHS = ' ▁▂▃▄▅▆▇█';
const [WIDTH, LABEL] = [41, 8];

/**
 * Draws weights from distance 0 to 2 as bars from the line of 0, with the largest and least weight beside them. A distance without a
 * finite weight stays empty.
 *
 * @example
 * weightChart([{ distance: 0, weight: 1 }, { distance: 2, weight: 0.5 }]).length; // 9
 */
export function weightChart(curve: readonly WeightAt[]): string[] {
  const columns = Array.from({ length: WIDTH }, (_, k) => weightNear(curve, (2 * k) / (WIDTH - 1)));
  const shown = columns.filter((weight) => weight !== undefined);
  const [most, least] = [Math.max(0, ...shown), Math.min(0, ...shown)];
  if (most === 0 && least === 0) return [`${label('0')}${'▁'.repeat(WIDTH)}`, axis()];
  const above =
    least === 0 ? ROWS : most === 0 ? 0 : Math.min(ROWS - 1, Math.max(1, Math.round((ROWS * most) / (most - least))));
  const below = ROWS - above;
  const rows = [
    ...Array.from({ length: above }, (_, k) =>
      columns.map((weight) => bar(((weight ?? 0) / most) * above - (above - 1 - k))),
    ),
    ...Array.from({ length: below }, (_, k) =>
      columns.map((weight) => (((weight ?? 0) / least) * below - k >= 0.5 ? '█' : ' ')),
    ),
  ];
  return [
    ...rows.map((row, k) =>
      `${label(k === 0 && above > 0 ? roundNumber(most) : k === ROWS - 1 && below > 0 ? roundNumber(least) : k === above - 1 || (above === 0 && k === 0) ? '0' : '')}${row.join('')}`.trimEnd(),
    ),
    axis(),
  ];
}

/** Returns the weight at the nearest point within half a column. */
function weightNear(curve: readonly WeightAt[], distance: number): number | undefined {
  const near = curve.filter((point) => Math.abs(point.distance - distance) <= 1 / (WIDTH - 1));
  const [found] = near.toSorted((a, b) => Math.abs(a.distance - distance) - Math.abs(b.distance - distance));
  return found !== undefined && Number.isFinite(found.weight) ? found.weight : undefined;
}

function bar(height: number): string {
  return EIGHTHS[Math.max(0, Math.min(8, Math.round(8 * height)))] ?? ' ';
}

function label(text: string): string {
  return `${text.padStart(LABEL)} `;
}

function axis(): string {
  const middle = (WIDTH - 1) / 2;
  return `${label('')}0${'1'.padStart(middle)}${'2'.padStart(middle)}  d²`;
}
