/** Nearest neighbours on an engine, in blocks, against a loop over all pairs. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseEngine } from '../../../src/training/engines/choose-engine.js';
import type { Engine } from '../../../src/training/engines/engine.js';
import { featuresAt, type FeatureRows } from '../../../src/training/evaluate/feature-rows.js';
import { nearestNeighbours, neighbourAccuracy } from '../../../src/training/evaluate/nearest-neighbours.js';
import { neighbourVotes } from '../../../src/training/evaluate/neighbour-votes.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { orthonormalColumns } from '../../../src/theory/algebra/orthonormal-columns.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';
import { clouds, withRandomLabels } from './clouds.js';

let cpu: Engine;
beforeAll(async () => {
  cpu = await chooseEngine('cpu');
});

/** Small whole numbers: their cosines are tied only where they are equal, up to rounding, which the test allows for. */
function rowsOf(rows: number, columns: number, seed: number): FeatureRows {
  const random = randomStream(seed, 'rows');
  return { rows, columns, data: Float32Array.from({ length: rows * columns }, () => random.normal()) };
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, first, second] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k] as number, b[k] as number];
    [product, first, second] = [product + x * y, first + x * x, second + y * y];
  }
  return first === 0 || second === 0 ? 0 : product / Math.sqrt(first * second);
}

/** [queries][bank] in float64. */
function allCosines(queries: FeatureRows, bank: FeatureRows): number[][] {
  return Array.from({ length: queries.rows }, (_, i) =>
    Array.from({ length: bank.rows }, (__, j) => cosine(featuresAt(queries, i), featuresAt(bank, j))),
  );
}

/** A cosine of unit rows of at most 16 float32 numbers. */
const ROUNDING = 20 * 2 ** -24;

