import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gridNumber } from '../../../src/claims/instances.js';
import { simplexBisection } from '../../../proofs-checks/oracles/simplex-bisection.js';

it('solves a quadratic with two weights as by hand', () => {
  // min α₀² + 2α₁² + α₁: 2α₀ = 4α₁ + 1 on α₀ + α₁ = 1.
  const { weights, multiplier } = simplexBisection({ size: 2, slope: (a, j) => (j === 0 ? 2 * a : 4 * a + 1) });
  expect(weights[0]).toBeCloseTo(5 / 6, 14);
  expect(weights[1]).toBeCloseTo(1 / 6, 14);
  expect(multiplier).toBeCloseTo(5 / 3, 14);
});

it('is no worse than any other point of the simplex', () => {
  const costs = fc.array(gridNumber(-2, 2), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(costs, fc.infiniteStream(gridNumber(0, 1)), (r, stream) => {
      const { weights } = simplexBisection({ size: r.length, slope: (a, j) => (r[j] as number) + a ** 3 });
      const free = r.map(() => 1e-3 + (stream.next().value ?? 0));
      const sum = free.reduce((a, b) => a + b);
      const cost = (alpha: readonly number[]): number =>
        alpha.reduce((total, a, j) => total + a * (r[j] as number) + a ** 4 / 4, 0);
      expect(cost([...weights])).toBeLessThanOrEqual(cost(free.map((a) => a / sum)) + 1e-12);
    }),
  );
});
