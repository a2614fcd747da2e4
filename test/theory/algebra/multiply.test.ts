import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, fromNested, generate, transpose, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed, transposedMultiply } from '../../../src/theory/algebra/multiply.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

function tripleLoop(a: Matrix, b: Matrix): Matrix {
  return generate(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += at(a, i, k) * at(b, k, j);
    return sum;
  });
}

/** A matrix that holds something already. */
function used(rows: number, columns: number): Matrix {
  return generate(rows, columns, () => Number.NaN);
}

/** Sizes on both sides of the tile and of the switch to panels. */
const size = fc.integer({ min: 1, max: 23 });

describe('matrix products', () => {
  it('agree with the triple loop, whatever the shape and the transposition', () => {
    fc.assert(
      fc.property(size, size, size, fc.nat(), (m, k, n, seed) => {
        const random = randomStream(seed);
        const [a, b] = [normalMatrix(random, m, k), normalMatrix(random, k, n)];
        const expected = tripleLoop(a, b);
        for (const product of [
          multiply(a, b),
          transposedMultiply(transpose(a), b),
          multiplyTransposed(a, transpose(b)),
          multiply(a, b, used(m, n)),
          transposedMultiply(transpose(a), b, used(m, n)),
          multiplyTransposed(a, transpose(b), used(m, n)),
        ]) {
          expect([product.rows, product.columns]).toEqual([m, n]);
          product.data.forEach((entry, p) => expect(entry).toBeCloseTo(expected.data[p] as number, 12));
        }
      }),
    );
  });

  it('go into the given matrix, which must have their shape', () => {
    const [a, out] = [generate(2, 3, (i, j) => i + j), used(2, 2)];
    expect(multiplyTransposed(a, a, out)).toBe(out);
    expect(() => multiplyTransposed(a, a, used(2, 3))).toThrow('out is [2, 3]: the product is [2, 2]');
    expect(() => transposedMultiply(a, a, used(2, 3))).toThrow('out is [2, 3]: the product is [3, 3]');
  });

  it('carry NaN through, so that a broken input shows', () => {
    const broken = fromNested([[Number.NaN, 0]]);
    expect(multiply(broken, fromNested([[0], [0]])).data).toEqual(Float64Array.of(Number.NaN));
  });

  it('name both shapes when they do not fit', () => {
    const a = generate(2, 3, () => 0);
    expect(() => multiply(a, a)).toThrow('[2, 3]·[2, 3]');
    expect(() =>
      transposedMultiply(
        a,
        generate(3, 3, () => 0),
      ),
    ).toThrow('[2, 3]ᵀ·[3, 3]');
  });
});
