/** The course of ascent from a blind start, without and with a nudge. */
import type { Figure } from '../../src/claims/figure.js';
import { layer, layered, mark, ordinal, quantitative, view } from '../../src/claims/marks.js';
import { projectedAscent } from '../../src/theory/landscape/projected-ascent.js';
import { add, generate } from '../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, randomLayers, unitNorm } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';
import { diagonal, startOf } from './invariant-starts.js';

const EIGENVALUES = [1, 0.75, 0.5, -0.5, 0];
const SEEN = [false, true, true, true, true];
const WIDTHS = [3, 3, 2];
const SWEEPS = 250;
const NUDGES = [0, 1e-12, 1e-6, 1e-2];

export function invariantFigure(): Figure {
  const covariance = diagonal(EIGENVALUES);
  const start = startOf({ eigenvalues: EIGENVALUES, seen: SEEN, widths: WIDTHS, seed: 1 }) ?? [];
  const [towards] = randomLayers([EIGENVALUES.length, ...WIDTHS], randomStream(2, 'invariant figure'));
  const curves = NUDGES.flatMap((nudge) => {
    const nudged = start.map((weights, l) =>
      // Only the blind column moves.
      l === 0 && towards !== undefined
        ? unitNorm(
            add(
              weights,
              generate(weights.rows, weights.columns, (i, j) => (j === 0 ? (towards.data[i] ?? 0) : 0)),
              nudge,
            ),
          )
        : weights,
    );
    const { energies } = projectedAscent(nudged, covariance, { stationarity: 0, sweeps: SWEEPS });
    return energies.map((energy, sweep) => ({ nudge: nameOf(nudge), sweep, energy: 2 * energy }));
  });
  const levels = [{ level: 1 }, { level: 0.75 }];
  return {
    id: 'pca-invariant-starts-course',
    title: 'Blind to the top eigenvector, and nudged',
    caption: `Three layers, eigenvalues 1, ¾, ½, −½ and 0; the first layer starts blind to the eigenvalue 1 (E = ${deepLinearEnergy(start, covariance).toFixed(2)}). Without a nudge it ends at ½ · ¾ for ever; a component of any size along the top eigenvector grows geometrically and ascent ends at ½ · 1 (dashed: 2E = ¾ and 1).`,
    spec: layered({ width: 460, height: 260, values: curves }, [
      layer(mark('line', { strokeWidth: 2 }), {
        x: quantitative('sweep', 'sweeps of ascent'),
        y: quantitative('energy', 'twice the energy, 2E'),
        color: ordinal('nudge', 'nudge', { sort: NUDGES.map(nameOf), scale: { scheme: 'viridis' } }),
      }),
      view({ values: levels }, mark('rule', { strokeDash: [4, 3] }), { y: quantitative('level') }),
    ]),
  };
}

function nameOf(nudge: number): string {
  return nudge === 0 ? '0' : nudge.toExponential(0);
}
