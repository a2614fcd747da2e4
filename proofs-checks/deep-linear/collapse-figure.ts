/** The figure of dimensional collapse: the weight on directions without a positive eigenvalue, step by step. */
import type { Figure } from '../../src/claims/figure.js';
import { logarithmic, mark, nominal, quantitative, view } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';

const SHOWN = 60;
/** Bounds the axis from below. */
const LOWEST = 1e-12;

export function collapseFigure(verdict: Verdict): Figure {
  const drawn = verdict.evidence.slice(0, SHOWN).map(({ details }) => {
    const { depth, shares } = details as { depth: number; shares: readonly number[] };
    return { shares, network: depth === 1 ? '1 layer' : `${depth} layers` };
  });
  const real = verdict.real.map(({ details }) => ({ shares: details['shares'] as number[], network: 'real images' }));
  const values = [...drawn, ...real].flatMap(({ shares, network }, instance) =>
    shares.map((share, step) => ({ instance, step, share, network })).filter(({ share }) => share >= LOWEST),
  );
  return {
    id: 'dimensional-collapse-weights',
    title: 'Weight on directions that lose it',
    caption:
      'The share of ‖W₁‖² on eigenvectors of C_α with λ ≤ 0 over 12 steps of gradient ascent with norms held at 1, a line an instance, from random starts with E > 0. No line ever rises: the layer ends without these dimensions.',
    spec: view({ width: 460, height: 280, values }, mark('line', { strokeWidth: 1, opacity: 0.6 }), {
      x: quantitative('step', 'steps of gradient ascent'),
      y: logarithmic('share', 'share of ‖W₁‖² on λ ≤ 0', { domain: [LOWEST, 1] }),
      color: nominal('network', 'network'),
      detail: { field: 'instance', type: 'nominal' },
    }),
  };
}
