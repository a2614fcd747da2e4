import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  logAddExp,
  logistic,
  logSumExp,
  logSumExpOfLine,
  softmaxOfLine,
} from '../../../src/theory/algebra/log-sum-exp.js';

const moderate = fc.double({ min: -20, max: 20, noNaN: true });

describe('log Σ exp', () => {
  it('is the logarithm of the sum, and shifts with its terms however large they are', () => {
    fc.assert(
      fc.property(fc.array(moderate, { minLength: 1, maxLength: 8 }), fc.constantFrom(-1e4, 0, 1e4), (terms, shift) => {
        const plain = Math.log(terms.reduce((sum, term) => sum + Math.exp(term), 0));
        const shifted = logSumExp(Float64Array.from(terms, (term) => term + shift));
        expect(Math.abs(shifted - shift - plain)).toBeLessThan(1e-10);
      }),
    );
  });

  it('leaves one term out', () => {
    expect(logSumExp(Float64Array.of(1, 700, 1), 1)).toBeCloseTo(1 + Math.log(2), 14);
  });

  it('takes every term of a line where none is left out', () => {
    const line = { rate: 2, shift: 1 };
    expect(logSumExpOfLine(Float64Array.of(0, 0, 0), line)).toBeCloseTo(1 + Math.log(3), 14);
    expect(logSumExpOfLine(Float64Array.of(0, 0, 0), line, 1)).toBeCloseTo(1 + Math.log(2), 14);
  });

  it('of nothing, or of logarithms of 0 alone, is log 0', () => {
    expect(logSumExp(new Float64Array(0))).toBe(-Infinity);
    expect(logSumExp(Float64Array.of(3), 0)).toBe(-Infinity);
    expect(logSumExp(Float64Array.of(-Infinity, -Infinity))).toBe(-Infinity);
  });
});

describe('the softmax of a line', () => {
  it('has the shares of terms in their sum, and its logarithm, whatever the sign of the rate', () => {
    const lines = fc.record({ rate: fc.constantFrom(-2, -1e3, 0, 0.5, 1e3), shift: fc.constantFrom(0, -3) });
    fc.assert(
      fc.property(fc.array(moderate, { minLength: 2, maxLength: 8 }), lines, fc.nat(9), (values, line, leftOut) => {
        const except = leftOut < values.length ? leftOut : -1;
        const { shares, logTotal } = softmaxOfLine(Float64Array.from(values), line, except);
        const logarithm = logSumExpOfLine(Float64Array.from(values), line, except);
        expect(logTotal).toBeCloseTo(logarithm, 9);
        shares.forEach((share, k) => {
          const expected = k === except ? 0 : Math.exp(line.rate * (values[k] as number) + line.shift - logarithm);
          expect(share).toBeCloseTo(expected, 9);
        });
      }),
    );
  });

  it.each([-1, 0, 1])('of no terms has no shares and the logarithm of 0, at rate %d', (rate) => {
    expect(softmaxOfLine(Float64Array.of(3), { rate, shift: 1 }, 0)).toEqual({
      shares: Float64Array.of(0),
      logTotal: -Infinity,
    });
    expect(softmaxOfLine(new Float64Array(0), { rate, shift: 1 }).logTotal).toBe(-Infinity);
  });
});

describe('log(eᵃ + eᵇ)', () => {
  it('is log Σ exp of two terms, in either order', () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        expect(logAddExp(a, b)).toBeCloseTo(logSumExp(Float64Array.of(a, b)), 12);
        expect(logAddExp(b, a)).toBe(logAddExp(a, b));
      }),
    );
  });

  it('takes log 0 as a term that adds nothing', () => {
    expect(logAddExp(-Infinity, 3)).toBe(3);
    expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity);
  });
});

it('the logistic function neither overflows nor loses its symmetry', () => {
  fc.assert(
    fc.property(moderate, (t) => {
      expect(logistic(t)).toBeCloseTo(1 / (1 + Math.exp(-t)), 14);
      expect(logistic(t) + logistic(-t)).toBeCloseTo(1, 14);
    }),
  );
  expect(logistic(-1000)).toBe(0);
  expect(logistic(1000)).toBe(1);
});
