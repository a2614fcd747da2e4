import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  diagonal,
  invariantStarts,
  markedColumns,
  startOf,
  topOf,
} from '../../../proofs-checks/deep-linear/invariant-starts.js';
import { fromNested, maxAbs, norm } from '../../../src/theory/algebra/matrix.js';
import { deepLinearEnergy } from '../../../src/theory/networks/deep-linear.js';

it('gives layers of norm 1 with E > 0, exactly blind to the directions that are not seen, the top one among them', () => {
  fc.assert(
    fc.property(invariantStarts(), (instance) => {
      const { eigenvalues, seen } = instance;
      const start = startOf(instance) ?? [];
      const [first = fromNested([[1]])] = start;
      expect(deepLinearEnergy(start, diagonal(eigenvalues))).toBeGreaterThan(0);
      expect(start.map((layer) => Math.abs(norm(layer) - 1) < 1e-15).every(Boolean)).toBe(true);
      seen.forEach((sees, j) => {
        const column = markedColumns(
          first,
          seen.map((_, k) => k === j),
        );
        expect(maxAbs(column.data) > 0).toBe(sees);
      });
      expect(topOf(eigenvalues, seen)).toBeGreaterThan(0);
      expect(seen[eigenvalues.indexOf(Math.max(...eigenvalues))]).toBe(false);
    }),
  );
});

it('finds the largest eigenvalue that is seen', () => {
  expect(topOf([3, 1, 2], [false, true, true])).toBe(2);
  expect(topOf([3], [false])).toBe(-Infinity);
});
