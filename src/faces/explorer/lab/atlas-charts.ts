/** The charts of the loss atlas. */
import type { TopLevelSpec } from 'vega-lite';
import { layered, mark, nominal, quantitative, view } from '../../../claims/marks.js';
import type { WeightAtDistance } from '../../../theory/analysis/importance-curve.js';
import { MOST_CURVES, type AtlasState } from './atlas-state.js';

/** Share of the heaviest weight at which a logarithmic axis ends. */
const FAINTEST = 1e-6;

/** Encoding that distinguishes curves by colour and by dashes. */
const CURVE = {
  color: nominal('curve', null, {
    legend: { orient: 'bottom', columns: 1, symbolType: 'stroke', symbolSize: 400, labelLimit: 600 },
  }),
  strokeDash: nominal('curve', null, {
    scale: {
      range: [
        [1, 0],
        [7, 3],
        [2, 2],
      ],
    },
  }),
};

/**
 * Returns the chart of weights, relative to the heaviest pair, against squared distance.
 *
 * @param least the smallest weight that it shows
 * @param height in pixels
 */
export function weightChart(
  { own, scale }: Pick<AtlasState, 'own' | 'scale'>,
  least: number,
  height: number,
): TopLevelSpec {
  const visible = scale === 'log' && { transform: [{ filter: `datum.weight >= ${FAINTEST}` }] };
  return layered({ width: 'container', height }, [
    view({ values: [{ at: own }] }, mark('rule', { strokeDash: [4, 4], opacity: 0.6 }), { x: quantitative('at') }),
    view({ data: { name: 'points' }, ...visible }, mark('line', { clip: true }), {
      x: quantitative('distance', `d²ᵢⱼ to a negative; dashed: the anchor's own, ${own}`, {
        scale: { domain: [0, 2] },
        axis: { tickCount: 5 },
      }),
      y: quantitative('weight', 'αᵢⱼ / largest', {
        scale: scale === 'log' ? { type: 'log', domain: [FAINTEST, 1] } : { domain: [least, 1] },
        axis: { tickCount: 5 },
      }),
      ...CURVE,
    }),
  ]);
}

/** Returns the chart of φ over sums, or of ψ over margins, of the curves that have them: each keeps the colour of its place. */
export function functionChart(x: string, y: string): TopLevelSpec {
  const { strokeDash } = CURVE;
  const domain = Array.from({ length: MOST_CURVES }, (_, k) => k);
  return view({ width: 'container', height: 190, data: { name: 'points' } }, mark('line'), {
    x: quantitative('x', x, { axis: { tickCount: 5 } }),
    y: quantitative('value', y, { axis: { tickCount: 5 } }),
    color: nominal('place', null, { legend: null, scale: { domain } }),
    strokeDash: nominal('place', null, { legend: null, scale: { ...strokeDash.scale, domain } }),
  });
}

/** Returns the smallest of weights that an axis has room for: 0, unless some are negative. */
export function leastShown(weights: readonly WeightAtDistance[]): number {
  const least = Math.min(0, ...weights.map(({ weight }) => weight));
  return Math.floor(least * 10) / 10;
}

/** Returns the small chart of one weight of a loss, relative to its largest. @param y title of its axis */
export function smallChart(x: string, y: string, weights: readonly WeightAtDistance[]): TopLevelSpec {
  return view({ width: 'container', height: 130, data: { name: 'points' } }, mark('line', { clip: true }), {
    x: quantitative('distance', x, { scale: { domain: [0, 2] }, axis: { tickCount: 5 } }),
    y: quantitative('weight', y, { scale: { domain: [leastShown(weights), 1] }, axis: { tickCount: 3 } }),
  });
}
