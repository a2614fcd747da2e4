/** Shows where α puts its weight while a run trains: the share of each tenth of the pairs, by distance. */
import { useMemo } from 'preact/hooks';
import { orderedStyles } from '../parts/chart-theme.js';
import { useScheme } from '../state/colour-scheme.js';
import { linesOf, type DrawnRun } from './curve-lines.js';
import type { CurveSettings } from './curve-settings.js';
import { Legend } from './curves.js';
import { LineChart } from './line-chart.js';
import type { Measure } from './measures.js';

export interface WeightByDistanceProps {
  readonly run: DrawnRun;
  readonly settings: CurveSettings;
  readonly onSettings: (next: CurveSettings) => void;
}

const TENTHS = Array.from({ length: 10 }, (_, k) =>
  k === 0 ? '1, nearest' : k === 9 ? '10, farthest' : String(k + 1),
);

const MEASURES = TENTHS.map((title, k): Measure => ({
  title,
  axis: 'share of the weight (%)',
  about: '',
  scale: 'shared',
  of: ({ importance }) =>
    importance.map(({ step, importance: { deciles } }) => ({ step, value: 100 * (deciles[k] as number) })),
}));

const UNIFORM = [{ name: 'uniform α', value: 10 }];

export function WeightByDistance({ run, settings, onSettings }: WeightByDistanceProps) {
  const lines = useMemo(
    () =>
      MEASURES.flatMap((measure) =>
        linesOf(measure, [{ ...run, id: measure.title, name: 'tenth', group: measure.title }], settings),
      ),
    [run.course, JSON.stringify(settings)],
  );
  const styles = orderedStyles(TENTHS.length, useScheme());
  return (
    <figure class="curves">
      <figcaption>
        <h2>Weight α by distance</h2>
        <p>
          Share of all weight on each tenth of the negative pairs, by distance, in a batch that stays the same. Of
          losses with convex ψ nearer pairs weigh more.
        </p>
        <Legend names={TENTHS} styles={styles} />
      </figcaption>
      {lines.length === 0 ? (
        <p class="empty">There are no values yet.</p>
      ) : (
        <LineChart
          axis="share of the weight (%)"
          name="Weight by distance"
          groups={TENTHS}
          baselines={UNIFORM}
          isMarked
          isSmall={false}
          {...{ lines, styles, settings, onSettings }}
        />
      )}
    </figure>
  );
}
