/** The figure of the optimum under one norm beside the linear network's. */
import type { Figure } from '../../src/claims/figure.js';
import type { Verdict } from '../../src/claims/verdict.js';

/** The ReLU optimum and the best single component, each as a share of λ_max. */
export function optimumFigure(verdict: Verdict): Figure {
  const values = verdict.evidence.flatMap(({ details }) => {
    const linear = Number(details['linear']);
    if (details['decided'] !== true || !(linear > 0)) return [];
    return [
      {
        winner: Number(details['winner']) / linear,
        best: Number(details['best']) / linear,
        kind: details['pair'] === true ? 'two components, opposite signs' : 'one component',
      },
    ];
  });
  return {
    id: 'relu-winner-takes-all-optimum',
    title: 'The best ReLU network against the best single component',
    caption:
      'One point an instance, both in units of the linear network’s optimum. On the diagonal the winner takes all; points above it are mixtures whose views move so far that a pair of neurons with opposite signs does better. None exceeds 1.',
    spec: {
      width: 340,
      height: 320,
      layer: [
        {
          data: {
            values: [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
          },
          mark: { type: 'line', strokeDash: [4, 3], strokeWidth: 1, color: '#555555' },
          encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
        },
        {
          data: { values: values.filter(({ winner }) => winner > -0.5) },
          mark: { type: 'point', opacity: 0.7 },
          encoding: {
            x: { field: 'winner', type: 'quantitative', title: 'best single component, max Cₘₘ / λ_max' },
            y: { field: 'best', type: 'quantitative', title: 'best ReLU network, 2 max E* / λ_max' },
            color: { field: 'kind', type: 'nominal', title: 'best W₁ on' },
          },
        },
      ],
    },
  };
}
