/** The figure of the optimum under one norm beside the linear network's. */
import type { Figure } from '../../src/claims/figure.js';
import { diagonal, layered, mark, nominal, quantitative, view } from '../../src/claims/marks.js';
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
    spec: layered({ width: 340, height: 320 }, [
      diagonal(['x', 'y'], [0, 1], { strokeWidth: 1, color: '#555555' }),
      view({ values: values.filter(({ winner }) => winner > -0.5) }, mark('point', { opacity: 0.7 }), {
        x: quantitative('winner', 'best single component, max Cₘₘ / λ_max'),
        y: quantitative('best', 'best ReLU network, 2 max E* / λ_max'),
        color: nominal('kind', 'best W₁ on'),
      }),
    ]),
  };
}
