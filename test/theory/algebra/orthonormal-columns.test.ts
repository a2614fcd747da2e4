import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, fromNested, identity, maxAbs } from '../../../src/theory/algebra/matrix.js';
import { multiply, transposedMultiply } from '../../../src/theory/algebra/multiply.js';
import { orthonormalColumns } from '../../../src/theory/algebra/orthonormal-columns.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

describe('orthonormalColumns', () => {
  it('QᵀQ = I and Q Qᵀ A = A, with Qᵀ A upper triangular', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(5), fc.nat(), (columns, more, seed) => {
        const a = normalMatrix(randomStream(seed), columns + more, columns);
        const q = orthonormalColumns(a);
        expect(maxAbs(add(transposedMultiply(q, q), identity(columns), -1).data)).toBeLessThan(1e-13);
        const r = transposedMultiply(q, a);
        expect(maxAbs(add(multiply(q, r), a, -1).data)).toBeLessThan(1e-12);
        const below = r.data.filter((_, k) => Math.floor(k / columns) > k % columns);
        expect(maxAbs(below)).toBeLessThan(1e-12);
      }),
    );
  });

  it('names the column that depends on those before it', () => {
    expect(() =>
      orthonormalColumns(
        fromNested([
          [1, 2],
          [1, 2],
        ]),
      ),
    ).toThrow('column 1 of [2, 2] depends');
  });
});
