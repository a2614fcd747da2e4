import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  covarianceByDefinition,
  covarianceByLaplacian,
  energyByDistances,
} from '../../../proofs-checks/oracles/exact-covariance.js';
import { naiveContrastiveCovariance } from '../../../proofs-checks/oracles/contrastive-covariance.js';
import { matrixOf } from '../../../src/claims/instances.js';
import { energy } from '../../../src/theory/losses/energy.js';
import { fieldMatrices, fieldMatrix, type FieldMatrix } from '../../../src/theory/algebra/field-matrix.js';
import { at, generate, toNested, type Matrix } from '../../../src/theory/algebra/matrix.js';

const integers = fc.integer({ min: -9, max: 9 });
const views = matrixOf(fc.constant(3), fc.constant(2), integers, 6);
const weights = matrixOf(fc.constant(3), fc.constant(3), fc.nat({ max: 9 }), 9).map((alpha) =>
  generate(3, 3, (i, j) => (i === j ? 0 : at(alpha, i, j))),
);

const exact = (matrix: Matrix): FieldMatrix => fieldMatrix(toNested(matrix));

it('agrees with floating point on small integers, where both are exact', () => {
  fc.assert(
    fc.property(weights, views, views, views, views, (alpha, a, aPrime, b, bPrime) => {
      const expected = exact(naiveContrastiveCovariance(alpha, a, aPrime, b, bPrime));
      const input = [exact(alpha), exact(a), exact(aPrime), exact(b), exact(bPrime)] as const;
      expect(covarianceByDefinition(fieldMatrices, ...input)).toEqual(expected);
      expect(covarianceByLaplacian(fieldMatrices, ...input)).toEqual(expected);
      const doubled = fieldMatrices.multiply(2n, energyByDistances(fieldMatrices, input[0], input[1], input[2]));
      expect([[doubled]]).toEqual(fieldMatrix([[2 * energy(alpha, a, aPrime)]]));
    }),
  );
});
