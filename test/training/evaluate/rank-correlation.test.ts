import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendall, spearman } from '../../../src/training/evaluate/rank-correlation.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';

const value = fc.integer({ min: -5, max: 5 });
const measurements = fc
  .array(fc.tuple(value, value), { minLength: 2, maxLength: 12 })
  .map((pairs) => [0, 1].map((side) => Float64Array.from(pairs, (pair) => pair[side] as number)));

describe.each([
  ['spearman', spearman],
  ['kendall', kendall],
] as const)('%s', (_, correlation) => {
  it('sees the order alone, and turns with it', () => {
    fc.assert(
      fc.property(measurements, ([x, y]) => {
        const found = correlation(x as Float64Array, y as Float64Array);
        expect(Math.abs(found)).toBeLessThanOrEqual(1 + 1e-12);
        const rising = (x as Float64Array).map((one) => one ** 3 + 1);
        expect(correlation(rising, y as Float64Array)).toBeCloseTo(found, 12);
        expect(
          correlation(
            (x as Float64Array).map((one) => -one),
            y as Float64Array,
          ),
        ).toBeCloseTo(-found, 12);
      }),
    );
  });
  it('is 1 for one order, infinite values in it, and 0 where nothing varies', () => {
    expect(correlation(Float64Array.of(1, 4, Infinity), Float64Array.of(0, 0.1, 0.2))).toBeCloseTo(1, 14);
    expect(correlation(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))).toBe(0);
  });

  it('refuses what has no rank, and measurements of other things', () => {
    expect(() => correlation([1, NaN, 3], [1, 2, 3])).toThrow(InvalidInput);
    expect(() => correlation([1, 2, 3], [1, NaN, 3])).toThrow('cannot rank y[1], NaN');
    expect(() => correlation([1, 2], [1, 2, 3])).toThrow('x has 2 measurements and y 3');
  });
});

describe('of tied values', () => {
  // scipy.stats.spearmanr and kendalltau of the same data.
  const [x, y] = [Float64Array.of(1, 2, 2, 3, 5), Float64Array.of(1, 3, 2, 5, 4)];
  it('is as scipy has it', () => {
    expect(spearman(x, y)).toBeCloseTo(0.8720815992723809, 12);
    expect(kendall(x, y)).toBeCloseTo(0.7378647873726218, 12);
  });
});
