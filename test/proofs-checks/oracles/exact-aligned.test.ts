import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomWords } from '../../../proofs-checks/exact-comparison.js';
import { elimination, randomOrthogonal } from '../../../proofs-checks/oracles/exact-aligned.js';
import { secondOrderMatrices, still } from '../../../proofs-checks/oracles/second-order.js';
import { transpose } from '../../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, randomFieldMatrix } from '../../../src/theory/algebra/field-matrix.js';
import { primeField } from '../../../src/theory/algebra/prime-field.js';

const seeds = fc.nat();

it('draws orthogonal matrices, whose determinant is ±1', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 4 }), (seed, n) => {
      const Q = randomOrthogonal(randomWords(seed), n);
      expect(fieldMatrices.product(transpose(Q), Q)).toEqual(fieldMatrices.identity(n));
      expect(elimination(Q).determinant).toBe(n % 2 === 0 ? 1n : primeField.subtract(0n, 1n));
    }),
    { numRuns: 20 },
  );
});

it('gives products their determinant, and their rank where one has fewer', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 4 }), (seed, n) => {
      const word = randomWords(seed);
      const [a, b] = [randomFieldMatrix(word, n, n), randomFieldMatrix(word, n, n)];
      const product = primeField.multiply(elimination(a).determinant, elimination(b).determinant);
      expect(elimination(fieldMatrices.product(a, b))).toEqual({ determinant: product, rank: n });
      const narrow = fieldMatrices.product(randomFieldMatrix(word, n, 1), randomFieldMatrix(word, 1, n));
      expect(elimination(narrow).rank).toBe(1);
    }),
    { numRuns: 20 },
  );
});

it('expands products to second order: (3 + 5ε + 7ε²)²', () => {
  const { multiply, add } = secondOrderMatrices;
  expect(multiply([3n, 5n, 7n], [3n, 5n, 7n])).toEqual([9n, 30n, 67n]);
  expect(add([3n, 5n, 7n], still(4n))).toEqual([7n, 5n, 7n]);
});
