/** The figure of rank against shortness of energy: it says everything for deep networks, nothing for a single layer. */
import type { Figure } from '../../src/claims/figure.js';
import { diagonal, layer, layered, logarithmic, mark, nominal } from '../../src/claims/marks.js';
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
  return {
    id: 'pca-repeated-top-rank',
    title: 'Energy near the maximum forces rank one, but not of a single layer',
    caption:
      'λ_max is repeated. Along: the shortfall δ = 1 − 2E/λ_max of layers near a maximiser (at two distances) and on the way up. Up: 1 − σ₁² of the layer farthest from rank one. Deep networks stay below the dashed diagonal 1 − σ₁² = δ; a single layer keeps any rank at the maximum. Layers of one unit, all of rank one, stand at the lower end.',
    spec: layered({ width: 420, height: 300, values: points }, [
      layer(mark('point', { opacity: 0.5, size: 20 }), {
        x: logarithmic('short', 'shortfall of energy δ = 1 − 2E/λ_max', { ticks: 7, domain: [SMALLEST, 1] }),
        y: logarithmic('beyondOne', 'largest 1 − σ₁(W_l)²', { ticks: 7, domain: [SMALLEST, 1] }),
        color: nominal('network', null, { legend: { orient: 'top' } }),
      }),
      diagonal(['short', 'beyondOne'], [SMALLEST, 1], { color: 'black' }),
    ]),
  };
}
