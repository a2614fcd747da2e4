import { describe, expect, it } from 'vitest';
import { fromNested, toNested } from '../../../src/theory/algebra/matrix.js';
import { unitRows, unitRowsGradient } from '../../../src/theory/losses/unit-rows.js';

describe('unitRows', () => {
  it('refuses a row of zeros, naming it, unless it is to be kept', () => {
    const rows = fromNested([
      [3, 4],
      [0, 0],
    ]);
    expect(() => unitRows(rows, 'x')).toThrow('row 1 of x is all zeros');
    const kept = unitRows(rows, 'x', 'keep');
    expect(toNested(kept.unit)).toEqual([
      [0.6, 0.8],
      [0, 0],
    ]);
    // No direction, no gradient.
    const [, back] = toNested(
      unitRowsGradient(
        kept,
        fromNested([
          [1, 1],
          [1, 1],
        ]),
      ),
    );
    expect(back).toEqual([0, 0]);
  });
});
