/** Curves of one measure, a line a run and a colour a group; they grow while the runs train. */
import { useMemo } from 'preact/hooks';
import { lineStyles, type LineStyle } from '../parts/chart-theme.js';
import { useScheme } from '../state/colour-scheme.js';
import { linesOf, type DrawnRun } from './curve-lines.js';
import type { CurveSettings } from './curve-settings.js';
import { LineChart, type Baseline } from './line-chart.js';
import type { Measure } from './measures.js';

export interface CurvesProps {
  readonly measure: Measure;
  readonly runs: readonly DrawnRun[];
  readonly settings: CurveSettings;
  readonly onSettings: (next: CurveSettings) => void;
  /** Drawn as dashed lines. */
  readonly baselines?: readonly Baseline[];
}

/** Draws one panel, or one per loss where the values of different losses are not comparable. */
export function Curves(props: CurvesProps) {
  const { measure, runs, baselines = [] } = props;
  const drawn = runs.filter(({ course }) => measure.of(course).length > 0);
  const losses = measure.scale === 'shared' ? [undefined] : [...new Set(drawn.map(({ loss }) => loss))];
  const groups = [...new Set(runs.map(({ group }) => group))];
  const styles = lineStyles(groups.length, useScheme());
  // What runs that have ended did not measure is not to come.
  if (drawn.length === 0 && !runs.some(({ course }) => course.training)) return null;
  return (
    <figure class="curves">
      <figcaption>
        <h2>{measure.title}</h2>
        <p>
          {measure.about}
          {baselines.length > 0 &&
            ' Dashed: what else was evaluated, on the images that its name says, not on these few.'}
        </p>
        {groups.length > 1 && <Legend names={groups} styles={styles} />}
      </figcaption>
      {drawn.length === 0 ? (
        <p class="empty">There are no values yet.</p>
      ) : (
        <div class={losses.length > 1 ? 'panels' : undefined}>
          {losses.map((loss) => (
            <Panel
              {...props}
              key={loss ?? ''}
              groups={groups}
              styles={styles}
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
  /** Groups of all runs, so that a colour means the same in every panel. */
  readonly groups: readonly string[];
  readonly styles: readonly LineStyle[];
  readonly title: string | undefined;
}

function Panel({ measure, runs, groups, styles, title, settings, onSettings, baselines = [] }: PanelProps) {
  const lines = useMemo(
    () => linesOf(measure, runs, settings),
    [measure, JSON.stringify(settings), ...runs.flatMap(({ course, group }) => [course, group])],
  );
  return (
    <div>
      {title !== undefined && <h3>{title}</h3>}
      <LineChart
        axis={measure.axis}
        name={title === undefined ? measure.title : `${measure.title} of ${title}`}
        isMarked={measure.marked === true}
        isSmall={title !== undefined}
        {...{ lines, groups, styles, settings, onSettings, baselines }}
      />
    </div>
  );
}

export interface LegendProps {
  readonly names: readonly string[];
  /** One style per name. */
  readonly styles: readonly LineStyle[];
}

/** Draws the legend in the page, not in the charts: names of groups are long, and screens narrow. */
export function Legend({ names, styles }: LegendProps) {
  return (
    <ul class="legend">
      {names.map((name, k) => (
        <li key={name}>
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
          {name}
        </li>
      ))}
    </ul>
  );
}
