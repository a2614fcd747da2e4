/** Figures: where each configuration ends, how it gets there, and what its W₁ looks like. */
import type { Figure } from '../../src/claims/figure.js';
import { category, mark, nominal, ordinal, quantitative, view } from '../../src/claims/marks.js';
import { sortedByComponent } from '../../src/theory/landscape/specialisation.js';
import { at, fromNested } from '../../src/theory/algebra/matrix.js';
import type { Configuration } from './configuration.js';
import { atEnd, grouped, PARTS, spread, WORDS, type Run } from './summary.js';

const SHOWN = ['concentration', 'coverage'] as const;
const NETWORKS = Object.values(WORDS.activation).flatMap((activation) =>
  Object.values(WORDS.hiddenNorm).map((hiddenNorm) => `${activation}, ${hiddenNorm}`),
);
const NORMS = Object.values(WORDS.weightNorm);
/** One column a measure, one row a network. */
const MEASURES_BY_NETWORK = {
  column: nominal('measure', null),
  row: category('network', { sort: NETWORKS, header: { labelAngle: 0, labelAlign: 'left', labelLimit: 200 } }),
};
const COLOUR = nominal('importance', null, { legend: { orient: 'top' } });

export function figures(runs: readonly Run[]): Figure[] {
  const main = runs.filter(({ cell }) => PARTS[0].holds(cell));
  return [ends(main), courses(main), heatMaps(main)];
}

/** Every run as a point, every configuration's mean as a tick. */
function ends(runs: readonly Run[]): Figure {
  const points = runs.flatMap((run) =>
    SHOWN.map((measure) => ({ ...words(run.cell), measure, value: atEnd(run)[measure] })),
  );
  const means = grouped(runs).flatMap((group) =>
    SHOWN.map((measure) => ({
      ...words(group.configuration),
      measure,
      value: spread(group.runs.map((run) => atEnd(run)[measure])).mean,
    })),
  );
  return {
    id: 'relu-specialisation-ends',
    title: 'Specialisation by configuration',
    caption:
      'Concentration and coverage of W₁ at the end of training; circles are seeds, bars are means. ReLU with W₁ ≥ 0 and dynamic α comes near 1 in both, with every norm; uniform α concentrates without covering; the linear network stays near its random start unless BatchNorm and dynamic α act together.',
    spec: {
      data: { values: [...points.map((p) => ({ ...p, kind: 'run' })), ...means.map((p) => ({ ...p, kind: 'mean' }))] },
      facet: MEASURES_BY_NETWORK,
      spec: {
        width: 260,
        height: 100,
        encoding: {
          x: quantitative('value', 'at the end of training', { scale: { domain: [0, 1] } }),
          y: nominal('weightNorm', 'norm of W₁', { sort: NORMS }),
          yOffset: nominal('importance'),
          color: COLOUR,
        },
        layer: [
          { transform: [{ filter: "datum.kind === 'run'" }], mark: { type: 'circle', opacity: 0.55 } },
          { transform: [{ filter: "datum.kind === 'mean'" }], mark: { type: 'tick', thickness: 3, size: 16 } },
        ],
      },
    },
  };
}

/** Mean over seeds of both measures over steps. */
function courses(runs: readonly Run[]): Figure {
  // Every second moment: the points of a curve need not be nearer than a pixel or two.
  const moments = runs[0]?.result.course.map(({ step }, k) => ({ step, k })).filter(({ k }) => k % 2 === 0) ?? [];
  const points = grouped(runs).flatMap((group) =>
    moments.flatMap(({ step, k }) =>
      SHOWN.map((measure) => ({
        ...words(group.configuration),
        measure,
        step,
        value: spread(group.runs.map(({ result }) => result.course[k]?.[measure] ?? Number.NaN)).mean,
      })),
    ),
  );
  return {
    id: 'relu-specialisation-courses',
    title: 'Specialisation over training',
    caption:
      'Mean over seeds. With ReLU most of it happens in the first few hundred steps. With dynamic α coverage keeps up with concentration; with uniform α it stays behind or falls.',
    spec: {
      data: { values: points },
      facet: MEASURES_BY_NETWORK,
      spec: view({ width: 260, height: 130 }, mark('line', { strokeWidth: 1.6 }), {
        x: quantitative('step', 'steps', { axis: { tickCount: 3 } }),
        y: quantitative('value', null, { scale: { domain: [0.2, 1], clamp: true } }),
        color: COLOUR,
        strokeDash: nominal('weightNorm', 'norm of W₁', { sort: NORMS, legend: { orient: 'top' } }),
      }),
    },
  };
}

/** |W₁| with unit rows for the first seed, per-filter norm. */
function heatMaps(runs: readonly Run[]): Figure {
  const shown = runs.filter(({ cell }) => cell.weightNorm === 'filter' && cell.seed === runs[0]?.cell.seed);
  const entries = shown.flatMap(({ cell, result }) => {
    const weights = sortedByComponent(fromNested(result.first));
    return Array.from({ length: weights.rows * weights.columns }, (_, k) => {
      const [neuron, component] = [Math.floor(k / weights.columns), k % weights.columns];
      return { ...words(cell), neuron: neuron + 1, component: component + 1, value: at(weights, neuron, component) };
    });
  });
  return {
    id: 'relu-specialisation-weights',
    title: 'W₁ at the end of training',
    caption:
      'Size of the entries of W₁, rows scaled to length 1 and ordered by their largest entry; per-filter norm, first seed. Component 1 has magnitude 10, component 10 magnitude 1. A diagonal means that every component has a neuron of its own.',
    spec: {
      data: { values: entries },
      facet: {
        row: nominal('importance', null, { header: { labelOrient: 'left' } }),
        column: category('network', { sort: NETWORKS, header: { labelFontSize: 10 } }),
      },
      spec: view({ width: 140, height: 140 }, mark('rect', { strokeWidth: 0 }), {
        x: ordinal('component', 'component', { axis: { labelAngle: 0 } }),
        y: ordinal('neuron', 'neuron'),
        color: quantitative('value', '|entry|', { scale: { domain: [0, 1] } }),
      }),
    },
  };
}

function words({ activation, hiddenNorm, weightNorm, importance }: Configuration): Record<string, string> {
  return {
    network: `${WORDS.activation[activation]}, ${WORDS.hiddenNorm[hiddenNorm]}`,
    weightNorm: WORDS.weightNorm[weightNorm],
    importance: WORDS.importance[importance],
  };
}