describe('nearest neighbours', () => {
  it('are those of a loop over all pairs, for any size of blocks', async () => {
    const sizes = fc.record({
      bank: fc.integer({ min: 5, max: 40 }),
      queries: fc.integer({ min: 1, max: 12 }),
      columns: fc.integer({ min: 2, max: 16 }),
      count: fc.integer({ min: 1, max: 5 }),
      blocks: fc.record({ queries: fc.integer({ min: 1, max: 15 }), bank: fc.integer({ min: 5, max: 50 }) }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ bank: bankRows, queries: queryRows, columns, count, blocks, seed }) => {
        const [bank, queries] = [rowsOf(bankRows, columns, seed), rowsOf(queryRows, columns, seed + 1)];
        const found = await nearestNeighbours({ engine: cpu, bank, queries, count, blocks });
        allCosines(queries, bank).forEach((cosines, query) => {
          const nearest = cosines.toSorted((a, b) => b - a);
          const rows = found.indices.subarray(query * count, (query + 1) * count);
          expect(new Set(rows).size).toBe(count);
          rows.forEach((row, k) => {
            expect(Math.abs((cosines[row] as number) - (nearest[k] as number))).toBeLessThan(ROUNDING);
            const given = found.similarities[query * count + k] as number;
            expect(Math.abs(given - (cosines[row] as number))).toBeLessThan(ROUNDING);
          });
        });
      }),
      { numRuns: 30 },
    );
  });

  it('names the lower row first of those that are equally similar', async () => {
    const one = rowsOf(1, 4, 1);
    const bank = { rows: 30, columns: 4, data: Float32Array.from({ length: 120 }, (_, k) => one.data[k % 4] ?? 0) };
    const found = await nearestNeighbours({
      engine: cpu,
      bank,
      queries: one,
      count: 4,
      blocks: { queries: 1, bank: 7 },
    });
    expect([...found.indices]).toEqual([0, 1, 2, 3]);
  });

  it('holds a row of zeros similar to nothing', async () => {
    const bank = { rows: 3, columns: 2, data: Float32Array.of(0, 0, -1, 0, 1, 0) };
    const queries = { rows: 1, columns: 2, data: Float32Array.of(2, 0) };
    const found = await nearestNeighbours({ engine: cpu, bank, queries, count: 3 });
    expect([...found.indices]).toEqual([2, 0, 1]);
    expect([...found.similarities]).toEqual([1, 0, -1]);
  });

  it('do not change when features are scaled or rotated', async () => {
    const [bank, queries] = [rowsOf(60, 8, 5), rowsOf(20, 8, 6)];
    const rotation = orthonormalColumns(normalMatrix(randomStream(7), 8, 8));
    const turned = ({ rows, columns, data }: FeatureRows, scale: number): FeatureRows => ({
      rows,
      columns,
      data: Float32Array.from({ length: rows * columns }, (_, at) => {
        const [i, j] = [Math.floor(at / columns), at % columns];
        let sum = 0;
        for (let k = 0; k < columns; k++) {
          sum += (data[i * columns + k] as number) * (rotation.data[k * columns + j] as number);
        }
        return scale * sum;
      }),
    });
    const plain = await nearestNeighbours({ engine: cpu, bank, queries, count: 3 });
    const changed = await nearestNeighbours({
      engine: cpu,
      bank: turned(bank, 3),
      queries: turned(queries, 0.1),
      count: 3,
    });
    expect(changed.indices).toEqual(plain.indices);
  });

  it.each([
    ['more neighbours than rows', { count: 61 }, /61 neighbours from a bank of 60 rows/],
    ['a block below the count', { count: 9, blocks: { queries: 5, bank: 8 } }, /in blocks of 8/],
    ['another number of columns', { queries: rowsOf(3, 7, 1) }, /columns/],
  ])('refuses %s', async (_, wrong, message) => {
    const refused = nearestNeighbours({
      engine: cpu,
      bank: rowsOf(60, 8, 5),
      queries: rowsOf(2, 8, 6),
      count: 3,
      ...wrong,
    });
    await expect(refused).rejects.toThrow(InvalidInput);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('votes', () => {
  const found = {
    count: 3,
    indices: Int32Array.of(0, 1, 2, 2, 0, 1),
    similarities: Float32Array.of(0.9, 0.8, 0.79, 0.9, 0.3, 0.3),
  };
  const labels = [1, 0, 0];

  it('weigh a neighbour by exp(cosine/τ)', () => {
    // exp(−1) + exp(−1.1) is below 1 at τ = 0.1; at τ = 1 two votes beat one.
    expect([...neighbourVotes(found, { labels, classes: 2 })]).toEqual([1, 0]);
    expect([...neighbourVotes(found, { labels, classes: 2, temperature: 1 })]).toEqual([0, 0]);
    expect([...neighbourVotes(found, { labels, classes: 2, temperature: 1, voters: 1 })]).toEqual([1, 0]);
  });

  it('survive temperatures at which exp(cosine/τ) overflows', () => {
    expect([...neighbourVotes(found, { labels, classes: 2, temperature: 1e-4 })]).toEqual([1, 0]);
  });

  it('name any class, and are refused of neighbours without one', () => {
    expect([...neighbourVotes(found, { labels: [69_999, 300, 300], classes: 70_000 })]).toEqual([69_999, 300]);
    for (const wrong of [
      [1, 0],
      [1, 0, 2],
      [1, 0, -1],
      [1, 0, 0.5],
      [1, 0, Number.NaN],
    ]) {
      expect(() => neighbourVotes(found, { labels: wrong, classes: 2 })).toThrow(InvalidInput);
    }
  });
});

describe('accuracy of neighbours', () => {
  const options = { rows: 500, columns: 8, classes: 5, noise: 0.05, seed: 2 };

  it('is 1 where classes lie apart, and at chance where labels are random', async () => {
    const [train, test] = [clouds(options), clouds({ ...options, split: 'test' })];
    expect(await neighbourAccuracy({ engine: cpu, train, test, classes: 5 })).toEqual({
      weighted: 1,
      nearest: 1,
      count: 20,
    });
    const random = await neighbourAccuracy({
      engine: cpu,
      train: withRandomLabels(clouds({ ...options, noise: 3 }), 5, 1),
      test: withRandomLabels(clouds({ ...options, noise: 3, split: 'test' }), 5, 2),
      classes: 5,
    });
    // Five deviations of a share of 500 coins.
    expect(Math.abs(random.weighted - 0.2)).toBeLessThan(0.09);
    expect(Math.abs(random.nearest - 0.2)).toBeLessThan(0.09);
  });

  it.each([256, 257, 300, 1000, 70_000])('is 1 for %d classes where each query lies in the bank', async (classes) => {
    // Of the many, a few rows: their labels are what could wrap.
    const rows = Math.min(classes, 1000);
    const features = rowsOf(rows, 64, 1);
    const set = { features, labels: Array.from({ length: rows }, (_, i) => classes - 1 - i) };
    const found = await neighbourAccuracy({ engine: cpu, train: set, test: set, classes, count: 1 });
    expect(found).toEqual({ weighted: 1, nearest: 1, count: 1 });
  });

  it.each([Number.NaN, 0, 2.5, Infinity])('refuses %d classes', async (classes) => {
    const set = { features: rowsOf(3, 2, 1), labels: [0, 0, 0] };
    await expect(neighbourAccuracy({ engine: cpu, train: set, test: set, classes })).rejects.toThrow(InvalidInput);
  });
});
