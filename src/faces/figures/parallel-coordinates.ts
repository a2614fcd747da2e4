/** The settings of a sweep as parallel coordinates: an axis an option that differs, and one a metric. */
import type { Figure } from '../../claims/figure.js';
import { layered, mark, nominal, quantitative, view } from '../../claims/marks.js';
import { formatNumber } from '../../base/format-number.js';
import type { Comparison, RunGroup } from '../../results/runs/comparison.js';
import { RUN_METRICS } from '../../results/runs/run-metrics.js';

/** The metrics, in percent. The training loss is none: it cannot be compared between losses or temperatures. */
const METRICS = (['neighbours', 'linearLast'] as const).map((name) => ({
  name,
  title: `${RUN_METRICS[name].title} (%)`,
}));

/** Share of an axis below which two values share one text. */
const APART = 0.04;

interface Axis {
  readonly title: string;
  readonly valueOf: (group: RunGroup) => number | string | undefined;
  readonly write: (value: number) => string;
}

/** A value on an axis, at its share of the way from the least to the greatest. */
interface Place {
  readonly axis: string;
  readonly at: number;
  readonly text: string;
}

/**
 * Returns the figure, none where the settings do not differ. A number lies by its size on its axis, by its logarithm where the greatest
 * is at least ten times the least; a word by its order.
 */
export function parallelCoordinates({ groups }: Pick<Comparison, 'groups'>): Figure[] {
  const options = [...new Set(groups.flatMap(({ differing }) => Object.keys(differing)))];
  const measured = METRICS.filter(({ name }) => groups.some(({ statistics }) => statistics[name] !== null));
  const last = measured.at(-1);
  if (options.length === 0 || last === undefined) return [];
  const metric = ({ statistics }: RunGroup, { name }: (typeof METRICS)[number]): number | undefined => {
    const found = statistics[name];
    return found === null ? undefined : 100 * found.mean;
  };
  const axes: Axis[] = [
    ...options.map((option) => ({
      title: option,
      valueOf: ({ differing }: RunGroup) => differing[option] ?? undefined,
      write: String,
    })),
    ...measured.map((one) => ({
      title: one.title,
      valueOf: (group: RunGroup) => metric(group, one),
      write: formatNumber,
    })),
  ];
  const placed = axes.map((axis) => placesOf(axis, groups));
  const lines = groups.flatMap((group, k) =>
    placed.flatMap((places) => {
      const place = places[k];
      return place === undefined ? [] : [{ ...place, setting: group.label, result: metric(group, last) ?? null }];
    }),
  );
  const ticks = placed.flatMap((places) => apart(places.filter((one) => one !== undefined)));
  const x = nominal('axis', null, {
    sort: null,
    axis: {
      orient: 'top',
      labelAngle: 0,
      domain: false,
      ticks: false,
      grid: true,
      labelPadding: 12,
      labelFontWeight: 'bold',
    },
  });
  const y = quantitative('at', null, { axis: null, scale: { domain: [0, 1], nice: false } });
  return [
    {
      id: 'sweep',
      title: 'Settings and what came of them',
      caption:
        'A line a setting, mean over its seeds, through its values of the options that differ and of the metrics.',
      spec: layered({ width: Math.max(420, 150 * axes.length), height: 320 }, [
        view({ values: lines }, mark('line', { strokeWidth: 2, opacity: 0.8 }), {
          x,
          y,
          detail: nominal('setting'),
          color: quantitative('result', last.title, { scale: { scheme: 'viridis', zero: false } }),
        }),
        view({ values: ticks }, mark('point', { filled: true, size: 24, color: 'black', opacity: 1 }), { x, y }),
        view({ values: ticks }, mark('text', { align: 'left', dx: 7, dy: -6 }), { x, y, text: nominal('text') }),
      ]),
    },
  ];
}

/** Returns the places from below whose texts do not lie on each other. */
function apart(places: readonly Place[]): Place[] {
  const shown: Place[] = [];
  for (const place of places.toSorted((a, b) => a.at - b.at)) {
    const last = shown.at(-1);
    if (last === undefined || place.at - last.at >= APART) shown.push(place);
  }
  return shown;
}

/** Returns the place of each group on an axis; undefined where it has no value. */
function placesOf({ title, valueOf, write }: Axis, groups: readonly RunGroup[]): (Place | undefined)[] {
  const values = groups.map(valueOf);
  const numbers = values.filter((value) => typeof value === 'number');
  const words = [...new Set(values.filter((value) => typeof value === 'string'))];
  const isNumeric = words.length === 0;
  const isWide = isNumeric && Math.min(...numbers) > 0 && Math.max(...numbers) >= 10 * Math.min(...numbers);
  const size = (value: number | string): number =>
    typeof value === 'string' ? words.indexOf(value) : isWide ? Math.log(value) : value;
  const sizes = values.flatMap((value) => (value === undefined ? [] : [size(value)]));
  const [least, greatest] = [Math.min(...sizes), Math.max(...sizes)];
  return values.map((value) =>
    value === undefined
      ? undefined
      : {
          axis: title,
          at: greatest === least ? 0.5 : (size(value) - least) / (greatest - least),
          text: typeof value === 'number' ? write(value) : value,
        },
  );
}
