/** The figure of a slice of the smallest example, in which spurious maxima catch gradient ascent. */
import type { Figure } from '../../src/claims/figure.js';
import { mark, nominal, ordinal, view } from '../../src/claims/marks.js';
import { gradientAscent } from '../../src/theory/landscape/gradient-ascent.js';
import { fromNested } from '../../src/theory/algebra/matrix.js';

/** Cells on each side of the picture. */
const CELLS = 37;
const ANGLES = [-90, -45, 0, 45, 90];
const COVARIANCE = fromNested([
  [1, 0],
  [0, -1],
]);

/**
 * L = 3, n = (1, 2, 1), C = diag(1, −1): W₁ = (cos a, sin a), W₂ = (1, 0)ᵀ, W₃ = (sin b, cos b), so that W₃W₂ = sin b
 * vanishes on the line b = 0.
 */
export function basinFigure(): Figure {
  const step = 180 / (CELLS - 1);
  const values = Array.from({ length: CELLS ** 2 }, (_, k) => {
    const [across, along] = [(k % CELLS) * step - 90, Math.floor(k / CELLS) * step - 90];
    const [a, b] = [(across * Math.PI) / 180, (along * Math.PI) / 180];
    const start = [
      fromNested([[Math.cos(a), Math.sin(a)]]),
      fromNested([[1], [0]]),
      fromNested([[Math.sin(b), Math.cos(b)]]),
    ];
    const reached = gradientAscent(start, COVARIANCE, { step: 0.2, steps: 300 }).energies.at(-1) ?? 0;
    const end = reached > 0.25 ? 'E = ½ (global)' : reached > -0.05 ? 'E = 0' : 'E < 0';
    return { across, along, end };
  });
  return {
    id: 'spurious-maxima-basin',
    title: 'Where ascent ends from a slice of starts',
    caption:
      'The smallest example: L = 3, widths 1, 2, 1, C = diag(1, −1), starts W₁ = (cos a, sin a), W₂ = (1, 0)ᵀ, W₃ = (sin b, cos b). Starts with E > 0 (|a| < 45°, b ≠ 0) reach ½λ_max; around W₃W₂ = 0 with W₁CW₁ᵀ < 0 an open set ends at E = 0.',
    spec: view({ width: 380, height: 380, values }, mark('rect'), {
      x: ordinal('across', 'a (degrees): direction of W₁; W₁CW₁ᵀ = cos 2a', {
        axis: { values: ANGLES, labelAngle: 0 },
      }),
      y: ordinal('along', 'b (degrees): W₃W₂ = sin b', { sort: 'descending', axis: { values: ANGLES } }),
      color: nominal('end', 'ends at', {
        scale: { domain: ['E = ½ (global)', 'E = 0', 'E < 0'], range: ['#0072b2', '#d55e00', '#999999'] },
      }),
    }),
  };
}
