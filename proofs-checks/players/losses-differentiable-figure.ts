/** The two losses that are defined piecewise, side by side around their kinks. */
import type { Figure } from '../../src/claims/figure.js';
import { category, mark, quantitative, view } from '../../src/claims/marks.js';
import { namedLoss } from '../../src/theory/losses/named-losses.js';

const POINTS = 100;

export function kinkFigure(): Figure {
  const panels = [
    { title: 'Triplet, ψ = [x + ε]₊ around −ε', f: namedLoss('triplet').psi, kink: -1 },
    { title: 'Lifted structured, φ = [log x]₊² around 1', f: namedLoss('lifted-structured').phi, kink: 1 },
  ];
  const values = panels.flatMap(({ title, f, kink }) =>
    Array.from({ length: POINTS + 1 }, (_, k) => kink + (k - POINTS / 2) / POINTS).flatMap((x) => [
      { title, x: x - kink, curve: 'value', y: f.value(x) },
      { title, x: x - kink, curve: 'first derivative', y: f.derivative(x) },
    ]),
  );
  return {
    id: 'losses-differentiable-kinks',
    title: 'A corner and no corner',
    caption:
      'Value and first derivative around the only two points of the family where a piece begins. Triplet’s derivative jumps from 0 to 1; that of Lifted structured bends, and Theorem 1 holds there.',
    spec: {
      data: { values },
      facet: category('title'),
      spec: view({ width: 260, height: 200 }, mark('line', { strokeWidth: 2 }), {
        x: quantitative('x', 'distance from the kink'),
        y: quantitative('y', 'value or slope'),
        color: category('curve'),
      }),
    },
  };
}
