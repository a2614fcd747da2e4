/** The quadratic importance of Tian (2022) beside that of the authors' code. */
import type { Figure } from '../../src/claims/figure.js';
import { category, mark, quantitative, view } from '../../src/claims/marks.js';
import { namedImportance, normalised } from '../../src/theory/losses/importances.js';

const TEMPERATURE = 0.5;
/** One negative moves from 0 to 1 while the others stay. */
const POINTS = 100;
const OTHERS = [0, 0.3] as const;

export function squareFigure(): Figure {
  const responses = {
    'projection on the simplex': namedImportance('square', { temperature: TEMPERATURE }),
    'authors’ code': namedImportance('square-as-coded', { temperature: TEMPERATURE }),
    'authors’ code, normalised': (r: Float64Array) =>
      normalised(namedImportance('square-as-coded', { temperature: TEMPERATURE })(r)),
  };
  const values = Object.entries(responses).flatMap(([importance, respond]) =>
    Array.from({ length: POINTS + 1 }, (_, k) => k / POINTS).map((distance) => {
      const weights = respond(Float64Array.of(...OTHERS, distance));
      return { importance, distance, sum: weights.reduce((a, b) => a + b), nearest: weights[0] };
    }),
  );
  const panel = (field: string, title: string) =>
    view({ width: 230, height: 200 }, mark('line', { strokeWidth: 2 }), {
      x: quantitative('distance', 'distance of the third sample, r₃'),
      y: quantitative(field, title, { scale: { domainMin: 0 } }),
      color: category('importance'),
      strokeDash: category('importance'),
    });
  return {
    id: 'alpha-cl-best-response-square',
    title: 'The quadratic importance, as stated and as coded',
    caption:
      'Three negatives at τ = 0.5: two stay at distances 0 and 0.3 while the third moves. The projection keeps the sum 1 and moves without jumps. The authors’ code reads its threshold one place too late: its sum is not 1, it jumps where a sample leaves the support, and normalising it does not give the projection.',
    spec: {
      data: { values },
      hconcat: [panel('sum', 'sum of all weights, Σα'), panel('nearest', 'weight of the nearest sample, α₁')],
    },
  };
}
