import { describe, expect, it } from 'vitest';
import { weightChart } from '../../../src/faces/cli/weight-chart.js';

const curve = (of: (distance: number) => number): { distance: number; weight: number }[] =>
  Array.from({ length: 41 }, (_, k) => ({ distance: k / 20, weight: of(k / 20) }));

/** The number of characters that are not empty in each row, labels left out. */
const filled = (rows: readonly string[]): number[] => rows.slice(0, -1).map((row) => row.slice(9).trim().length);

describe('a chart of weights', () => {
  it('has eight rows and an axis, the largest weight above and 0 below', () => {
    const rows = weightChart(curve((x) => 3 * Math.exp(-x)));
    expect(rows.length).toBe(9);
    expect(rows[0]).toMatch(/^ +3 █/);
    expect(rows[7]).toMatch(/^ +0 █+/);
    expect(filled(rows)).toEqual(filled(rows).toSorted((a, b) => a - b));
  });

  it('draws negative weights below the line of 0, and nothing where there is no weight', () => {
    const rows = weightChart(curve((x) => (x === 0 ? Infinity : 1 - x)));
    expect(rows[0]).toMatch(/^ +0\.95 {2}█/);
    expect(rows[3]).toMatch(/^ +0 {2}█/);
    expect(rows[7]).toMatch(/^ +-1 .*█$/);
    expect(weightChart(curve(() => 0)).length).toBe(2);
  });
});
