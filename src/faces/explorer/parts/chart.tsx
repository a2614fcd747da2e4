/** A Vega-Lite chart: redrawn when its specification or the colour scheme changes, updated when only its data change. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TopLevelSpec, Config } from 'vega-lite';
import { onDark } from '../../figures/dark-figures.js';
import { FIGURE_THEME } from '../../figures/figure-theme.js';
import { useScheme, type Scheme } from '../state/colour-scheme.js';
import { vegaEmbed, type Embedded } from './vega-embed.js';

export interface ChartProps {
  /** The specification; its data are inline, or named `points` and given by the property `points`. */
  readonly spec: TopLevelSpec;
  readonly points?: readonly object[];
  /** Text alternative for readers who do not see the chart. */
  readonly label: string;
  /** Called on a click on a mark, with its datum. */
  readonly onChoose?: (datum: Readonly<Record<string, unknown>>) => void;
  /** Called with the ends of the axis that a reader marks by the specification's interval `zoom`; without any on a double click. */
  readonly onZoom?: (ends: readonly [number, number] | undefined) => void;
}

export function Chart({ spec, points, label, onChoose, onZoom }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Embedded | undefined>(undefined);
  const latest = useRef({ points, onChoose, onZoom });
  latest.current = { points, onChoose, onZoom };
  const [fault, setFault] = useState<string>();
  const scheme = useScheme();
  // Specifications are made anew with each rendering; their text tells whether they differ.
  const text = JSON.stringify(spec);

  useEffect(() => {
    let left = false;
    const draw = async (): Promise<void> => {
      const embed = await vegaEmbed();
      if (left || place.current === null) return;
      const { points: first } = latest.current;
      // Drawn with its first data inside: Vega complains of axes without any.
      const whole = {
        ...(JSON.parse(text) as TopLevelSpec),
        ...(first !== undefined && { datasets: { points: [...first] } }),
      };
      const chart = await embed(place.current, whole, {
        // The policy forbids eval, and style sheets from scripts: those of charts are in explorer.css.
        ast: true,
        actions: false,
        defaultStyle: false,
        tooltip: { disableDefaultStyle: true, theme: 'page' },
        renderer: 'svg',
        config: chartTheme(scheme),
      });
      if (left) return chart.finalize();
      drawn.current = chart;
      chart.view.addEventListener('click', (_event, item) => {
        const datum: unknown = item?.datum;
        if (typeof datum === 'object' && datum !== null) latest.current.onChoose?.(datum as Record<string, unknown>);
      });
      if (latest.current.onZoom !== undefined) listenToZoom(chart, (ends) => latest.current.onZoom?.(ends));
      if (latest.current.points !== first) await feed(chart, latest.current.points);
      setFault(undefined);
    };
    draw().catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)));
    return () => {
      left = true;
      drawn.current?.finalize();
      drawn.current = undefined;
    };
  }, [text, scheme]);

  useEffect(() => {
    if (drawn.current !== undefined) void feed(drawn.current, points);
  }, [points]);

  return (
    <>
      <div class="chart" role="img" aria-label={label}>
        {/* Vega names its own place, with fewer words. */}
        <div ref={place} aria-hidden="true" />
      </div>
      {fault !== undefined && <p class="failed">The chart cannot be drawn: {fault}</p>}
    </>
  );
}

/** Pixels of a drag below which it is a click. */
const CLICK = 4;

function listenToZoom({ view }: Embedded, zoom: (ends: readonly [number, number] | undefined) => void): void {
  let ends: readonly [number, number] | undefined;
  let from: number | undefined;
  view.addSignalListener('zoom', (_name, { x }: { readonly x?: readonly [number, number] }) => {
    ends = x === undefined ? undefined : [Math.min(...x), Math.max(...x)];
  });
  view.addEventListener('pointerdown', (event) => {
    from = (event as PointerEvent).clientX;
    const released = ({ clientX }: PointerEvent): void => {
      if (ends !== undefined && from !== undefined && Math.abs(clientX - from) > CLICK) zoom(ends);
    };
    addEventListener('pointerup', released, { once: true });
  });
  view.addEventListener('dblclick', () => zoom(undefined));
}

async function feed({ view }: Embedded, points: readonly object[] | undefined): Promise<void> {
  if (points === undefined) return;
  view.data('points', [...points]);
  await view.runAsync();
}

function chartTheme(scheme: Scheme): Config {
  const theme: Config = {
    ...FIGURE_THEME,
    background: 'transparent',
    padding: 4,
    axis: { ...FIGURE_THEME.axis, labelSeparation: 8 },
  };
  return scheme === 'light' ? theme : (recoloured(theme) as Config);
}

/** Replaces every theme colour in a configuration by its counterpart on a dark page. */
function recoloured(part: unknown): unknown {
  if (typeof part === 'string') return onDark(part);
  if (Array.isArray(part)) return part.map(recoloured);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, recoloured(value)]));
}
