import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactEnergy, exactFlow, exactImbalance } from '../../../proofs-checks/oracles/exact-deep-linear.js';
import { imbalance } from '../../../proofs-checks/deep-linear/float-imbalance.js';
import { matrixOf } from '../../../src/claims/instances.js';
import { fieldMatrices, fieldMatrix, type FieldMatrix } from '../../../src/theory/algebra/field-matrix.js';
import { at, generate, toNested, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { deepLinearEnergy, deepLinearGradient } from '../../../src/theory/networks/deep-linear.js';

const integers = fc.integer({ min: -5, max: 5 });
const layer = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  matrixOf(fc.constant(rows), fc.constant(columns), integers, rows * columns);
/** Widths 3, 2, 4, 1. */
const stacks = fc.tuple(layer(2, 3), layer(4, 2), layer(1, 4));
const covariances = layer(3, 3).map((c) => generate(3, 3, (i, j) => at(c, Math.min(i, j), Math.max(i, j))));

const exact = (matrix: Matrix): FieldMatrix => fieldMatrix(toNested(matrix));

it('agrees with floating point on small integers, where both are exact', () => {
  fc.assert(
    fc.property(stacks, covariances, (layers, covariance) => {
      const input = [layers.map(exact), exact(covariance)] as const;
      const doubled = fieldMatrices.multiply(2n, exactEnergy(fieldMatrices, ...input));
      expect([[doubled]]).toEqual(fieldMatrix([[2 * deepLinearEnergy(layers, covariance)]]));
      const gradients = layers.map((_, l) => exact(deepLinearGradient(layers, covariance, l)));
      expect(exactFlow(fieldMatrices, ...input)).toEqual(gradients);
      expect(exactImbalance(fieldMatrices, input[0])).toEqual(imbalance(layers).map(exact));
    }),
  );
});
