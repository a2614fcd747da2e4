/** The charts of the loss atlas, as specifications; data come under the name `points`. */
import type { TopLevelSpec } from 'vega-lite';
import type { AtlasState } from './atlas-state.js';

/** Share of the heaviest weight at which a logarithmic axis ends. */
const FAINTEST = 1e-6;

/** Encoding that distinguishes curves by colour and by dashes. */
const CURVE = {
  color: {
    field: 'curve',
    type: 'nominal',
    title: null,
    legend: { orient: 'bottom', columns: 1, symbolType: 'stroke', symbolSize: 400, labelLimit: 600 },
  },
  strokeDash: {
    field: 'curve',
    type: 'nominal',
    title: null,
    scale: {
      range: [
        [1, 0],
        [7, 3],
        [2, 2],
      ],
    },
  },
} as const;

/** Returns the chart of weights, relative to the heaviest pair, against squared distance. @param height in pixels */
export function weightChart({ own, scale }: Pick<AtlasState, 'own' | 'scale'>, height: number): TopLevelSpec {
  return {
    width: 'container',
    height,
    layer: [
      {
        data: { values: [{ at: own }] },
        mark: { type: 'rule', strokeDash: [4, 4], opacity: 0.6 },
        encoding: { x: { field: 'at', type: 'quantitative' } },
      },
      {
        data: { name: 'points' },
        ...(scale === 'log' && { transform: [{ filter: `datum.weight >= ${FAINTEST}` }] }),
        mark: { type: 'line', clip: true },
        encoding: {
          x: {
            field: 'distance',
            type: 'quantitative',
            title: `squared distance d²ᵢⱼ; dashed: the anchor's own, ${own}`,
            scale: { domain: [0, 2] },
            axis: { tickCount: 5 },
          },
          y: {
            field: 'weight',
            type: 'quantitative',
            title: 'αᵢⱼ / largest',
            scale: scale === 'log' ? { type: 'log', domain: [FAINTEST, 1] } : { domain: [0, 1] },
            axis: { tickCount: 5 },
          },
          ...CURVE,
        },
      },
    ],
  };
}

/** Returns the chart of φ over sums, or of ψ over margins. */
export function functionChart(x: string, y: string): TopLevelSpec {
  return {
    width: 'container',
    height: 190,
    data: { name: 'points' },
    mark: { type: 'line' },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: x, axis: { tickCount: 5 } },
      y: { field: 'value', type: 'quantitative', title: y, axis: { tickCount: 5 } },
      color: { ...CURVE.color, legend: null },
      strokeDash: { ...CURVE.strokeDash, legend: null },
    },
  };
}
