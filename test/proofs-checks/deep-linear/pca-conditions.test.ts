import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DROPPED_CONDITIONS } from '../../../proofs-checks/deep-linear/pca-conditions.js';
import { startOf } from '../../../proofs-checks/deep-linear/pca-instance.js';
import { contrastiveCovariance } from '../../../src/theory/losses/contrastive-covariance.js';
import { at } from '../../../src/theory/algebra/matrix.js';
import { deepLinearEnergy } from '../../../src/theory/networks/deep-linear.js';

/** How many eigenvalues of C are 1: the other ones are −1. */
const POSITIVE: Readonly<Record<string, number>> = {
  'starts-below-zero': 1,
  'no-positive-eigenvalue': 0,
  'repeated-eigenvalue': 2,
};

describe.each(DROPPED_CONDITIONS)('$id', ({ id, instances }) => {
  it('has the covariance diag(1, …, 1, −1, …, −1), up to rounding of the mean', () => {
    fc.assert(
      fc.property(instances, ({ alpha, z, zPrime }) => {
        const covariance = contrastiveCovariance(alpha, z, zPrime);
        for (let i = 0; i < covariance.rows; i++) {
          for (let j = 0; j < covariance.columns; j++) {
            const expected = i === j ? (i < (POSITIVE[id] ?? Number.NaN) ? 1 : -1) : 0;
            expect(at(covariance, i, j)).toBeCloseTo(expected, 14);
          }
        }
      }),
    );
  });

  it('has widths that fit its start', () => {
    fc.assert(
      fc.property(instances, (instance) => {
        expect(startOf(instance).map(({ rows }) => rows)).toEqual(instance.widths);
      }),
    );
  });
});

it('starts below zero where it says so', () => {
  const below = DROPPED_CONDITIONS.find(({ id }) => id === 'starts-below-zero');
  fc.assert(
    fc.property(below?.instances ?? fc.constant(undefined as never), (instance) => {
      const { alpha, z, zPrime } = instance;
      expect(deepLinearEnergy(startOf(instance), contrastiveCovariance(alpha, z, zPrime))).toBeLessThan(0);
    }),
  );
});
