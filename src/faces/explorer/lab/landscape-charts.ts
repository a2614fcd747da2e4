/** The charts of the energy landscape, as specifications; data come under the name `points`. */
import type { TopLevelSpec } from 'vega-lite';
import { layered, mark, nominal, ordinal, quantitative, view } from '../../../claims/marks.js';
import { at } from '../../../theory/algebra/matrix.js';
import { energyMap, piecesOf } from './sphere.js';
import { extremesOf, type Position, type Walk } from './walk.js';

const PLACE = { x: quantitative('longitude'), y: quantitative('latitude') };

/** White with a dark edge, to be seen on every colour of the map. */
const RINGED = { color: '#ffffff', stroke: '#222222', strokeWidth: 1, opacity: 1 };

function onMap(kind: string): { transform: [{ filter: string }] } {
  return { transform: [{ filter: `datum.kind === '${kind}'` }] };
}

/** Map of E_α over the sphere with its critical places, the path so far and the encoder. */
export const MAP_CHART: TopLevelSpec = layered({ width: 'container', height: 330, data: { name: 'points' } }, [
  view(onMap('cell'), mark('rect', { cursor: 'crosshair' }), {
    x: quantitative('west', 'longitude of w, degrees', {
      scale: { domain: [-180, 180], nice: false },
      axis: { values: [-180, -120, -60, 0, 60, 120, 180], grid: false },
    }),
    x2: { field: 'east' },
    y: quantitative('south', 'latitude of w', {
      scale: { domain: [-90, 90], nice: false },
      axis: { values: [-90, -60, -30, 0, 30, 60, 90], grid: false },
    }),
    y2: { field: 'north' },
    color: quantitative('energy', 'energy E', {
      scale: { scheme: 'viridis' },
      legend: { orient: 'top', gradientLength: 200, format: '.2~g', tickCount: 5 },
    }),
  }),
  view(onMap('extreme'), mark('point', { filled: true, size: 90, ...RINGED }), {
    ...PLACE,
    shape: nominal('extreme', null, {
      scale: { domain: ['maximum', 'saddle', 'minimum'], range: ['triangle-up', 'cross', 'triangle-down'] },
      legend: null,
    }),
  }),
  ...[
    { color: '#222222', strokeWidth: 4 },
    { color: '#ffffff', strokeWidth: 2 },
  ].map((look) =>
    view(onMap('path'), mark('line', { strokeCap: 'round', strokeJoin: 'round', ...look }), {
      ...PLACE,
      detail: nominal('piece'),
      order: { field: 'order' },
    }),
  ),
  view(onMap('path'), mark('circle', { size: 22, ...RINGED }), PLACE),
  view(
    onMap('here'),
    mark('circle', { size: 150, color: '#d55e00', stroke: '#ffffff', strokeWidth: 2, opacity: 1 }),
    PLACE,
  ),
]);

export function mapPoints(walk: Walk, position: Position): object[] {
  const { covariance, reached, stop } = position;
  const places = walk.stops.slice(0, reached + 1).map(({ place }) => place);
  return [
    ...energyMap(covariance).map((cell) => ({ kind: 'cell', ...cell })),
    ...extremesOf(covariance).map(({ kind, ...place }) => ({ kind: 'extreme', extreme: kind, ...place })),
    ...piecesOf(places).map((place) => ({ kind: 'path', ...place })),
    { kind: 'here', ...stop.place },
  ];
}

const SMALL = { width: 'container', height: 210, data: { name: 'points' } } as const;

/** Heat map of αᵢⱼ, one row per anchor. */
export const ALPHA_CHART: TopLevelSpec = view(SMALL, mark('rect'), {
  x: ordinal('j', 'pair with sample j', { axis: { labelAngle: 0 } }),
  y: ordinal('i', 'anchor i'),
  color: quantitative('weight', 'αᵢⱼ', {
    scale: { scheme: 'viridis', domainMin: 0 },
    legend: { orient: 'right', gradientLength: 150, format: '.2~g' },
  }),
});

export function alphaPoints({ alpha }: Position): object[] {
  return Array.from({ length: alpha.rows }, (_, i) =>
    Array.from({ length: alpha.columns }, (__, j) => ({ i: i + 1, j: j + 1, weight: at(alpha, i, j) })),
  )
    .flat()
    .filter(({ i, j }) => i !== j);
}

/** Chart of L over rounds. */
export const LOSS_CHART: TopLevelSpec = {
  ...SMALL,
  encoding: {
    x: quantitative('round', 'round', { axis: { tickMinStep: 1, format: 'd' } }),
    y: quantitative('loss', 'L', { scale: { zero: false } }),
  },
  layer: [
    { mark: { type: 'line' } },
    { mark: { type: 'circle', size: 18, opacity: 1 } },
    { transform: [{ filter: 'datum.now' }], mark: { type: 'circle', size: 130, color: '#d55e00', opacity: 1 } },
  ],
};

export function lossPoints({ stops }: Walk, { reached }: Position): object[] {
  return stops.map(({ loss }, round) => ({ round, loss, now: round === reached }));
}
