import { describe, expect, it } from 'vitest';
import { anchorWeighing, usualWeighings } from '../../../src/results/inspect/anchor-weighing.js';
import { inspectDrawnRows, LIMITS } from '../../../src/results/inspect/inspect-drawn-rows.js';
import { inspectEmbeddings } from '../../../src/results/inspect/inspect-embeddings.js';
import { cloud } from './clouds.js';

/** Relative error of products in float32, as in the other tests of inspections. */
const SINGLE = 2e-5;

/** All numbers in a value with their paths. */
function numbersIn(value: unknown, place = ''): [string, number][] {
  if (typeof value === 'number') return [[place, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => numbersIn(part, `${place}/${name}`));
}

describe('an inspection in loops of JavaScript', () => {
  it('finds what the one on ONNX Runtime finds, for every usual loss', async () => {
    const { first, second, labels } = cloud({ rows: 60, columns: 6, seed: 4, classes: 3 });
    const losses = [...usualWeighings(), anchorWeighing('triplet')];
    const expected = await inspectEmbeddings({ first, second, labels }, { losses, anchors: 60 });
    const { inspection, rows } = await inspectDrawnRows({ first, second, labels }, { losses });
    expect(rows).toBe(60);
    const found = new Map(numbersIn(inspection));
    const exact = numbersIn(expected);
    expect([...found.keys()]).toEqual(exact.map(([place]) => place));
    for (const [place, value] of exact) {
      // Eigenvalues near 0 are as exact as the largest one; of pairs that weigh the same either may come first.
      if (/eigenvalues|hardest/.test(place)) continue;
      expect(Math.abs((found.get(place) as number) - value), place).toBeLessThanOrEqual(
        SINGLE * Math.max(1, Math.abs(value)),
      );
    }
    inspection.losses.forEach(({ covariance: { eigenvalues } }, k) => {
      const [most = 0] = expected.losses[k]?.covariance.eigenvalues ?? [];
      eigenvalues.forEach((value, m) =>
        expect(Math.abs(value - (expected.losses[k]?.covariance.eigenvalues[m] ?? 0))).toBeLessThan(SINGLE * most),
      );
    });
  });

  it('draws rows where there are too many, and names them as the file does', async () => {
    const [given, columns, rows] = [130, 5, 100];
    const data = Float32Array.from({ length: given * columns }, (_, k) => Math.sin(k * k));
    for (let row = 0; row < given; row += 2) data.fill(0, row * columns, (row + 1) * columns);
    const losses = [anchorWeighing('alpha-cl-direct')];
    const first = { rows: given, columns, data };
    const found = await inspectDrawnRows({ first }, { losses }, { ...LIMITS, rows });
    const { samples, first: state, losses: weighed } = found.inspection;
    expect([found.rows, samples]).toEqual([given, rows]);
    expect(state.zeros.every((row) => row % 2 === 0)).toBe(true);
    expect(Math.max(...state.zeros)).toBeGreaterThan(rows);
    expect(weighed[0]?.hardest.every(({ anchor, negative }) => (anchor * negative) % 2 === 1)).toBe(true);
    const wide = { rows: 4, columns: 600, data: new Float32Array(2400) };
    await expect(inspectDrawnRows({ first: wide }, { file: 'z.npy' })).rejects.toThrow(
      'z.npy has 600 dimensions, and at most 512 are looked at here: use npx alpha-cl inspect',
    );
  });
});
