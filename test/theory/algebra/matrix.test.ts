import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import {
  add,
  fromNested,
  generate,
  norm,
  requireFinite,
  stack,
  toNested,
  transpose,
  zeros,
} from '../../../src/theory/algebra/matrix.js';

describe('matrices', () => {
  it.each([
    [100_000, 100_000, 'takes 74.5 GiB of memory, and 16 at most are allowed: give fewer rows, in batches'],
    [-1, 2, 'must be whole numbers of at least 0'],
    [2, 1.5, 'must be whole numbers of at least 0'],
    [Number.NaN, 2, 'must be whole numbers of at least 0'],
  ])('of [%d, %d] are refused', (rows, columns, words) => {
    expect(() => zeros(rows, columns)).toThrow(InvalidInput);
    expect(() => zeros(rows, columns)).toThrow(words);
  });

  it('survive the way to nested arrays and back', () => {
    const m = generate(3, 2, (i, j) => 10 * i + j);
    expect(toNested(m)).toEqual([
      [0, 1],
      [10, 11],
      [20, 21],
    ]);
    expect(fromNested(toNested(m))).toEqual(m);
    expect(transpose(transpose(m))).toEqual(m);
  });

  it('stand one above the other', () => {
    expect(toNested(stack(fromNested([[1, 2]]), fromNested([[3, 4]])))).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('have a norm that neither overflows nor vanishes', () => {
    expect(norm(Float64Array.of(3e300, 4e300))).toBeCloseTo(5e300, -290);
    expect(norm(Float64Array.of(3e-320, 4e-320)) / 1e-320).toBeCloseTo(5, 2);
    expect(norm(Float64Array.of(1, Number.NaN))).toBeNaN();
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true })), (values) => {
        expect(norm(Float64Array.from(values))).toBeCloseTo(Math.hypot(...values), 9);
      }),
    );
  });

  it('say what is wrong with them', () => {
    expect(() => fromNested([[1, 2], [3]])).toThrow('row 1 has 1 entries and row 0 has 2');
    expect(() =>
      add(
        generate(1, 2, () => 0),
        generate(2, 1, () => 0),
      ),
    ).toThrow('a is [1, 2] and b is [2, 1]');
    expect(() => add(zeros(1, 2), zeros(1, 2), 1, zeros(2, 1))).toThrow('a is [1, 2] and out is [2, 1]');
    expect(() =>
      requireFinite(
        'z',
        fromNested([
          [0, 0],
          [0, -Infinity],
        ]),
      ),
    ).toThrow('z[1, 1] is -Infinity');
  });
});
