import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalEnergies } from '../../../src/theory/landscape/aligned-stacks.js';
import { criticalSearch } from '../../../src/theory/landscape/critical-search.js';
import { tangentialGradient } from '../../../src/theory/landscape/projected-ascent.js';
import { fromNested, norm } from '../../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, randomLayers } from '../../../src/theory/networks/deep-linear.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';

const EIGENVALUES = [1, 0.5, -0.75];
const COVARIANCE = fromNested([
  [1, 0, 0],
  [0, 0.5, 0],
  [0, 0, -0.75],
]);
const OPTIONS = { tolerance: 1e-10, steps: 200 };
const widths = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 });

describe('criticalSearch', () => {
  it('keeps the norms and returns the gradient of the layers it ends at, no larger than at the start', () => {
    fc.assert(
      fc.property(widths, fc.nat(), fc.integer({ min: 0, max: 20 }), (sizes, seed, steps) => {
        const start = randomLayers([3, ...sizes], randomStream(seed));
        const { layers, gradient } = criticalSearch(start, COVARIANCE, { tolerance: 0, steps });
        const before = criticalSearch(start, COVARIANCE, { tolerance: 0, steps: 0 });
        for (const layer of layers) expect(norm(layer)).toBeCloseTo(1, 13);
        expect(before.layers).toEqual(start);
        expect(gradient).toBeLessThanOrEqual(before.gradient);
        // The norm over all layers lies between the largest of one layer and √L times it.
        const largest = tangentialGradient(layers, COVARIANCE);
        expect(gradient).toBeGreaterThan(largest - 1e-13);
        expect(gradient).toBeLessThan(Math.sqrt(sizes.length) * largest + 1e-13);
      }),
      { numRuns: 30 },
    );
  });

  it('ends, where it converges, at an energy of a critical point, and not only at maxima', () => {
    const found: number[] = [];
    for (let seed = 0; seed < 30; seed++) {
      const start = randomLayers([3, 2, 2], randomStream(seed));
      const { layers, gradient } = criticalSearch(start, COVARIANCE, OPTIONS);
      if (gradient > OPTIONS.tolerance) continue;
      const energy = deepLinearEnergy(layers, COVARIANCE);
      const distances = criticalEnergies(EIGENVALUES, [2, 2]).map((value) => Math.abs(value - energy));
      expect(Math.min(...distances)).toBeLessThan(1e-8);
      found.push(energy);
    }
    expect(found.length).toBeGreaterThan(15);
    expect(found.some((energy) => energy < 0.4)).toBe(true);
    expect(new Set(found.map((energy) => energy.toFixed(4))).size).toBeGreaterThan(2);
  });

  it('stays at a critical start', () => {
    const saddle = [fromNested([[0, 1, 0]]), fromNested([[1], [0]])];
    const { layers, gradient } = criticalSearch(saddle, COVARIANCE, OPTIONS);
    expect(layers).toEqual(saddle);
    expect(gradient).toBeLessThan(1e-15);
  });
});
