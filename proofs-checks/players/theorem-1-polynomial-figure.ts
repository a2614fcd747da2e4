/** The figure of a polynomial identity over F_p: on the diagonal at every point, or nowhere near it. */
import type { Figure } from '../../src/claims/figure.js';
import { category, mark, quantitative, view } from '../../src/claims/marks.js';
import { FIELD_ORDER, primeField, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { derivativesAt, type PolynomialSubject } from './theorem-1-polynomial-point.js';

/** Number of points of each subject. */
const POINTS = 250;

/** Both sides at random points, as shares of p. */
export function derivativeFigure(claim: string, subjects: Readonly<Record<string, PolynomialSubject>>): Figure {
  const values = Object.entries(subjects).flatMap(([series, subject]) =>
    Array.from({ length: POINTS }, (_, seed) => {
      const { loss, energy } = derivativesAt(seed, subject);
      return { series, loss: shareOf(loss), energy: shareOf(primeField.subtract(0n, energy)) };
    }),
  );
  return {
    id: `${claim}-derivatives`,
    title: 'Both derivatives over the field',
    caption: `${POINTS} random points each. The elements of F_p stand as shares of p: they have no order of size, so a false identity scatters over the whole square and has no near misses. With α held fixed the two derivatives are the same element at every point.`,
    spec: view({ width: 320, height: 320, values }, mark('circle', { size: 18, opacity: 0.8 }), {
      x: quantitative('loss', '∂L/∂θ along V, as a share of p'),
      y: quantitative('energy', '−∂E_α/∂θ along V, as a share of p'),
      color: category('series', { scale: { domain: Object.keys(subjects), range: ['#0072b2', '#d55e00'] } }),
    }),
  };
}

function shareOf(element: FieldElement): number {
  return Number(element) / Number(FIELD_ORDER);
}
