/** Curves of one measure: one line per run, one colour per configuration; they grow while the runs train. */
import { useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { formatNumber } from '../../../base/format-number.js';
import { mark, nominal, quantitative, view } from '../../../claims/marks.js';
import { lineStyles } from '../parts/chart-theme.js';
import { Chart } from '../parts/chart.js';
import { useScheme } from '../state/colour-scheme.js';
import type { Course } from '../state/training.js';
import type { Measure, Sample } from './measures.js';

export interface DrawnRun {
  readonly id: string;
  /** The options that set its configuration apart from the others. */
  readonly configuration: string;
  readonly loss: string;
  readonly seed: number;
  readonly batchesPerEpoch: number;
  readonly course: Course;
}

export interface CurvesProps {
  readonly measure: Measure;
  readonly runs: readonly DrawnRun[];
}

/** Largest number of points of a line; more are averaged over that many stretches. */
const POINTS = 240;

/** Draws one panel, or one per loss where the values of different losses are not comparable. */
export function Curves({ measure, runs }: CurvesProps) {
  const drawn = runs.filter(({ course }) => measure.of(course).length > 0);
  const losses = measure.scale === 'shared' ? [undefined] : [...new Set(drawn.map(({ loss }) => loss))];
  const configurations = [...new Set(runs.map(({ configuration }) => configuration))];
  return (
    <figure class="curves">
      <figcaption>
        <h2>{measure.title}</h2>
        <p>{measure.about}</p>
        {configurations.length > 1 && <Legend configurations={configurations} />}
      </figcaption>
      {drawn.length === 0 ? (
        <p class="empty">There are no values yet.</p>
      ) : (
        <div class={losses.length > 1 ? 'panels' : undefined}>
          {losses.map((loss) => (
            <Panel
              key={loss ?? ''}
              measure={measure}
              configurations={configurations}
              runs={loss === undefined ? drawn : drawn.filter((run) => run.loss === loss)}
              title={losses.length > 1 ? loss : undefined}
            />
          ))}
        </div>
      )}
    </figure>
  );
}

interface PanelProps extends CurvesProps {
  /** Configurations of all runs, so that a colour means the same in every panel. */
  readonly configurations: readonly string[];
  readonly title: string | undefined;
}

/** Largest number of points that are marked one by one. */
const FEW = 60;

function Panel({ measure, runs, configurations, title }: PanelProps) {
  const points = useMemo(
    () =>
      runs.flatMap(({ id, configuration, seed, batchesPerEpoch, course }) =>
        averaged(measure.of(course)).map(({ step, value }) => ({
          run: id,
          configuration,
          seed,
          epoch: step / batchesPerEpoch,
          value,
          shown: formatNumber(value),
        })),
      ),
    [measure, ...runs.flatMap(({ course, configuration }) => [course, configuration])],
  );
  const styles = lineStyles(configurations.length, useScheme());
  const marked = measure.marked === true || points.length <= FEW;
  return (
    <div>
      {title !== undefined && <h3>{title}</h3>}
      <Chart
        spec={specOf(measure, { configurations, styles, marked, small: title !== undefined })}
        points={points}
        label={labelOf(measure, title, runs)}
      />
    </div>
  );
}

function labelOf({ title, of }: Measure, loss: string | undefined, runs: readonly DrawnRun[]): string {
  const ends = runs
    .map(
      ({ configuration, seed, course }) =>
        `${configuration}, seed ${seed}: ${formatNumber(of(course).at(-1)?.value ?? 0)}`,
    )
    .join('; ');
  return `${title}${loss === undefined ? '' : ` of ${loss}`} by epoch. Last values: ${ends}`;
}

interface Look {
  readonly configurations: readonly string[];
  /** One style per configuration. */
  readonly styles: ReturnType<typeof lineStyles>;
  readonly marked: boolean;
  readonly small: boolean;
}

/** Axis format without trailing zeros, which an axis with a single value would show. */
const PLAIN = { format: '~g' } as const;

function specOf({ axis }: Measure, { configurations, styles, marked, small }: Look): TopLevelSpec {
  const domain = [...configurations];
  const by = (range: string[] | number[][]) =>
    nominal('configuration', undefined, { legend: null, scale: { domain, range } });
  const frame = { width: 'container', height: small ? 150 : 260, data: { name: 'points' } } as const;
  return view(frame, mark('line', { point: marked, opacity: 0.9 }), {
    x: quantitative('epoch', 'epoch', { axis: PLAIN }),
    y: quantitative('value', axis, { scale: { zero: false }, axis: PLAIN }),
    color: by(styles.map(({ colour }) => colour)),
    // A solid line is a dash without gaps.
    strokeDash: by(styles.map(({ dash }) => (dash.length === 0 ? [1, 0] : dash))),
    detail: { field: 'run' },
    tooltip: [
      { field: 'configuration' },
      { field: 'seed' },
      { ...quantitative('epoch'), format: '.2f' },
      { field: 'shown', title: axis },
    ],
  });
}

/** Draws the legend in the page, not in the charts: names of configurations are long, and screens narrow. */
export function Legend({ configurations }: { readonly configurations: readonly string[] }) {
  const styles = lineStyles(configurations.length, useScheme());
  return (
    <ul class="legend">
      {configurations.map((configuration, k) => (
        <li key={configuration}>
          <svg width="22" height="8" aria-hidden="true">
            <line
              x1="0"
              y1="4"
              x2="22"
              y2="4"
              stroke={styles[k]?.colour}
              stroke-width="2.5"
              stroke-dasharray={styles[k]?.dash.join(' ')}
            />
          </svg>
          {configuration}
        </li>
      ))}
    </ul>
  );
}

/** Averages step and value over stretches of equal length. */
export function averaged(samples: readonly Sample[]): Sample[] {
  const length = Math.max(1, Math.ceil(samples.length / POINTS));
  return Array.from({ length: Math.ceil(samples.length / length) }, (_, k) => {
    const stretch = samples.slice(k * length, (k + 1) * length);
    const mean = (field: keyof Sample): number =>
      stretch.reduce((sum, sample) => sum + sample[field], 0) / stretch.length;
    return { step: mean('step'), value: mean('value') };
  });
}
