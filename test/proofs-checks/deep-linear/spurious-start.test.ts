import { expect, it } from 'vitest';
import { fromNested, at, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../../src/theory/algebra/multiply.js';
import { gradientAscent } from '../../../src/theory/landscape/gradient-ascent.js';
import { unitNorm } from '../../../src/theory/networks/deep-linear.js';

it('the counterexample of local-maxima-global that docs/findings.md prints starts below 0 and ends at a local maximum', () => {
  const covariance = fromNested([
    [1, 0],
    [0, -0.092],
  ]);
  const start = [[[-0.05, 0.648]], [[0.616], [0.517]], [[-0.068, 0.347]]].map((rows) => unitNorm(fromNested(rows)));
  const { layers, energies } = gradientAscent(start, covariance, { step: 0.25, steps: 500 });
  // W₁CW₁ᵀ by hand: (0.05² − 0.092·0.648²) / (0.05² + 0.648²), and E is ½(W₃W₂)² times it.
  const below = (0.05 ** 2 - 0.092 * 0.648 ** 2) / (0.05 ** 2 + 0.648 ** 2);
  const above = (-0.068 * 0.616 + 0.347 * 0.517) ** 2 / ((0.068 ** 2 + 0.347 ** 2) * (0.616 ** 2 + 0.517 ** 2));
  expect(energies[0]).toBeCloseTo((above * below) / 2, 12);
  expect(energies[0]).toBeLessThan(0);
  // Where W₃W₂ = 0 and W₁CW₁ᵀ < 0, E cannot rise: ½λ_max = ½ is out of reach.
  expect(energies.at(-1)).toBeCloseTo(0, 6);
  const [first, second, third] = layers as [Matrix, Matrix, Matrix];
  expect(at(multiply(third, second), 0, 0)).toBeCloseTo(0, 3);
  expect(at(multiplyTransposed(multiply(first, covariance), first), 0, 0)).toBeLessThan(-0.01);
});
