import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exactMatrix,
  generateIntervals,
  intervalAt,
  intervalInner,
  intervalProduct,
  midpoint,
  squaredNorm,
  transposeIntervals,
} from '../../../src/theory/algebra/interval-matrix.js';
import { at, fromNested, generate, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { double, encloses, intervalAround, ONE, units } from './dyadic.js';

const size = fc.integer({ min: 1, max: 4 });
const entries = fc.array(double, { minLength: 16, maxLength: 16 });
const fill = (rows: number, columns: number, values: readonly number[]): Matrix =>
  generate(rows, columns, (i, j) => values[4 * i + j] as number);

describe('intervalProduct', () => {
  it('contains the exact product of float matrices, entry by entry', () => {
    fc.assert(
      fc.property(size, size, size, entries, entries, (m, k, n, first, second) => {
        const [a, b] = [fill(m, k, first), fill(k, n, second)];
        const found = intervalProduct(exactMatrix(a), exactMatrix(b));
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let exact = 0n;
            for (let l = 0; l < k; l++) exact += units(at(a, i, l)) * units(at(b, l, j));
            expect(encloses(intervalAt(found, i, j), exact, ONE ** 2n)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('contains the product of every member of interval matrices', () => {
    const around = fc.array(intervalAround, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(around, around, (a, b) => {
        const row = generateIntervals(1, 4, (_, j) => (a[j] as (typeof a)[number]).interval);
        const column = generateIntervals(4, 1, (i) => (b[i] as (typeof b)[number]).interval);
        const exact = a.reduce((so, { member }, k) => so + units(member) * units(b[k]?.member ?? 0), 0n);
        expect(encloses(intervalAt(intervalProduct(row, column), 0, 0), exact, ONE ** 2n)).toBe(true);
        expect(encloses(intervalInner(row, transposeIntervals(column)), exact, ONE ** 2n)).toBe(true);
        const norm = a.reduce((so, { member }) => so + units(member) ** 2n, 0n);
        expect(encloses(squaredNorm(row), norm, ONE ** 2n)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('knows nothing of 0·∞', () => {
    const row = generateIntervals(1, 1, () => ({ lower: 0, upper: 1 }));
    const column = generateIntervals(1, 1, () => ({ lower: 1, upper: Infinity }));
    expect(intervalAt(intervalProduct(row, column), 0, 0)).toEqual({ lower: -Infinity, upper: Infinity });
  });

  it('names both shapes when they do not fit', () => {
    const matrix = exactMatrix(fromNested([[1, 2]]));
    expect(() => intervalProduct(matrix, matrix)).toThrow('the product [1, 2]·[1, 2] does not exist');
  });
});

it('exactMatrix refuses what is not finite', () => {
  expect(() => exactMatrix(fromNested([[1, Number.NaN]]))).toThrow('matrix[0, 1] is NaN');
});

it('midpoint lies inside, without overflow', () => {
  const wide = generateIntervals(1, 2, (_, j) =>
    j === 0 ? { lower: 1e308, upper: 1.5e308 } : { lower: -1, upper: 2 },
  );
  expect([...midpoint(wide).data]).toEqual([1.25e308, 0.5]);
});
