/** Lines over epochs, steps or minutes: drawn, described in words, zoomed by a drag, and saved as a table. */
import { useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { formatNumber } from '../../../base/format-number.js';
import { layer, layered, mark, nominal, quantitative, view } from '../../../claims/marks.js';
import type { LineStyle } from '../parts/chart-theme.js';
import { Chart } from '../parts/chart.js';
import { SaveFile } from '../parts/save-file.js';
import { linesCsv, thinned, type Line } from './curve-lines.js';
import { WHOLE, zoomed, type CurveSettings } from './curve-settings.js';

/** A value that curves are held against. */
export interface Baseline {
  /** `raw pixels`. */
  readonly name: string;
  readonly value: number;
}

export interface LineChartProps {
  /** Title of the values' axis. */
  readonly axis: string;
  /** Names what is drawn, for readers who do not see it and for the name of the file. */
  readonly name: string;
  readonly lines: readonly Line[];
  readonly groups: readonly string[];
  /** One style per group. */
  readonly styles: readonly LineStyle[];
  readonly settings: CurveSettings;
  readonly onSettings: (next: CurveSettings) => void;
  /** Drawn as dashed lines. */
  readonly baselines: readonly Baseline[];
  /** Marks every value by a point, however many there are. */
  readonly isMarked: boolean;
  readonly isSmall: boolean;
}

/** Largest number of points that are marked one by one. */
const FEW = 60;

export const AXIS_TITLES: Readonly<Record<CurveSettings['x'], string>> = {
  epoch: 'epoch',
  step: 'step',
  time: 'minutes of training',
};

export function LineChart(props: LineChartProps) {
  const { name, lines, settings, onSettings, baselines } = props;
  const points = useMemo(() => lines.flatMap(pointsOf), [lines]);
  const isPositive = [...points, ...baselines].every(({ value }) => value > 0);
  const scale = settings.y === 'log' && isPositive ? 'log' : 'linear';
  if (points.length === 0) return <p class="empty">There are no values in this range.</p>;
  return (
    <>
      <Chart
        spec={specOf(props, scale, props.isMarked || points.length <= FEW)}
        points={points}
        label={labelOf(name, settings, lines)}
        onZoom={(ends) => onSettings(zoomed(settings, ends ?? WHOLE))}
      />
      <p class="below">
        {settings.y === 'log' && !isPositive && 'Linear, since not every value is above 0. '}
        <SaveFile
          name={`${name}.csv`}
          label={`Save ${name} as CSV`}
          text={() => linesCsv(lines, AXIS_TITLES[settings.x])}
        >
          CSV
        </SaveFile>
      </p>
    </>
  );
}

interface ChartPoint {
  readonly line: string;
  readonly name: string;
  readonly group: string;
  readonly x: number;
  readonly step: number;
  readonly value: number;
  readonly smooth: number;
  readonly shown: string;
  readonly measured: string;
  readonly least?: number;
  readonly most?: number;
}

function pointsOf({ id, name, group, points }: Line): ChartPoint[] {
  return thinned(points).map(({ step, x, value, smooth, range }) => ({
    line: id,
    name,
    group,
    x,
    step,
    value,
    smooth,
    shown: formatNumber(smooth),
    measured: formatNumber(value),
    ...(range !== undefined && { least: range[0], most: range[1] }),
  }));
}

function labelOf(title: string, { x }: CurveSettings, lines: readonly Line[]): string {
  const ends = lines
    .map(({ group, name, points }) => `${group}, ${name}: ${formatNumber(points.at(-1)?.smooth ?? Number.NaN)}`)
    .join('; ');
  return `${title} by ${AXIS_TITLES[x]}. Last values: ${ends}`;
}

/** Axis format without trailing zeros, which an axis with a single value would show. */
const PLAIN = { format: '.5~g', tickCount: { expr: 'max(3, width / 70)' } } as const;

function specOf(
  { axis, groups, styles, baselines, isSmall, settings }: LineChartProps,
  scale: 'linear' | 'log',
  isMarked: boolean,
): TopLevelSpec {
  const { smoothing, from, to, lines } = settings;
  const clip = from !== undefined || to !== undefined;
  const domain = [...groups];
  const by = (range: string[] | number[][]) => nominal('group', undefined, { legend: null, scale: { domain, range } });
  const x = quantitative('x', AXIS_TITLES[settings.x], {
    axis: PLAIN,
    scale: {
      nice: !clip,
      ...(from !== undefined && { domainMin: from }),
      ...(to !== undefined && { domainMax: to }),
    },
  });
  const y = (field: string) =>
    quantitative(field, axis, {
      scale: scale === 'log' ? { type: 'log', nice: false } : { zero: false },
      axis: { format: PLAIN.format },
    });
  const colour = by(styles.map(({ colour: one }) => one));
  const shared = {
    x,
    color: colour,
    // A solid line is a dash without gaps.
    strokeDash: by(styles.map(({ dash }) => (dash.length === 0 ? [1, 0] : dash))),
    detail: { field: 'line' },
  } as const;
  const tooltip = [
    { field: 'group', title: 'configuration' },
    { field: 'name', title: 'run' },
    { ...quantitative('x', AXIS_TITLES[settings.x]), format: '.4~g' },
    { field: 'shown', title: smoothing > 0 ? `${axis}, smoothed` : axis },
    ...(smoothing > 0 && lines === 'runs' ? [{ field: 'measured', title: axis }] : []),
  ];
  return layered({ width: 'container', height: isSmall ? 150 : 220, data: { name: 'points' } }, [
    ...(baselines.length > 0 ? baselineLayers(baselines, y('value')) : []),
    ...(lines === 'means'
      ? [layer(mark('area', { opacity: 0.15, clip }), { x, y: y('least'), y2: { field: 'most' }, color: colour })]
      : []),
    ...(smoothing > 0 && lines === 'runs'
      ? [layer(mark('line', { opacity: 0.25, clip }), { ...shared, y: y('value') })]
      : []),
    {
      // Dragging marks a range of the axis, to which the page then cuts every chart.
      params: [{ name: 'zoom', select: { type: 'interval', encodings: ['x'] } }],
      ...layer(mark('line', { point: isMarked, opacity: 0.9, clip }), { ...shared, y: y('smooth'), tooltip }),
    },
  ]);
}

function baselineLayers(baselines: readonly Baseline[], y: ReturnType<typeof quantitative>) {
  const values = baselines.map(({ name, value }) => ({ name, value }));
  return [
    view({ values }, mark('rule', { strokeDash: [5, 4], opacity: 0.7 }), { y }),
    view({ values }, mark('text', { align: 'left', baseline: 'bottom', dx: 4, dy: -2 }), {
      x: { value: 0 },
      y,
      text: { field: 'name' },
    }),
  ];
}
