/** Spectrum, alignment and uniformity: their values where they are known, and what they must not see. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignment, uniformity } from '../../../src/training/evaluate/alignment-uniformity.js';
import type { NumberRows } from '../../../src/training/evaluate/feature-rows.js';
import { effectiveRank, spectrum } from '../../../src/training/evaluate/spectrum.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { singularValues } from '../../../src/theory/algebra/decompositions.js';
import { at, generate, map, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../../src/theory/algebra/multiply.js';
import { orthonormalColumns } from '../../../src/theory/algebra/orthonormal-columns.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const random = (rows: number, columns: number, seed: number): Matrix =>
  normalMatrix(randomStream(seed, 'rows'), rows, columns);

const rotated = (rows: Matrix, seed: number): Matrix =>
  multiply(rows, orthonormalColumns(random(rows.columns, rows.columns, seed)));

const shape = fc.record({
  rows: fc.integer({ min: 6, max: 40 }),
  columns: fc.integer({ min: 2, max: 12 }),
  seed: fc.nat(),
});

/** [n, d] centred, with `rank` singular values that are all 1. */
function evenlySpread(n: number, d: number, rank: number, seed: number): Matrix {
  // Orthogonal to the column of ones, so that the columns have mean 0.
  const withOnes = generate(n, rank + 1, (i, j) => (j === 0 ? 1 : at(random(n, rank + 1, seed), i, j)));
  const basis = orthonormalColumns(withOnes);
  const left = generate(n, rank, (i, j) => at(basis, i, j + 1));
  return multiplyTransposed(left, orthonormalColumns(random(d, rank, seed + 1)));
}

describe('spectrum', () => {
  it('has effective rank r for r equal singular values', () => {
    for (const rank of [1, 2, 5, 8]) {
      const features = evenlySpread(30, 8, rank, rank);
      expect(spectrum(features).effectiveRank).toBeCloseTo(rank, 9);
      // A constant added to every row is no variation.
      expect(spectrum(map(features, (x) => x + 3)).effectiveRank).toBeCloseTo(rank, 6);
    }
  });

  it('gives the singular values of the centred features', () => {
    fc.assert(
      fc.property(shape, ({ rows, columns, seed }) => {
        const features = random(rows, columns, seed);
        const mean = Array.from({ length: columns }, (_, j) => {
          let sum = 0;
          for (let i = 0; i < rows; i++) sum += at(features, i, j) / rows;
          return sum;
        });
        const direct = singularValues(generate(rows, columns, (i, j) => at(features, i, j) - (mean[j] as number)));
        const { singularValues: ours, effectiveRank: rank } = spectrum(features);
        expect(ours.length).toBe(direct.length);
        // Through ZᵀZ a singular value σ is off by about ε·σ₁²/σ.
        ours.forEach((value, k) =>
          expect(Math.abs(value - (direct[k] as number))).toBeLessThan(1e-6 * (direct[0] as number)),
        );
        expect(rank).toBeGreaterThanOrEqual(1);
        expect(rank).toBeLessThanOrEqual(Math.min(rows, columns) + 1e-9);
      }),
    );
  });

  it('does not change when features are rotated, scaled or moved, or their rows come in blocks', () => {
    fc.assert(
      fc.property(shape, ({ rows, columns, seed }) => {
        const features = random(rows, columns, seed);
        const changed = map(rotated(features, seed + 1), (x) => 5 * x - 2);
        expect(spectrum(changed).effectiveRank).toBeCloseTo(spectrum(features).effectiveRank, 6);
      }),
    );
    const once = random(300, 4, 1);
    const eightTimes = {
      rows: 2400,
      columns: 4,
      data: Float64Array.from({ length: 9600 }, (_, k) => once.data[k % 1200] as number),
    };
    expect(spectrum(eightTimes).effectiveRank).toBeCloseTo(spectrum(once).effectiveRank, 9);
  });

  it('follows the formula: shares ½, ¼, ¼ have rank 2√2', () => {
    expect(effectiveRank(Float64Array.of(2, 1, 1, 0))).toBeCloseTo(2 ** 1.5, 12);
  });

  it('refuses features that do not vary', () => {
    const equal = generate(9, 3, (_, j) => 0.1 * (j + 1));
    expect(() => spectrum(equal)).toThrow(InvalidInput);
    expect(() => spectrum(equal)).toThrow(/all 9 rows of the features are equal/);
  });
});

describe('alignment', () => {
  it('is 0 for equal views of any length, and 4 for opposite ones', () => {
    const views = random(20, 6, 1);
    expect(alignment(views, views)).toBe(0);
    expect(
      alignment(
        views,
        map(views, (x) => 3 * x),
      ),
    ).toBeLessThan(1e-30);
    expect(
      alignment(
        views,
        map(views, (x) => -x),
      ),
    ).toBeCloseTo(4, 12);
  });

  it('is 2 − 2·cosine on average, and does not see rotations', () => {
    fc.assert(
      fc.property(shape, ({ rows, columns, seed }) => {
        const [u, v] = [random(rows, columns, seed), random(rows, columns, seed + 1)];
        let mean = 0;
        for (let i = 0; i < rows; i++) mean += (2 - 2 * cosineOfRows(u, i, v, i)) / rows;
        expect(alignment(u, v)).toBeCloseTo(mean, 10);
        expect(alignment(rotated(u, 7), rotated(v, 7))).toBeCloseTo(mean, 10);
      }),
    );
  });

  it('refuses views of other shapes', () => {
    expect(() => alignment(random(3, 2, 1), random(3, 4, 1))).toThrow(InvalidInput);
  });
});

describe('uniformity', () => {
  it('is 0 for points that coincide, −8 for two opposite ones, and lower for spread points than for close ones', () => {
    const point = random(1, 5, 1);
    const same: NumberRows = {
      rows: 4,
      columns: 5,
      data: Float64Array.from({ length: 20 }, (_, k) => point.data[k % 5] as number),
    };
    expect(uniformity(same)).toBeCloseTo(0, 14);
    expect(uniformity({ rows: 2, columns: 1, data: Float32Array.of(1, -7) })).toBeCloseTo(-8, 12);
    const spread = random(50, 5, 2);
    expect(uniformity(spread)).toBeLessThan(uniformity(map(spread, (x) => x + 3)));
  });

  it('is the logarithm of the mean potential of all pairs, also over blocks of rows, and does not see rotations', () => {
    for (const rows of [2, 7, 300]) {
      const u = random(rows, 4, rows);
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < rows; j++) if (i !== j) sum += Math.exp(-2 * (2 - 2 * cosineOfRows(u, i, u, j)));
      }
      const mean = Math.log(sum / (rows * (rows - 1)));
      expect(uniformity(u)).toBeCloseTo(mean, 10);
      expect(uniformity(rotated(u, 3))).toBeCloseTo(mean, 10);
    }
  });

  it('refuses a single point and a row of zeros', () => {
    expect(() => uniformity(random(1, 3, 1))).toThrow(/at least 2/);
    expect(() => uniformity({ rows: 2, columns: 2, data: Float64Array.of(0, 0, 1, 1) })).toThrow(InvalidInput);
  });
});

function cosineOfRows(a: Matrix, i: number, b: Matrix, j: number): number {
  let [product, first, second] = [0, 0, 0];
  for (let k = 0; k < a.columns; k++) {
    product += at(a, i, k) * at(b, j, k);
    first += at(a, i, k) ** 2;
    second += at(b, j, k) ** 2;
  }
  return product / Math.sqrt(first * second);
}
