import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { leadingEigen, singularValues, symmetricEigen } from '../../../src/theory/algebra/decompositions.js';
import {
  add,
  at,
  fromNested,
  generate,
  identity,
  map,
  maxAbs,
  type Matrix,
} from '../../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../../../src/theory/algebra/multiply.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const size = fc.integer({ min: 1, max: 9 });
/** From subnormal to nearly the largest double: ml-matrix alone hangs or throws at both ends. */
const magnitude = fc.integer({ min: -315, max: 300 }).map((exponent) => 10 ** exponent);

function symmetric(n: number, seed: number): Matrix {
  const half = normalMatrix(randomStream(seed), n, n);
  return generate(n, n, (i, j) => at(half, i, j) + at(half, j, i));
}

describe('symmetricEigen', () => {
  it('A·v = λ·v for every pair, vectors orthonormal, values descending, at any magnitude', () => {
    fc.assert(
      fc.property(size, fc.nat(), magnitude, (n, seed, scale) => {
        const matrix = map(symmetric(n, seed), (entry) => entry * scale);
        const { values, vectors } = symmetricEigen(matrix);
        const largest = maxAbs(matrix.data) || 1;
        const scaled = map(matrix, (entry) => entry / largest);
        const left = multiply(scaled, vectors);
        const right = generate(n, n, (i, j) => at(vectors, i, j) * ((values[j] as number) / largest));
        // Subnormal entries have fewer digits: their last one is what can be asked for.
        const precision = n * 64 * Math.max(Number.EPSILON, Number.MIN_VALUE / largest);
        expect(maxAbs(add(left, right, -1).data)).toBeLessThan(precision);
        expect(maxAbs(add(transposedMultiply(vectors, vectors), identity(n), -1).data)).toBeLessThan(n * 1e-14);
        expect([...values]).toEqual([...values].toSorted((a, b) => b - a));
      }),
    );
  });

  it('takes one ulp of asymmetry for rounding', () => {
    const { values } = symmetricEigen(
      fromNested([
        [2, 1],
        [1 + Number.EPSILON, 2],
      ]),
    );
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
  });

  it('handles zero, rank one and repeated eigenvalues', () => {
    expect([...symmetricEigen(generate(4, 4, () => 0)).values]).toEqual([0, 0, 0, 0]);
    expect(symmetricEigen(generate(4, 4, () => 1)).values[0]).toBeCloseTo(4, 13);
    expect([...symmetricEigen(identity(3)).values]).toEqual([1, 1, 1]);
  });

  it.each([
    [
      'NaN',
      fromNested([
        [Number.NaN, 0],
        [0, 1],
      ]),
      'matrix[0, 0] is NaN',
    ],
    [
      'infinity',
      fromNested([
        [1, 0],
        [0, Infinity],
      ]),
      'matrix[1, 1] is Infinity',
    ],
    [
      'asymmetry',
      fromNested([
        [1, 2],
        [3, 1],
      ]),
      'entry (0, 1) is 2, (1, 0) is 3',
    ],
    ['a rectangle', generate(2, 3, () => 1), '[2, 3]'],
  ])('refuses %s', (_what, matrix, words) => {
    expect(() => symmetricEigen(matrix)).toThrow(InvalidInput);
    expect(() => symmetricEigen(matrix)).toThrow(words);
  });
});

describe('leadingEigen', () => {
  const KINDS: Readonly<Record<string, (i: number, j: number, normal: number) => number>> = {
    dense: (_i, _j, normal) => normal,
    zero: () => 0,
    diagonal: (i, j, normal) => (i === j ? normal : 0),
    repeated: (i, j) => (i === j ? 1 : 0),
    graded: (i, j, normal) => normal * 10 ** (-i - j),
    'rank one': (i, j) => (i + 1) * (j + 1),
    'two blocks': (i, j) => (i % 2 === j % 2 ? Math.sin(1 + Math.floor(i / 2) + Math.floor(j / 2)) : 0),
    'nearly repeated': (i, j, normal) => (i === j ? 1 + 1e-13 * normal : 0),
    'pairs that nearly coincide': (i, j) => (i === j ? Math.abs(i - 10) : Math.abs(i - j) === 1 ? 1 : 0),
  };

  it.each(Object.entries(KINDS))('has the eigenvalues of symmetricEigen and exact directions: %s', (_, entry) => {
    for (const n of [1, 2, 3, 8, 21]) {
      const random = symmetric(n, n);
      const matrix = generate(n, n, (i, j) => entry(Math.max(i, j), Math.min(i, j), at(random, i, j)));
      const directions = Math.min(n, 8);
      const { values, vectors } = leadingEigen(matrix, directions);
      expect([...values]).toEqual([...symmetricEigen(matrix).values]);
      const [left, right] = [multiply(matrix, vectors), map(vectors, (x) => x)];
      right.data.forEach((x, k) => (right.data[k] = x * (values[k % directions] as number)));
      const precision = n * 16 * Number.EPSILON;
      expect(maxAbs(add(left, right, -1).data)).toBeLessThanOrEqual(precision * maxAbs(matrix.data) * n);
      expect(maxAbs(add(transposedMultiply(vectors, vectors), identity(directions), -1).data)).toBeLessThanOrEqual(
        precision,
      );
    }
  });

  it('forms all directions where those that are asked for are not exact', () => {
    // Rounding leaves numbers below 1e-300 beside the diagonal.
    const ones = generate(61, 61, () => 1);
    const { values, vectors } = leadingEigen(ones, 2);
    expect(values).toEqual(symmetricEigen(ones).values);
    expect(vectors.rows * Math.abs(at(vectors, 0, 0)) ** 2).toBeCloseTo(1, 12);
  });
});

describe('singularValues', () => {
  it('are the roots of the eigenvalues of AᵀA, descending, at any magnitude', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), magnitude, (m, n, seed, scale) => {
        const a = normalMatrix(randomStream(seed), m, n);
        const gram = m < n ? multiplyTransposed(a, a) : transposedMultiply(a, a);
        const expected = symmetricEigen(gram).values.map((value) => Math.sqrt(Math.max(0, value)));
        const found = singularValues(map(a, (entry) => entry * scale));
        expect(found).toHaveLength(Math.min(m, n));
        const precision = Math.max(1e-6, Number.MIN_VALUE / scale);
        found.forEach((value, k) =>
          expect(Math.abs(value / scale - (expected[k] as number))).toBeLessThan(10 * precision),
        );
      }),
    );
  });

  it('refuse NaN', () => {
    expect(() => singularValues(fromNested([[Number.NaN]]))).toThrow('matrix[0, 0] is NaN');
  });
});
