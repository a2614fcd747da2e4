/** The figure of rank against shortness of energy: it says everything for deep networks, nothing for a single layer. */
import type { Figure } from '../../src/claims/figure.js';
import type { Verdict } from '../../src/claims/verdict.js';

const SHOWN = 300;
/** Both axes end here: smaller numbers are rounding. */
const SMALLEST = 1e-14;

export function repeatedFigure(verdict: Verdict): Figure {
  const points = verdict.evidence.slice(0, SHOWN).flatMap(({ details }) => {
    const { depth, points: own } = details as { depth: number; points: { short: number; beyondOne: number }[] };
    const network = depth === 1 ? 'one layer' : 'two layers or more';
    return own
      .map(({ short, beyondOne }) => ({ network, short, beyondOne: Math.max(SMALLEST, beyondOne) }))
      .filter(({ short }) => short > SMALLEST && short < 1);
  });
  const domain = [SMALLEST, 1];
  return {
    id: 'pca-repeated-top-rank',
    title: 'Energy near the maximum forces rank one, but not of a single layer',
    caption:
      'λ_max is repeated. Along: the shortfall δ = 1 − 2E/λ_max of layers near a maximiser (at two distances) and on the way up. Up: 1 − σ₁² of the layer farthest from rank one. Deep networks stay below the dashed diagonal 1 − σ₁² = δ; a single layer keeps any rank at the maximum. Layers of one unit, all of rank one, stand at the lower end.',
    spec: {
      width: 420,
      height: 300,
      data: { values: points },
      layer: [
        {
          mark: { type: 'point', opacity: 0.5, size: 20 },
          encoding: {
            x: {
              field: 'short',
              type: 'quantitative',
              title: 'shortfall of energy δ = 1 − 2E/λ_max',
              scale: { type: 'log', domain },
              axis: { format: '.0e', tickCount: 7 },
            },
            y: {
              field: 'beyondOne',
              type: 'quantitative',
              title: 'largest 1 − σ₁(W_l)²',
              scale: { type: 'log', domain },
              axis: { format: '.0e', tickCount: 7 },
            },
            color: { field: 'network', type: 'nominal', title: null, legend: { orient: 'top' } },
          },
        },
        {
          data: {
            values: [
              { short: SMALLEST, beyondOne: SMALLEST },
              { short: 1, beyondOne: 1 },
            ],
          },
          mark: { type: 'line', strokeDash: [4, 3], color: 'black' },
          encoding: {
            x: { field: 'short', type: 'quantitative' },
            y: { field: 'beyondOne', type: 'quantitative' },
          },
        },
      ],
    },
  };
}
