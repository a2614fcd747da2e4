/** The figure of a polynomial identity over F_p: on the diagonal at every point, or nowhere near it. */
import type { Figure } from '../src/claims/figure.js';
import { category, mark, quantitative, view } from '../src/claims/marks.js';
import { FIELD_ORDER, primeField, type FieldElement } from '../src/theory/algebra/prime-field.js';

/** Number of points of each subject. */
const POINTS = 250;

/** The derivatives of a loss and of its energy at a random point. */
type DerivativesAt = (seed: number) => { readonly loss: FieldElement; readonly energy: FieldElement };

/** Draws both sides at random points, as shares of p. @param series what is held fixed, and its derivatives */
export function derivativeFigure(claim: string, series: Readonly<Record<string, DerivativesAt>>): Figure {
  const values = Object.entries(series).flatMap(([name, derivativesAt]) =>
    Array.from({ length: POINTS }, (_, seed) => {
      const { loss, energy } = derivativesAt(seed);
      return { series: name, loss: shareOf(loss), energy: shareOf(primeField.subtract(0n, energy)) };
    }),
  );
  return {
    id: `${claim}-derivatives`,
    title: 'Both derivatives over the field',
    caption: `${POINTS} random points each. The elements of F_p stand as shares of p: they have no order of size, so a false identity scatters over the whole square and has no near misses. With the weights held fixed the two derivatives are the same element at every point.`,
    spec: view({ width: 320, height: 320, values }, mark('circle', { size: 18, opacity: 0.8 }), {
      x: quantitative('loss', '∂L/∂θ along V, as a share of p'),
      y: quantitative('energy', '−∂E/∂θ along V, as a share of p'),
      color: category('series', { scale: { domain: Object.keys(series), range: ['#0072b2', '#d55e00'] } }),
    }),
  };
}

function shareOf(element: FieldElement): number {
  return Number(element) / Number(FIELD_ORDER);
}
