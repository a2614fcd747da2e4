import { array, assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromNested, generate } from '../../../src/theory/algebra/matrix.js';
import { instanceText } from '../../../src/faces/report/instance-text.js';

describe('instanceText', () => {
  it('shows every entry of a matrix as a number that reads back the same', () => {
    const rows = array(array(double(), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });
    assert(
      property(rows, (nested) => {
        const [title, ...lines] = instanceText(fromNested(nested)).split('\n');
        expect(title).toBe(`Matrix [${nested.length}, 3]`);
        expect(lines.map((line) => line.trim().slice(1, -1).split(',').map(Number))).toEqual(nested);
      }),
    );
  });

  it('nests matrices, lists and records', () => {
    const instance = {
      z: fromNested([[1, -0.5]]),
      sizes: [2, 3],
      loss: { name: 'mine' },
      t: Float64Array.of(1e-9, -0),
    };
    expect(instanceText(instance)).toBe(
      [
        '{',
        '  z: Matrix [1, 2]',
        '    [   1, -0.5]',
        '  sizes: [2, 3]',
        '  loss: {name: "mine"}',
        '  t: [1e-9, -0]',
        '}',
      ].join('\n'),
    );
  });

  it('cuts what no one would read and says how much', () => {
    expect(instanceText(generate(70, 80, () => 0))).toMatch(/… 16 more\]\n {2}… 6 more rows$/);
    expect(instanceText(Array.from({ length: 1000 }, () => 0))).toContain('… 936 more');
  });

  it('shows other values as fast-check does', () => {
    expect(instanceText(new Map([[1, 2n]]))).toBe('new Map([[1,2n]])');
    expect(instanceText(undefined)).toBe('undefined');
  });
});
