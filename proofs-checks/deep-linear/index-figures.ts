/** The atlas as a picture: energy against index of all critical points of one network, and predicted spectra. */
import type { Figure } from '../../src/claims/figure.js';
import { diagonal, layer, layered, mark, nominal, ordinal, quantitative, view } from '../../src/claims/marks.js';
import type { Verdict } from '../../src/claims/verdict.js';
import { alignedValues, subsets } from '../../src/theory/landscape/aligned-stacks.js';
import { alignedIndex } from '../../src/theory/landscape/index-formula.js';

/** The network of the picture. */
const EIGENVALUES = [2, 1.4, 0.9, -0.6, -1.2, -2];
const WIDTHS = [3, 3, 2];
/** Points beyond this many hide each other. */
const POINTS = 1500;

/** Every set of one sign of the network above, by the index formula that the claim checks. */
export function indexFigure(verdict: Verdict): Figure {
  const points = [1, -1].flatMap((sign) =>
    subsets(
      EIGENVALUES.flatMap((value, i) => (value * sign > 0 ? [i] : [])),
      Math.min(...WIDTHS),
    ).map((chosen) => ({
      energy: alignedValues(
        chosen.map((i) => EIGENVALUES[i] as number),
        WIDTHS.length,
      ).energy,
      index: alignedIndex({ eigenvalues: EIGENVALUES, chosen, widths: WIDTHS }),
      rank: chosen.length,
      set: chosen.map((i) => EIGENVALUES[i]).join(', '),
    })),
  );
  return {
    id: `${verdict.claim}-atlas`,
    title: 'All critical points with E ≠ 0 of one network',
    caption: `Eigenvalues ${EIGENVALUES.join(', ')}, widths ${WIDTHS.join(', ')}: energy against the number of ascent directions; labels name the eigenvalues of S. Only the bottom right-hand stack, rank 1 on λ_max, has none.`,
    spec: {
      width: 460,
      height: 300,
      data: { values: points },
      encoding: {
        x: quantitative('energy', 'energy E'),
        y: quantitative('index', 'index (ascent directions)'),
      },
      layer: [
        layer(mark('point', { filled: true, size: 70, opacity: 0.9 }), {
          color: ordinal('rank', 'rank', { scale: { range: ['#0072b2', '#d55e00'] } }),
        }),
        view({ transform: [{ filter: 'datum.rank === 1' }] }, mark('text', { dy: -11, fontSize: 10 }), {
          text: nominal('set'),
        }),
      ],
    },
  };
}

/** Computed against predicted Hessian eigenvalues of the first instances. */
export function spectrumFigure(verdict: Verdict): Figure {
  const points = verdict.evidence
    .flatMap(({ details }) => {
      const { computed, predicted, rank } = details as {
        computed: Float64Array;
        predicted: Float64Array;
        rank: number;
      };
      return [...computed].map((value, k) => ({ computed: value, predicted: predicted[k], rank }));
    })
    .slice(0, POINTS);
  const ends = Math.max(0, ...points.map(({ computed }) => Math.abs(computed)));
  return {
    id: `${verdict.claim}-spectrum`,
    title: 'Hessian spectrum, predicted and computed',
    caption: `The first ${points.length} eigenvalues of the Hessian at aligned stacks, against the closed form; all lie on the diagonal to rounding.`,
    spec: layered({ width: 340, height: 340 }, [
      diagonal(['value', 'value'], [-ends, ends], { color: 'grey' }),
      view({ values: points }, mark('point', { size: 25, opacity: 0.6 }), {
        x: quantitative('predicted', 'predicted eigenvalue'),
        y: quantitative('computed', 'computed eigenvalue'),
        color: ordinal('rank', 'rank', { scale: { scheme: 'viridis' } }),
      }),
    ]),
  };
}
