/** Figures of how often random starts end at a spurious maximum. */
import type { Figure } from '../../src/claims/figure.js';
import { mark, ordinal, quantitative, view } from '../../src/claims/marks.js';
import { gradientAscent } from '../../src/theory/landscape/gradient-ascent.js';
import { generate } from '../../src/theory/algebra/matrix.js';
import { randomLayers } from '../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../src/theory/algebra/random-stream.js';

const FEATURES = 5;
const DEPTHS = [2, 3, 4, 5];
/** Random starts for each depth and number of negative eigenvalues. */
const STARTS = 100;
const STEPS = 250;

/** Share of starts that end with E near 0, for C with m eigenvalues −1 and 5 − m eigenvalues 1. */
export function spuriousShareFigure(): Figure {
  const values = DEPTHS.flatMap((depth) =>
    Array.from({ length: FEATURES }, (_, negatives) => {
      const covariance = generate(FEATURES, FEATURES, (i, j) => (i === j ? (i < negatives ? -1 : 1) : 0));
      const widths = [1, ...Array.from({ length: depth - 2 }, () => 2), 1];
      const ends = Array.from({ length: STARTS }, (__, k) => {
        const start = randomLayers([FEATURES, ...widths], randomStream(k, 'share', depth, negatives));
        return gradientAscent(start, covariance, { step: 0.5, steps: STEPS }).energies.at(-1) ?? Number.NaN;
      });
      return { depth, negatives, share: ends.filter((end) => Math.abs(end) < 0.05).length / STARTS };
    }),
  );
  return {
    id: 'local-maxima-global-share',
    title: 'Starts that end at E = 0 instead of ½λ_max',
    caption: `Share of ${STARTS} random starts each (${STARTS * DEPTHS.length * FEATURES} in all) that are at |E| < 0.05 after ${STEPS} steps of gradient ascent; C has eigenvalues ±1, d = ${FEATURES}, widths 1, 2, …, 2, 1. Two layers never end there, nor any depth without negative eigenvalues.`,
    spec: view({ width: 420, height: 260, values }, mark('line', { point: true }), {
      x: ordinal('negatives', 'negative eigenvalues of C', { axis: { labelAngle: 0 } }),
      y: quantitative('share', 'share of starts at E = 0', { axis: { format: '%' } }),
      color: ordinal('depth', 'layers L', { scale: { scheme: 'viridis' } }),
    }),
  };
}
