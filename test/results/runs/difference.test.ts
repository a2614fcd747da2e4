import { describe, expect, it } from 'vitest';
import { pairedDifference, welchDifference } from '../../../src/results/runs/difference.js';
import { twoSidedQuantile } from '../../../src/results/runs/student-t.js';

const bySeed = (...values: number[]): Map<number, number> => new Map(values.map((value, k) => [k + 1, value]));

describe("Student's t", () => {
  it('has the quantiles of the printed tables', () => {
    // Abramowitz and Stegun, table 26.10.
    for (const [freedom, t] of [
      [1, 12.706],
      [2, 4.303],
      [4, 2.776],
      [10, 2.228],
      [120, 1.98],
    ] as const) {
      expect(twoSidedQuantile(0.95, freedom)).toBeCloseTo(t, 3);
    }
    expect(twoSidedQuantile(0.99, 3)).toBeCloseTo(5.841, 3);
    // One degree of freedom is Cauchy's distribution, two have a closed form: t = 2(p − ½)·√(2 / (4p(1 − p))).
    expect(twoSidedQuantile(0.9, 1)).toBeCloseTo(Math.tan((0.9 * Math.PI) / 2), 6);
    const p = 0.975;
    expect(twoSidedQuantile(0.95, 2)).toBeCloseTo(2 * (p - 0.5) * Math.sqrt(2 / (4 * p * (1 - p))), 6);
  });

  it('falls as the degrees of freedom rise, between integers too', () => {
    const values = [1, 1.2, 1.5, 2, 2.7, 4, 9.3, 40, 400].map((freedom) => twoSidedQuantile(0.95, freedom));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values.at(-1)).toBeGreaterThan(1.96);
  });
});

describe('a difference', () => {
  it('is taken seed by seed where seeds are shared', () => {
    const found = pairedDifference(bySeed(5, 7, 9), new Map([...bySeed(4, 5, 8), [7, 100]]));
    // 1, 2, 1: mean 4/3, deviation 1/√3, t(2) = 4.303.
    expect(found).toMatchObject({ test: 'paired', n: 3 });
    expect(found?.mean).toBeCloseTo(4 / 3, 12);
    expect(found?.halfWidth).toBeCloseTo(4.302653 / 3, 5);
    expect(pairedDifference(bySeed(5), bySeed(4))).toEqual({ test: 'paired', n: 1, mean: 1, halfWidth: null });
    expect(pairedDifference(bySeed(5), new Map([[2, 1]]))).toBeNull();
  });

  it('from published results is Welch’s', () => {
    // Equal numbers and deviations: 2(n − 1) degrees of freedom, and the deviation √(2/n)·s.
    const found = welchDifference({ n: 5, mean: 88, deviation: 0.3 }, { n: 5, mean: 87, deviation: 0.3 });
    expect(found).toMatchObject({ test: 'Welch', n: 5, mean: 1 });
    expect(found.halfWidth).toBeCloseTo(2.306004 * 0.3 * Math.sqrt(2 / 5), 5);
    const single = welchDifference({ n: 1, mean: 88, deviation: null }, { n: 5, mean: 87, deviation: 0.3 });
    expect(single).toEqual({ test: 'Welch', n: 1, mean: 1, halfWidth: null });
  });
});
