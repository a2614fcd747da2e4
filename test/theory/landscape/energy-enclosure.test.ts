import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, width } from '../../../src/theory/algebra/interval.js';
import { energyEnclosure, rankOneRemainder } from '../../../src/theory/landscape/energy-enclosure.js';
import { singularValues } from '../../../src/theory/algebra/decompositions.js';
import { fromNested, generate, map, norm } from '../../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, randomLayers } from '../../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const widths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 6 });

describe('energyEnclosure', () => {
  it('contains the energy, is narrow, and does not see the scale of a layer', () => {
    fc.assert(
      fc.property(widths, fc.nat(), (sizes, seed) => {
        const layers = randomLayers(sizes, randomStream(seed));
        const n = sizes[0] as number;
        const half = normalMatrix(randomStream(seed, 'c'), n, n);
        const covariance = generate(n, n, (i, j) => (half.data[i * n + j] ?? 0) + (half.data[j * n + i] ?? 0));
        const doubled = layers.map((layer, l) => map(layer, (entry) => entry * 2 ** l));
        for (const given of [layers, doubled]) {
          const found = energyEnclosure(given, covariance);
          expect(width(found)).toBeLessThan(1e-13 * norm(covariance));
          expect(Math.abs(found.lower - deepLinearEnergy(layers, covariance))).toBeLessThan(1e-13 * norm(covariance));
        }
      }),
    );
  });

  it('is exact on a network that can be followed on paper', () => {
    const [first, second] = [fromNested([[3, 4]]), fromNested([[1], [1]])];
    // P = (3, 4; 3, 4), tr(P diag(1, −1) Pᵀ) = 2(9 − 16), norms² 25 and 2.
    const diagonal = fromNested([
      [1, 0],
      [0, -1],
    ]);
    expect(contains(energyEnclosure([first, second], diagonal), -7 / 50)).toBe(true);
  });
});

describe('rankOneRemainder', () => {
  it('is at least σ₂/‖W‖_F, and rounding for a product of two vectors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.nat(), (m, n, seed) => {
        const layer = normalMatrix(randomStream(seed), m, n);
        const second = singularValues(layer)[1] ?? 0;
        expect(rankOneRemainder(layer).upper).toBeGreaterThanOrEqual(second / norm(layer) - 1e-15);
        const [u, v] = [normalMatrix(randomStream(seed, 'u'), m, 1), normalMatrix(randomStream(seed, 'v'), 1, n)];
        const rankOne = generate(m, n, (i, j) => (u.data[i] ?? 0) * (v.data[j] ?? 0));
        expect(rankOneRemainder(rankOne).upper).toBeLessThan(1e-14);
      }),
    );
  });

  it('shows nothing of a zero layer', () => {
    expect(rankOneRemainder(generate(2, 2, () => 0))).toEqual({ lower: -Infinity, upper: Infinity });
  });
});
