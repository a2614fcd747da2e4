/** The two steps of the upper bound on one picture: energy under ‖P‖², ‖P‖² under the product of the norms. */
import type { Figure } from '../../src/claims/figure.js';
import type { Verdict } from '../../src/claims/verdict.js';

const SHOWN = 800;
/** The end of the axis of the energy. */
const LOWEST = -1;

export function boundFigure(verdict: Verdict): Figure {
  const points = verdict.evidence
    .slice(0, SHOWN)
    .map(({ details }) => details as { depth: number; size?: number; energy?: number })
    .filter(({ energy = -Infinity }) => energy >= LOWEST)
    .map(({ depth, size, energy }) => ({ depth, size, energy }));
  return {
    id: 'pca-upper-bound-shares',
    title: 'Both steps of the upper bound',
    caption:
      'Each point is one network. Along: ‖P‖² as a share of Π‖W_l‖², at most 1. Up: tr(PCPᵀ) as a share of λ_maxΠ‖W_l‖², below the dashed diagonal. Aligned rank-1 stacks sit in the corner (1, 1). Shares below −1, from negative eigenvalues that outweigh λ_max, are left out.',
    spec: {
      width: 400,
      height: 320,
      data: { values: points },
      layer: [
        {
          mark: { type: 'point', opacity: 0.6, size: 22 },
          encoding: {
            x: {
              field: 'size',
              type: 'quantitative',
              title: '‖P‖² / Π‖W_l‖²',
              scale: { domain: [0, 1.02], nice: false },
            },
            y: {
              field: 'energy',
              type: 'quantitative',
              title: 'tr(PCPᵀ) / λ_maxΠ‖W_l‖²',
              scale: { domain: [LOWEST, 1.05], nice: false },
            },
            color: { field: 'depth', type: 'ordinal', title: 'layers', scale: { scheme: 'viridis' } },
          },
        },
        {
          data: {
            values: [
              { size: 0, energy: 0 },
              { size: 1, energy: 1 },
            ],
          },
          mark: { type: 'line', strokeDash: [4, 3], color: 'black' },
          encoding: {
            x: { field: 'size', type: 'quantitative' },
            y: { field: 'energy', type: 'quantitative' },
          },
        },
      ],
    },
  };
}
