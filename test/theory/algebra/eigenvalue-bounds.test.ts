import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eigenvalueBounds } from '../../../src/theory/algebra/eigenvalue-bounds.js';
import { contains, exactly, width } from '../../../src/theory/algebra/interval.js';
import { generateIntervals } from '../../../src/theory/algebra/interval-matrix.js';
import { at, fromNested, generate, maxAbs } from '../../../src/theory/algebra/matrix.js';
import { integerSpectrum } from './integer-spectrum.js';

const integers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 8 });

describe('eigenvalueBounds', () => {
  it('contain every eigenvalue of a matrix whose spectrum is known exactly, within n² ulps', () => {
    fc.assert(
      fc.property(integers, fc.nat(), (spectrum, seed) => {
        const matrix = integerSpectrum(spectrum, seed);
        const bounds = eigenvalueBounds(matrix);
        const scale = maxAbs(matrix.data) * spectrum.length || 1;
        spectrum
          .toSorted((a, b) => b - a)
          .forEach((value, k) => {
            const found = bounds[k] as (typeof bounds)[number];
            expect(contains(found, value)).toBe(true);
            expect(width(found)).toBeLessThan(
              16 * spectrum.length ** 2 * Number.EPSILON * scale + Number.MIN_VALUE * 64,
            );
          });
      }),
    );
  });

  it('contain the eigenvalues of every matrix in an interval matrix', () => {
    fc.assert(
      fc.property(integers, fc.nat(), fc.double({ min: 0, max: 5, noNaN: true }), (spectrum, seed, slack) => {
        const member = integerSpectrum(spectrum, seed);
        const around = generateIntervals(member.rows, member.columns, (i, j) => ({
          lower: at(member, i, j) - slack,
          upper: at(member, i, j) + slack / 3,
        }));
        const bounds = eigenvalueBounds(around);
        spectrum
          .toSorted((a, b) => b - a)
          .forEach((value, k) => expect(contains(bounds[k] as (typeof bounds)[number], value)).toBe(true));
      }),
    );
  });

  it('hold for matrices of any size, and say nothing where products overflow', () => {
    for (const scale of [2 ** -1060, 2 ** -500, 2 ** 500, 2 ** 1000, 2 ** 1022]) {
      const [top, low] = eigenvalueBounds(
        fromNested([
          [0, scale],
          [scale, 0],
        ]),
      );
      expect(top !== undefined && contains(top, scale)).toBe(true);
      expect(low !== undefined && contains(low, -scale)).toBe(true);
    }
    const unbounded = generateIntervals(2, 2, () => ({ lower: -Infinity, upper: 1 }));
    expect(eigenvalueBounds(unbounded)[1]).toEqual({ lower: -Infinity, upper: Infinity });
  });

  it('give the zero matrix the eigenvalue 0, exactly', () => {
    expect(eigenvalueBounds(generate(2, 2, () => 0))).toEqual([exactly(0), exactly(0)]);
  });
});
