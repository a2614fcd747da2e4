import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  polynomialImportance,
  polynomialLoss,
  representation,
} from '../../../proofs-checks/players/polynomial-loss.js';
import { matrixOf } from '../../../src/claims/instances.js';
import { fieldMatrices, fieldMatrix, type FieldMatrix } from '../../../src/theory/algebra/field-matrix.js';
import { primeField } from '../../../src/theory/algebra/prime-field.js';
import { toNested, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { lossValue, pairwiseImportance } from '../../../src/theory/losses/loss.js';
import { namedLoss } from '../../../src/theory/losses/named-losses.js';
import { twoLayerForward } from '../../../src/theory/networks/two-layer.js';

const views = matrixOf(fc.constant(3), fc.constant(2), fc.integer({ min: -9, max: 9 }), 6);
const exact = (matrix: Matrix): FieldMatrix => fieldMatrix(toNested(matrix));

/** φ(x) = ψ(x) = x, the one loss of the family that is a polynomial everywhere. */
const linear = { phi: [0n, 1n], psi: [0n, 1n] };

it('agrees with the triplet contrastive loss on small integers, where floating point is exact', () => {
  const loss = namedLoss('triplet-contrastive');
  fc.assert(
    fc.property(views, views, (z, zPrime) => {
      const doubled = fieldMatrices.multiply(2n, polynomialLoss(fieldMatrices, linear, exact(z), exact(zPrime)));
      expect(doubled).toBe(primeField.fromInteger(2 * lossValue(loss, z, zPrime)));
      const alpha = polynomialImportance(fieldMatrices, linear, exact(z), exact(zPrime));
      expect(alpha).toEqual(exact(pairwiseImportance(loss, z, zPrime)));
    }),
  );
});

it('weighs a pair by φ′(ξ)ψ′(x)', () => {
  // d² = 0 within, margins −½ and −2 (anchor 0), −½ and −½, −2 and −½; φ = x², ψ = 4x².
  const z = fieldMatrix([[0], [1], [2]]);
  const squares = { phi: [0n, 0n, 1n], psi: [0n, 0n, 4n] };
  // ξ = 1 + 16, 1 + 1, 16 + 1; L = Σ ξ².
  expect(polynomialLoss(fieldMatrices, squares, z, z)).toBe(17n ** 2n + 2n ** 2n + 17n ** 2n);
  // φ′ = 2ξ and ψ′ = 8x.
  expect(polynomialImportance(fieldMatrices, squares, z, z)).toEqual(
    fieldMatrix([
      [0, 34 * -4, 34 * -16],
      [4 * -4, 0, 4 * -4],
      [34 * -16, 34 * -4, 0],
    ]),
  );
});

it('represents as the linear two-layer network does, and applies h between the layers', () => {
  fc.assert(
    fc.property(views, matrixOf(fc.constant(4), fc.constant(2), fc.integer({ min: -3, max: 3 }), 8), (x, first) => {
      const second = { rows: 1, columns: 4, data: Float64Array.of(1, -2, 3, 4) };
      const weights = { first: exact(first), second: exact(second) };
      expect(representation(fieldMatrices, { activation: [0n, 1n], ...weights }, exact(x))).toEqual(
        exact(twoLayerForward({ activation: 'linear', first, second }, x)),
      );
      const shifted = representation(fieldMatrices, { activation: [5n, 1n], ...weights }, exact(x));
      expect(
        fieldMatrices.difference(
          shifted,
          representation(fieldMatrices, { activation: [0n, 1n], ...weights }, exact(x)),
        ),
      ).toEqual(exact(x).map(() => [5n * 6n]));
    }),
  );
});
