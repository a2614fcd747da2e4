/** A chart of residual ÷ bound for every generated instance; each point links to its instance. */
import { useMemo } from 'preact/hooks';
import type { TopLevelSpec } from 'vega-lite';
import type { ClaimDetail } from '../../views/claim-detail.js';
import { formatNumber } from '../../../base/format-number.js';
import { layer, layered, mark, quantitative } from '../../../claims/marks.js';
import { thousands } from '../../../base/thousands.js';
import { Chart } from '../parts/chart.js';
import { addressOf } from '../state/address.js';
import { ratioOf } from '../../views/json-numbers.js';

export interface InstanceStripProps {
  readonly report: string;
  readonly detail: ClaimDetail;
}

/** Number of instances closest to their bounds that are listed below the chart, for readers without a mouse. */
const NAMED = 8;

export function InstanceStrip({ report, detail: { words, evidence } }: InstanceStripProps) {
  const ratios = useMemo(() => evidence.map(ratioOf), [evidence]);
  const points = useMemo(() => pointsOf(ratios), [ratios]);
  if (evidence.length === 0) return null;
  const tightest = ratios
    .map((ratio, place) => ({ ratio, place }))
    .toSorted((a, b) => b.ratio - a.ratio)
    .slice(0, NAMED);
  const placeAddress = (place: number): string => addressOf(['claims', report, words.id, String(place)]);
  return (
    <figure>
      <Chart
        spec={SPEC}
        points={points}
        label={`Residual ÷ bound of ${thousands(evidence.length)} instances, at most ${formatNumber(tightest[0]?.ratio ?? 0)}`}
        onChoose={({ place }) => {
          if (typeof place === 'number') location.hash = placeAddress(place);
        }}
      />
      <figcaption>
        <p>
          <strong>Residual ÷ bound of every instance.</strong> Above the line the statement would be refuted; triangles
          at the bottom are exactly 0. A click leads to the instance.
        </p>
        <p class="links">
          Closest to the bound:{' '}
          {tightest.map(({ ratio, place }) => (
            <a key={place} href={placeAddress(place)} title={`residual ÷ bound ${formatNumber(ratio)}`}>
              {place}
            </a>
          ))}
        </p>
      </figcaption>
    </figure>
  );
}

interface StripPoint {
  readonly place: number;
  /** Height at which the point is drawn: its ratio, moved onto the axis if it is 0 or ∞. */
  readonly height: number;
  readonly ratio: string;
  readonly exact: boolean;
}

/** Places the ratios on a logarithmic axis, with 0 and ∞ at its ends. */
function pointsOf(ratios: readonly number[]): StripPoint[] {
  const finite = ratios.filter((ratio) => ratio > 0 && Number.isFinite(ratio));
  const lowest = Math.min(0.1, ...finite) / 2;
  const highest = Math.max(1, ...finite) * 2;
  return ratios.map((ratio, place) => ({
    place,
    height: Math.min(highest, Math.max(lowest, ratio)),
    ratio: formatNumber(ratio),
    exact: ratio === 0,
  }));
}

const SPEC: TopLevelSpec = layered({ width: 'container', height: 170, data: { name: 'points' } }, [
  layer(mark('rule', { strokeDash: [4, 4] }), { y: { datum: 1 } }),
  layer(mark('point', { size: 50, cursor: 'pointer', opacity: 0.85 }), {
    x: quantitative('place', 'instance', { axis: { tickMinStep: 1 } }),
    y: quantitative('height', 'residual ÷ bound', { scale: { type: 'log' }, axis: { tickCount: 5, format: '~g' } }),
    shape: { condition: { test: 'datum.exact', value: 'triangle-down' }, value: 'circle' },
    tooltip: [
      { field: 'place', title: 'instance' },
      { field: 'ratio', title: 'residual ÷ bound' },
    ],
  }),
]);
