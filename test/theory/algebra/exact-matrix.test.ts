import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryAt, mapEntries, transpose } from '../../../src/theory/algebra/exact-matrix.js';
import {
  dualMatrices,
  fieldMatrices,
  fieldMatrix,
  fixed,
  moving,
  randomFieldMatrix,
  slopes,
  type FieldMatrix,
} from '../../../src/theory/algebra/field-matrix.js';
import { FIELD_ORDER } from '../../../src/theory/algebra/prime-field.js';
import { elements } from './field-elements.js';

const { product, sum, difference, scale, trace, inner, identity, unequal } = fieldMatrices;

function matrices(rows: number, columns: number): Arbitrary<FieldMatrix> {
  const row = fc.array(elements(), { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
}

describe('matrices over a ring', () => {
  it('multiply as on paper', () => {
    const [a, b] = [fieldMatrix([[1, 2, 3]]), fieldMatrix([[4], [5], [-6]])];
    expect(product(a, b)).toEqual(fieldMatrix([[-4]]));
    expect(product(b, a)).toEqual(
      fieldMatrix([
        [4, 8, 12],
        [5, 10, 15],
        [-6, -12, -18],
      ]),
    );
  });

  it('multiply associatively, distribute, and turn round under transposition', () => {
    fc.assert(
      fc.property(matrices(2, 3), matrices(3, 2), matrices(3, 2), matrices(2, 4), elements(), (a, b, c, d, s) => {
        expect(product(a, product(b, d))).toEqual(product(a, b, d));
        expect(product(a, sum(b, c))).toEqual(sum(product(a, b), product(a, c)));
        expect(product(a, difference(b, c))).toEqual(difference(product(a, b), product(a, c)));
        expect(scale(s, product(a, b))).toEqual(product(scale(s, a), b));
        expect(transpose(product(a, b))).toEqual(product(transpose(b), transpose(a)));
        expect(product(identity(2), a)).toEqual(a);
        expect(product(a, identity(3))).toEqual(a);
      }),
    );
  });

  it('have a trace that ⟨a, b⟩ = tr(aᵀb) agrees with', () => {
    fc.assert(
      fc.property(matrices(3, 2), matrices(3, 2), (a, b) => {
        expect(inner(a, b)).toBe(trace(product(transpose(a), b)));
        expect(trace(product(transpose(a), b))).toBe(trace(product(b, transpose(a))));
      }),
    );
    expect(trace(fieldMatrices.diagonal([1n, 2n, 4n]))).toBe(7n);
    expect(fieldMatrices.diagonal([1n, 2n])).toEqual(
      fieldMatrix([
        [1, 0],
        [0, 2],
      ]),
    );
  });

  it('count the entries in which they differ', () => {
    fc.assert(
      fc.property(matrices(3, 2), fc.nat({ max: 2 }), fc.nat({ max: 1 }), (a, i, j) => {
        const changed = a.map((row, k) => row.map((entry, l) => (k === i && l === j ? entry ^ 1n : entry)));
        expect(unequal(a, a)).toBe(0);
        expect(unequal(a, changed)).toBe(1);
      }),
    );
    const wide = fieldMatrix([[1, 2, 3]]);
    expect(unequal(wide, fieldMatrix([[1, 2]]))).toBe(1);
    expect(unequal(fieldMatrix([[1], [2]]), wide)).toBe(3);
    expect(unequal(wide, [])).toBe(3);
  });
});

describe('matrices that move', () => {
  it('differentiate a product: (a + εv)b = ab + εvb', () => {
    fc.assert(
      fc.property(matrices(2, 3), matrices(2, 3), matrices(3, 2), (a, v, b) => {
        const moved = dualMatrices.product(moving(a, v), fixed(b));
        expect(slopes(moved)).toEqual(product(v, b));
        expect(mapEntries(moved, ({ value }) => value)).toEqual(product(a, b));
      }),
    );
  });
});

describe('randomFieldMatrix', () => {
  it('has the shape asked for and draws every entry anew', () => {
    let word = 0;
    const drawn = randomFieldMatrix(() => word++, 2, 3);
    expect(drawn.map((row) => row.length)).toEqual([3, 3]);
    expect(new Set(drawn.flat()).size).toBe(6);
    expect(entryAt(drawn, 1, 2)).toBe(10n * 2n ** 32n + 11n);
    expect(drawn.flat().every((entry) => entry < FIELD_ORDER)).toBe(true);
  });
});
