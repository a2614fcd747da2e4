/** The two steps of the upper bound on one picture: energy under ‖P‖², ‖P‖² under the product of the norms. */
import type { Figure } from '../../src/claims/figure.js';
import { diagonal, layer, layered, mark, ordinal, quantitative } from '../../src/claims/marks.js';
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
    spec: layered({ width: 400, height: 320, values: points }, [
      layer(mark('point', { opacity: 0.6, size: 22 }), {
        x: quantitative('size', '‖P‖² / Π‖W_l‖²', { scale: { domain: [0, 1.02], nice: false } }),
        y: quantitative('energy', 'tr(PCPᵀ) / λ_maxΠ‖W_l‖²', { scale: { domain: [LOWEST, 1.05], nice: false } }),
        color: ordinal('depth', 'layers', { scale: { scheme: 'viridis' } }),
      }),
      diagonal(['size', 'energy'], [0, 1], { color: 'black' }),
    ]),
  };
}
