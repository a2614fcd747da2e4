/** The charts of the loss atlas, as specifications; data come under the name `points`. */
import type { TopLevelSpec } from 'vega-lite';
import { layered, mark, nominal, quantitative, view } from '../../../claims/marks.js';
import type { AtlasState } from './atlas-state.js';

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

/** Returns the chart of weights, relative to the heaviest pair, against squared distance. @param height in pixels */
export function weightChart({ own, scale }: Pick<AtlasState, 'own' | 'scale'>, height: number): TopLevelSpec {
  const visible = scale === 'log' && { transform: [{ filter: `datum.weight >= ${FAINTEST}` }] };
  return layered({ width: 'container', height }, [
    view({ values: [{ at: own }] }, mark('rule', { strokeDash: [4, 4], opacity: 0.6 }), { x: quantitative('at') }),
    view({ data: { name: 'points' }, ...visible }, mark('line', { clip: true }), {
      x: quantitative('distance', `squared distance d²ᵢⱼ; dashed: the anchor's own, ${own}`, {
        scale: { domain: [0, 2] },
        axis: { tickCount: 5 },
      }),
      y: quantitative('weight', 'αᵢⱼ / largest', {
        scale: scale === 'log' ? { type: 'log', domain: [FAINTEST, 1] } : { domain: [0, 1] },
        axis: { tickCount: 5 },
      }),
      ...CURVE,
    }),
  ]);
}

/** Returns the chart of φ over sums, or of ψ over margins. */
export function functionChart(x: string, y: string): TopLevelSpec {
  return view({ width: 'container', height: 190, data: { name: 'points' } }, mark('line'), {
    x: quantitative('x', x, { axis: { tickCount: 5 } }),
    y: quantitative('value', y, { axis: { tickCount: 5 } }),
    color: { ...CURVE.color, legend: null },
    strokeDash: { ...CURVE.strokeDash, legend: null },
  });
}
