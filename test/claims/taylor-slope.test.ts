import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taylorSlope } from '../../src/claims/taylor-slope.js';

const f = (t: number): number => Math.exp(Math.sin(3 * t) + 1);
const derivative = 3 * Math.E;

describe('taylorSlope', () => {
  it('is 2 for the derivative', () => {
    const { slope, decades } = taylorSlope(f, derivative, 1e-2);
    expect(slope).toBeCloseTo(2, 1);
    expect(decades).toBeGreaterThanOrEqual(2);
  });

  it('is 1 for anything else, down to a relative error of 1e-5', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 1, noNaN: true }), fc.constantFrom(-1, 1), (exponent, sign) => {
        expect(taylorSlope(f, derivative * (1 + sign * 10 ** exponent), 1e-2).slope).toBeLessThan(1.5);
      }),
    );
  });

  it('accepts a straight line, whose remainder is rounding alone, and only its own slope', () => {
    expect(taylorSlope((t) => 1 + 0.1 * t, 0.1, 1)).toMatchObject({ slope: 2, decades: 0 });
    expect(taylorSlope((t) => 1 + 0.1 * t, 0.1001, 1).slope).toBeCloseTo(1, 3);
  });

  it('measures the noise of a value that cancels, though the largest step be small', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 100, noNaN: true }), fc.integer({ min: -6, max: 0 }), (shift, exponent) => {
        const line = (t: number): number => shift + t - shift;
        expect(taylorSlope(line, 1, 10 ** exponent).slope).toBe(2);
      }),
    );
  });

  it('is above 2 where the second derivative vanishes', () => {
    expect(taylorSlope((t) => 1 + t + t ** 3, 1, 1e-1).slope).toBeCloseTo(3, 1);
  });

  it('lets rounding of the derivative pass that no smaller step shows, and nothing larger', () => {
    const cube = (t: number): number => t ** 3;
    expect(taylorSlope(cube, -1e-12, 1).slope).toBeCloseTo(1, 1);
    expect(taylorSlope(cube, -1e-12, 1, (t) => 1e-12 * t).slope).toBeCloseTo(3, 1);
    expect(taylorSlope(cube, -1e-9, 1, (t) => 1e-12 * t).slope).toBeLessThan(1.5);
  });

  it('is NaN, which no bound accepts, where the function is', () => {
    expect(taylorSlope((t) => Math.sqrt(1e-3 - t), -1, 1e-2).slope).toBeNaN();
    expect(taylorSlope(f, Number.NaN, 1e-2).slope).toBeNaN();
  });
});
