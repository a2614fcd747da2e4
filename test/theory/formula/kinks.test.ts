import { describe, expect, it } from 'vitest';
import { kinksOf, type Kink } from '../../../src/theory/formula/kinks.js';
import { parseFormula } from '../../../src/theory/formula/parse-formula.js';

const kinks = (text: string): Kink[] => kinksOf(parseFormula(text, ['tau']), { tau: 0.3 });

describe('the kinks of a formula', () => {
  it.each<[string, [at: number, order: number][]]>([
    ['max(0, tau - x)', [[0.3, 1]]],
    ['max(0, x)^2', [[0, 2]]],
    [
      'max(0, x^2 - 2)',
      [
        [-Math.SQRT2, 1],
        [Math.SQRT2, 1],
      ],
    ],
    ['abs(exp(x) - 3)', [[Math.log(3), 1]]],
    // Where a point that is tried is the root itself.
    [
      'abs(x^2 - 4)',
      [
        [-2, 1],
        [2, 1],
      ],
    ],
    // Far out, where points lie far apart.
    ['max(0, x^3 - 1e8)', [[1e8 ** (1 / 3), 1]]],
    ['max(0, exp(-x) - 1e-3)', [[Math.log(1000), 1]]],
    [
      'max(x, 2*x - 1, x^2 - 1)',
      [
        [(1 - Math.sqrt(5)) / 2, 1],
        [1, 1],
        [2, 1],
      ],
    ],
    ['min(x, 2*x)', [[0, 1]]],
  ])('of %s are found, with their orders', (text, expected) => {
    const found = kinks(text);
    expect(found.map(({ order }) => order)).toEqual(expected.map(([, order]) => order));
    found.forEach(({ at }, k) => expect(at).toBeCloseTo(expected[k]?.[0] ?? Number.NaN, 12));
  });

  it.each(['exp(x)', 'abs(x)^3', 'abs(x) - abs(x)', 'min(1, x) + max(1, x)', 'max(2, 3)*x'])(
    'are none of %s, which is smooth or whose corners cancel',
    (text) => {
      expect(kinks(text)).toEqual([]);
    },
  );

  it('are closed in to neighbouring numbers', () => {
    const [{ at } = { at: Number.NaN }] = kinks('abs(exp(x) - 3)');
    expect(Math.exp(at) - 3).toBeGreaterThanOrEqual(0);
    expect(Math.exp(at - 4e-16) - 3).toBeLessThan(0);
  });
});
