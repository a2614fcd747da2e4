/** The course of ascent from a blind start, without and with a nudge. */
import type { Figure } from '../../src/claims/figure.js';
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
    const nudged = start.map((layer, l) =>
      // Only the blind column moves.
      l === 0 && towards !== undefined
        ? unitNorm(
            add(
              layer,
              generate(layer.rows, layer.columns, (i, j) => (j === 0 ? (towards.data[i] ?? 0) : 0)),
              nudge,
            ),
          )
        : layer,
    );
    const { energies } = projectedAscent(nudged, covariance, { stationarity: 0, sweeps: SWEEPS });
    const name = nudge === 0 ? '0' : nudge.toExponential(0);
    return energies.map((energy, sweep) => ({ nudge: name, sweep, energy: 2 * energy }));
  });
  const levels = [{ level: 1 }, { level: 0.75 }];
  return {
    id: 'pca-invariant-starts-course',
    title: 'Blind to the top eigenvector, and nudged',
    caption: `Three layers, eigenvalues 1, ¾, ½, −½ and 0; the first layer starts blind to the eigenvalue 1 (E = ${deepLinearEnergy(start, covariance).toFixed(2)}). Without a nudge it ends at ½ · ¾ for ever; a component of any size along the top eigenvector grows geometrically and ascent ends at ½ · 1 (dashed: 2E = ¾ and 1).`,
    spec: {
      width: 460,
      height: 260,
      data: { values: curves },
      layer: [
        {
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x: { field: 'sweep', type: 'quantitative', title: 'sweeps of ascent' },
            y: { field: 'energy', type: 'quantitative', title: 'twice the energy, 2E' },
            color: {
              field: 'nudge',
              type: 'ordinal',
              title: 'nudge',
              sort: NUDGES.map((nudge) => (nudge === 0 ? '0' : nudge.toExponential(0))),
              scale: { scheme: 'viridis' },
            },
          },
        },
        {
          data: { values: levels },
          mark: { type: 'rule', strokeDash: [4, 3] },
          encoding: { y: { field: 'level', type: 'quantitative' } },
        },
      ],
    },
  };
}
