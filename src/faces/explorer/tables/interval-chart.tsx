/** A column of a table as a picture: each line's mean with its interval, and how far it lies from the row of reference. */
import { useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { layer, layered, mark, nominal, quantitative, ruleAt } from '../../../claims/marks.js';
import type { ColumnSummary, LineSummary } from '../../../results/tables/column-summary.js';
import { meanHalfWidth } from '../../../results/runs/student-t.js';
import { METRICS, type MetricId } from '../../../results/tables/table-metrics.js';
import { afterText, differenceText, statisticText } from '../../report/table-text.js';
import { Chart } from '../parts/chart.js';

export interface IntervalChartsProps {
  readonly column: ColumnSummary;
  readonly metric: MetricId;
}

interface Interval {
  readonly line: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly text: string;
}

export function IntervalCharts({ column: { label, lines }, metric }: IntervalChartsProps) {
  const factor = METRICS[metric].kind === 'share' ? 100 : 1;
  const name = (line: LineSummary): string => line.label + afterText(line, lines);
  const { means, differences } = useMemo(
    () => ({
      means: lines.flatMap((line): Interval[] => {
        const value = line.metrics[metric];
        if (value === null) return [];
        return [interval(name(line), factor, value.mean, meanHalfWidth(value), statisticText(value, metric))];
      }),
      differences: lines.flatMap((line): Interval[] => {
        const value = line.differences.reference[metric];
        if (value === undefined) return [];
        return [interval(name(line), factor, value.mean, value.halfWidth, differenceText(value))];
      }),
    }),
    [lines, metric],
  );
  if (means.length === 0) return null;
  const reference = lines.find(
    ({ stage, differences: { reference: from } }) => stage !== undefined && from[metric] === undefined,
  );
  return (
    <figure class="curves">
      <figcaption>
        <h3>{label}</h3>
      </figcaption>
      <div class="panels">
        <Intervals title={METRICS[metric].title} lines={means} />
        {differences.length > 0 && reference !== undefined && (
          <Intervals title={`difference from ${reference.label}`} lines={differences} hasZero />
        )}
      </div>
    </figure>
  );
}

function interval(line: string, factor: number, mean: number, halfWidth: number | null, text: string): Interval {
  const half = halfWidth ?? 0;
  return { line, mean: factor * mean, low: factor * (mean - half), high: factor * (mean + half), text };
}

interface IntervalsProps {
  readonly title: string;
  readonly lines: readonly Interval[];
  readonly hasZero?: true;
}

function Intervals({ title, lines, hasZero }: IntervalsProps) {
  const words = lines.map(({ line, text }) => `${line}: ${text}`).join('; ');
  return (
    <div>
      <Chart spec={specOf(title, lines, hasZero === true)} points={lines} label={`${title}. ${words}`} />
    </div>
  );
}

/** Pixels of a line. */
const LINE = 24;

function specOf(title: string, lines: readonly Interval[], hasZero: boolean): TopLevelSpec {
  const y = nominal('line', null, { sort: lines.map(({ line }) => line), axis: { labelLimit: 170, grid: false } });
  const x = (field: string) =>
    quantitative(field, title, { scale: { zero: hasZero }, axis: { tickCount: 5, format: '.3~g' } });
  return layered({ width: 'container', height: LINE * Math.max(1, lines.length), data: { name: 'points' } }, [
    ...(hasZero ? [ruleAt({ x: 0 })] : []),
    layer(mark('rule', { strokeWidth: 2, color: '#0072b2' }), { y, x: x('low'), x2: { field: 'high' } }),
    layer(mark('point', { filled: true, size: 60, color: '#0072b2', opacity: 1 }), {
      y,
      x: x('mean'),
      tooltip: [{ field: 'line' }, { field: 'text', title }],
    }),
  ]);
}
