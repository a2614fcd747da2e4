/** The spectrum of the embeddings while a run trains: singular values at a few looks, the last one newest. */
import { useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import { formatNumber } from '../../../base/format-number.js';
import { mark, nominal, quantitative, view } from '../../../claims/marks.js';
import { orderedStyles, type LineStyle } from '../parts/chart-theme.js';
import { Chart } from '../parts/chart.js';
import { useScheme } from '../state/colour-scheme.js';
import type { Course } from '../state/training.js';
import { Legend } from './curves.js';

/** Largest number of looks that are drawn, the first and the last among them. */
const LOOKS = 6;

export function SpectrumChart({ spectrum }: { readonly spectrum: Course['spectrum'] }) {
  const last = spectrum.length - 1;
  const count = Math.min(LOOKS, spectrum.length);
  const looks = Array.from(
    { length: count },
    (_, k) => spectrum[Math.round((k * last) / Math.max(1, count - 1))],
  ).flatMap((look) => look ?? []);
  const names = looks.map(({ epoch }) => `epoch ${Number(epoch.toFixed(2))}`);
  const points = useMemo(
    () =>
      looks.flatMap(({ spectrum: { singularValues } }, look) =>
        singularValues.flatMap((value, k) => {
          const share = value / (singularValues[0] ?? 1);
          return share > 0 ? [{ look: names[look], direction: k + 1, share, shown: formatNumber(share) }] : [];
        }),
      ),
    [spectrum],
  );
  const styles = orderedStyles(names.length, useScheme());
  const rank = spectrum.at(-1)?.spectrum.effectiveRank;
  return (
    <figure class="curves">
      <figcaption>
        <h2>Spectrum of the embeddings</h2>
        <p>
          Singular values of the embeddings of a batch that stays the same, over the largest: a steep fall means that
          few directions are used.
        </p>
        <Legend names={names} styles={styles} />
      </figcaption>
      <Chart
        spec={specOf(names, styles)}
        points={points}
        label={`Singular values by direction at ${names.join(', ')}. Effective rank at the last: ${formatNumber(rank ?? Number.NaN)}`}
      />
    </figure>
  );
}

function specOf(names: readonly string[], styles: readonly LineStyle[]): TopLevelSpec {
  return view({ width: 'container', height: 220, data: { name: 'points' } }, mark('line', { opacity: 0.9 }), {
    x: quantitative('direction', 'direction', { axis: { tickMinStep: 1, format: 'd' }, scale: { nice: false } }),
    y: quantitative('share', 'singular value ÷ largest', {
      scale: { type: 'log' },
      axis: { format: '~g', tickCount: 5 },
    }),
    color: nominal('look', undefined, {
      legend: null,
      scale: { domain: [...names], range: styles.map(({ colour }) => colour) },
    }),
    tooltip: [{ field: 'look' }, { field: 'direction' }, { field: 'shown', title: 'share of the largest' }],
  });
}
