import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyondRank, provenRank, shareOutside } from '../../../proofs-checks/deep-linear/repeated-certificate.js';
import { singularValues } from '../../../src/theory/algebra/decompositions.js';
import { fromNested, map, norm } from '../../../src/theory/algebra/matrix.js';
import { multiply } from '../../../src/theory/algebra/multiply.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const size = fc.integer({ min: 1, max: 5 });

describe('beyondRank', () => {
  it('bounds 1 − Σ_{i≤r}σᵢ²/‖W‖² from above, by rounding, whatever the scale of W', () => {
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(1, 1e-6, 1e6),
        fc.nat(),
        (m, n, rank, by, seed) => {
          const layer = map(normalMatrix(randomStream(seed), m, n), (entry) => by * entry);
          const kept = singularValues(layer).slice(0, rank);
          const exact = 1 - kept.reduce((sum, value) => sum + value ** 2, 0) / norm(layer) ** 2;
          const found = beyondRank(layer, rank);
          expect(found).toBeGreaterThanOrEqual(exact - 1e-14);
          expect(found).toBeLessThan(exact + 1e-12);
        },
      ),
    );
  });
});

describe('provenRank', () => {
  it('counts the factors of a product, wide or tall', () => {
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 3 }), fc.nat(), (m, n, inner, seed) => {
        const left = normalMatrix(randomStream(seed, 'left'), m, inner);
        const right = normalMatrix(randomStream(seed, 'right'), inner, n);
        const product = multiply(left, right);
        const [smallest = 0] = singularValues(product)
          .slice(0, Math.min(m, n, inner))
          .toReversed();
        fc.pre(smallest > 1e-3);
        expect(provenRank(product)).toBe(Math.min(m, n, inner));
      }),
    );
  });
});

describe('shareOutside', () => {
  it('is the squared share of P off the space, in units of the norms', () => {
    const [first, second] = [fromNested([[3, 4]]), fromNested([[2], [0]])];
    // P = (6, 8; 0, 0): 64 of it along the second axis, and Π‖W_l‖² = 25 · 4.
    const along = fromNested([[0], [1]]);
    expect(shareOutside([first, second], along)).toBeCloseTo(0.64, 14);
    expect(shareOutside([first, second], along)).toBeGreaterThanOrEqual(0.64);
  });

  it('is 0 where nothing is outside', () => {
    expect(shareOutside([fromNested([[1, 1]])], { rows: 2, columns: 0, data: new Float64Array() })).toBe(0);
  });
});
