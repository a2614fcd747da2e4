import { expect, it } from 'vitest';
import {
  halfSquare,
  twoWeightCovarianceByDefinition,
  twoWeightEnergyByDistances,
} from '../../../proofs-checks/oracles/exact-two-weights.js';
import { fieldMatrices, fieldMatrix } from '../../../src/theory/algebra/field-matrix.js';
import { fromNested } from '../../../src/theory/algebra/matrix.js';
import { twoWeightCovariance, twoWeightEnergy } from '../../../src/theory/distance-losses/two-weight-energy.js';

const [ALPHA, BETA, ROWS] = [
  [[0, 2, 0, 1]],
  [[0, 0, 3, 0]],
  [
    [0, 1],
    [2, 3],
    [1, -1],
    [4, 0],
  ],
];

it('has the energy and the covariance of the library over the whole numbers', () => {
  const exact = { alpha: fieldMatrix(ALPHA), beta: fieldMatrix(BETA) };
  const float = { alpha: fromNested(ALPHA), beta: fromNested(BETA) };
  const covariance = twoWeightCovariance(float, fromNested(ROWS));
  expect([...covariance.data].map(Math.round)).toEqual([21, 10, 10, -3]);
  expect(twoWeightCovarianceByDefinition(fieldMatrices, exact, fieldMatrix(ROWS))).toEqual(
    fieldMatrix([
      [21, 10],
      [10, -3],
    ]),
  );
  expect(twoWeightEnergy(float, fromNested(ROWS))).toBe(9);
  expect(twoWeightEnergyByDistances(fieldMatrices, exact, fieldMatrix(ROWS))).toBe(9n);
});

it('halves a squared distance', () => {
  expect(halfSquare(fieldMatrices, [3n, 0n], [0n, 1n])).toBe(5n);
});
