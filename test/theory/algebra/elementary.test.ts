import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential, logarithm, realPower, wholePower } from '../../../src/theory/algebra/elementary.js';
import { exactly, type Interval } from '../../../src/theory/algebra/interval.js';
import { encloses, ONE, units } from './dyadic.js';

/** Fixed-point numbers of 1,300 bits: enough for e^x and log x of every double beyond any rounding of ours. */
const BITS = 1300n;
const UNIT = 1n << BITS;

function fixed(x: number): bigint {
  return (units(x) << BITS) / ONE;
}

/** e^x by its Taylor series of x/2⁸⁰⁄₈, squared back; truncation below 2⁻¹²⁰⁰. */
function preciseExponential(x: bigint): bigint {
  const halvings = 20n;
  const r = x >> halvings;
  let [term, total] = [UNIT, UNIT];
  for (let n = 1n; term !== 0n && n < 400n; n++) {
    term = ((term * r) >> BITS) / n;
    total += term;
  }
  for (let k = 0n; k < halvings; k++) total = (total * total) >> BITS;
  return total;
}

/** Whether lower ≤ value ≤ upper for a fixed-point value with `slack` of its last bits in doubt. */
function holds({ lower, upper }: Interval, value: bigint, slack: bigint): boolean {
  const below = lower === -Infinity || fixed(lower) <= value + slack;
  return below && (upper === Infinity || fixed(upper) >= value - slack);
}

const MANY = { numRuns: 400 };
const moderate = fc.double({ min: -700, max: 700, noNaN: true });

describe('enclosures of elementary functions', () => {
  it('contain e^x, and are a few units of the last place wide', () => {
    fc.assert(
      fc.property(fc.oneof(moderate, fc.double({ min: -1, max: 1, noNaN: true })), (x) => {
        const found = exponential(exactly(x));
        const value = preciseExponential(fixed(x));
        expect(holds(found, value, (value >> 1000n) + (1n << 150n))).toBe(true);
        expect(found.upper - found.lower).toBeLessThanOrEqual(2 ** -48 * found.upper + 4 * Number.MIN_VALUE);
      }),
      MANY,
    );
  });

  it('contain log x: e to the lower bound is at most x, e to the upper one at least', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 1.7e308, noNaN: true }), (x) => {
        const found = logarithm(exactly(x));
        const [below, above] = [preciseExponential(fixed(found.lower)), preciseExponential(fixed(found.upper))];
        expect(below - (below >> 900n)).toBeLessThanOrEqual(fixed(x));
        expect(above + (above >> 900n) + (1n << 160n)).toBeGreaterThanOrEqual(fixed(x));
        expect(found.upper - found.lower).toBeLessThanOrEqual(2 ** -44 * Math.max(1, Math.abs(found.upper)));
      }),
      MANY,
    );
  });

  it('contain whole powers of every member, exactly', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }).map((x) => Math.round(x * 64) / 64),
        fc.double({ min: 0, max: 9, noNaN: true }).map((x) => Math.round(x * 64) / 64),
        fc.integer({ min: -6, max: 9 }),
        (x, wide, n) => {
          const interval = { lower: x - wide, upper: x + wide / 2 };
          if (n < 0 && x === 0) return;
          const [p, q] =
            n >= 0 ? [units(x) ** BigInt(n), ONE ** BigInt(n)] : [ONE ** BigInt(-n), units(x) ** BigInt(-n)];
          const sign = q < 0n ? -1n : 1n;
          expect(encloses(wholePower(interval, n), sign * p, sign * q)).toBe(true);
        },
      ),
      MANY,
    );
  });

  it('contain real powers: the square of x^(p/2) meets x^p', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.integer({ min: -6, max: 6 }), (x, n) => {
        const found = realPower(exactly(x), exactly(n));
        const [p, q] = n >= 0 ? [units(x) ** BigInt(n), ONE ** BigInt(n)] : [ONE ** BigInt(-n), units(x) ** BigInt(-n)];
        expect(encloses(found, p, q)).toBe(true);
      }),
      MANY,
    );
  });

  it('say nothing of a negative power of what reaches 0, from either side', () => {
    const line = { lower: -Infinity, upper: Infinity };
    for (const x of [{ lower: -1, upper: 0 }, { lower: 0, upper: 1 }, { lower: -1, upper: 1 }, exactly(0)])
      for (const n of [-1, -2, -3]) expect(wholePower(x, n)).toEqual(line);
    expect(realPower({ lower: -1, upper: 0 }, { lower: -0.5, upper: 1 })).toEqual(line);
    expect(realPower({ lower: -1, upper: 0 }, exactly(0.5))).toEqual(exactly(0));
  });

  it('keep infinite bounds outside: exp of the line is (0, ∞), log of [0, 1] has no lower bound', () => {
    expect(exponential({ lower: -Infinity, upper: Infinity })).toEqual({ lower: 0, upper: Infinity });
    expect(logarithm({ lower: Infinity, upper: Infinity })).toEqual({
      lower: expect.closeTo(709.78, 2) as number,
      upper: Infinity,
    });
    expect(logarithm({ lower: 0, upper: 1 })).toEqual({ lower: -Infinity, upper: 0 });
    expect(exponential(exactly(1000)).upper).toBe(Infinity);
    expect(exponential(exactly(-1000))).toEqual({ lower: 0, upper: Number.MIN_VALUE });
  });
});
