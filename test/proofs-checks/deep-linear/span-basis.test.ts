import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spanBasis } from '../../../proofs-checks/deep-linear/span-basis.js';
import { weightedViews } from '../../../src/claims/instances.js';
import { contrastiveCovariance } from '../../../src/theory/losses/contrastive-covariance.js';
import { symmetricEigen } from '../../../src/theory/algebra/decompositions.js';
import { add, at, generate, identity, map, maxAbs } from '../../../src/theory/algebra/matrix.js';
import { multiply, transposedMultiply } from '../../../src/theory/algebra/multiply.js';

/** More features than rows, as images have. */
const wide = weightedViews({ samples: 4, features: 20 }).filter(({ z }) => z.columns > 10 && maxAbs(z.data) > 0);

it('is orthonormal and keeps the spectrum of C_α and its eigenvectors', () => {
  fc.assert(
    fc.property(wide, ({ alpha, z, zPrime }) => {
      const { basis, coordinates } = spanBasis(z, zPrime);
      const rank = basis.columns;
      expect(maxAbs(add(transposedMultiply(basis, basis), identity(rank), -1).data)).toBeLessThan(1e-6);

      const full = contrastiveCovariance(alpha, z, zPrime);
      const { values, vectors } = symmetricEigen(contrastiveCovariance(alpha, coordinates.z, coordinates.zPrime));
      const images = multiply(basis, vectors);
      const scaled = generate(images.rows, rank, (i, k) => at(images, i, k) * (values[k] as number));
      const scale = 1 + maxAbs(full.data);
      expect(maxAbs(map(add(multiply(full, images), scaled, -1), (entry) => entry / scale).data)).toBeLessThan(1e-6);
    }),
  );
});
