/** The figure of specialisation without ReLU: how much of W₁ lies beside one feature, against the energy. */
import type { Figure } from '../../src/claims/figure.js';
import { layered, mark, nominal, quantitative, view } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';

const SHOWN = 100;
/** Bounds the axis from below. */
const LOWEST = 0;
const NAMES: Readonly<Record<string, string>> = {
  components: 'neurons on components',
  eigenvectors: 'neurons on eigenvectors',
  turned: 'the same, turned',
  random: 'random',
};

export function specialisationFigure(verdict: Verdict): Figure {
  const values = verdict.evidence.slice(0, SHOWN).flatMap(({ details }) => {
    const { points } = details as {
      points: readonly { readonly features: string; readonly energy: number; readonly beside: number }[];
    };
    return points
      .filter(({ energy }) => energy >= LOWEST)
      .map(({ features, energy, beside }) => ({ energy, beside, kind: NAMES[features] ?? features }));
  });
  return {
    id: 'linear-no-specialisation-rank',
    title: 'The nearer to the maximum, the nearer to one feature',
    caption:
      'One point a W₁ of the linear network: its energy as a share of the maximum ½Kλ_max, and the part of ‖W₁‖² beside its first singular direction. None lies above the dashed line, so that W₁ at the maximum has one direction. Points on components or eigenvectors are moved to the right by turning rows towards the others.',
    spec: layered({ width: 400, height: 300 }, [
      view({ values }, mark('point', { opacity: 0.6 }), {
        x: quantitative('energy', '2E* / Kλ_max', { scale: { domain: [LOWEST, 1] } }),
        y: quantitative('beside', 'Σᵢ≥₂ σᵢ² / K', { scale: { domain: [0, 1] } }),
        color: nominal('kind', 'W₁'),
      }),
      view(
        {
          values: [
            { energy: 0, beside: 1 },
            { energy: 1, beside: 0 },
          ],
        },
        mark('line', { strokeDash: [4, 3] }),
        { x: quantitative('energy'), y: quantitative('beside') },
      ),
    ]),
  };
}
