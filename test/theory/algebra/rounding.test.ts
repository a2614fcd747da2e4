import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { down, sumDown, sumUp, up } from '../../../src/theory/algebra/rounding.js';
import { double, successor, units } from './dyadic.js';

const predecessor = (x: number): number => -successor(-x);
const MANY = { numRuns: 2000 };

describe('down and up', () => {
  it('go one double outwards at least, and two at most', () => {
    fc.assert(
      fc.property(
        double.filter((x) => Math.abs(x) < Number.MAX_VALUE / 2),
        (x) => {
          expect(up(x)).toBeGreaterThanOrEqual(successor(x));
          expect(up(x)).toBeLessThanOrEqual(successor(successor(x)));
          expect(down(x)).toBeLessThanOrEqual(predecessor(x));
          expect(down(x)).toBeGreaterThanOrEqual(predecessor(predecessor(x)));
        },
      ),
      MANY,
    );
  });

  it('know that what overflowed lies beyond the largest double', () => {
    expect(down(Infinity)).toBe(Number.MAX_VALUE);
    expect(up(-Infinity)).toBe(-Number.MAX_VALUE);
    expect(up(Infinity)).toBe(Infinity);
    expect(down(-Infinity)).toBe(-Infinity);
    expect(up(Number.MAX_VALUE)).toBe(Infinity);
  });
});

describe('sumDown and sumUp', () => {
  it('are the two doubles next to the exact sum, or the sum where it is a double', () => {
    fc.assert(
      fc.property(double, double, (a, b) => {
        const exact = units(a) + units(b);
        const [low, high] = [sumDown(a, b), sumUp(a, b)];
        if (low !== -Infinity) expect(units(low) <= exact).toBe(true);
        if (high !== Infinity) expect(exact <= units(high)).toBe(true);
        if (Number.isFinite(low) && Number.isFinite(high) && low !== high) {
          expect(high).toBeLessThanOrEqual(successor(successor(low)));
          expect(units(a + b) !== exact).toBe(true);
        }
      }),
      MANY,
    );
  });

  it('keep a bound that is infinite', () => {
    expect(sumDown(-Infinity, 1)).toBe(-Infinity);
    expect(sumUp(Infinity, -1)).toBe(Infinity);
  });
});
