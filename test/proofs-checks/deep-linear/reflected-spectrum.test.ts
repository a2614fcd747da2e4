import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reflectedCovariance } from '../../../proofs-checks/deep-linear/reflected-spectrum.js';
import { generate, identity, map } from '../../../src/theory/algebra/matrix.js';
import { multiply, transposedMultiply } from '../../../src/theory/algebra/multiply.js';

const eighths = fc.integer({ min: -16, max: 16 }).map((k) => k / 8);
const spectra = fc.record({
  eigenvalues: fc.array(eighths, { minLength: 1, maxLength: 6 }),
  ones: fc.constantFrom(0 as const, 1 as const, 2 as const, 4 as const),
});
/** 0 and −0 are the same number. */
const unsigned = (entry: number): number => entry + 0;

it('C·hᵢ = λᵢhᵢ and HᵀH = I without rounding', () => {
  fc.assert(
    fc.property(spectra, ({ eigenvalues, ones }) => {
      const { covariance, vectors } = reflectedCovariance({ eigenvalues, ones });
      const d = eigenvalues.length;
      const scaled = generate(d, d, (i, k) => (vectors.data[i * d + k] as number) * (eigenvalues[k] as number));
      expect(map(multiply(covariance, vectors), unsigned)).toEqual(map(scaled, unsigned));
      expect(map(transposedMultiply(vectors, vectors), unsigned)).toEqual(identity(d));
    }),
  );
});

it('mixes the last directions', () => {
  const { covariance } = reflectedCovariance({ eigenvalues: [1, 1, 0], ones: 2 });
  // H swaps the last two axes and turns their signs.
  expect([...map(covariance, unsigned).data]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1]);
  const { covariance: mixed } = reflectedCovariance({ eigenvalues: [1, 0, 0, 0], ones: 4 });
  expect([...mixed.data.subarray(0, 4)]).toEqual([0.25, -0.25, -0.25, -0.25]);
});
