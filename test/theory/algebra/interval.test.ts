import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  difference,
  exactly,
  magnitude,
  negative,
  product,
  quotient,
  square,
  squareRoot,
  sum,
  total,
  WHOLE_LINE,
  width,
  type Interval,
} from '../../../src/theory/algebra/interval.js';
import { double, encloses, intervalAround, ONE, successor, units } from './dyadic.js';

const MANY = { numRuns: 2000 };
const pair = [intervalAround, intervalAround] as const;

/** Bounds in order, neither NaN, and infinite only outwards. */
function wellFormed({ lower, upper }: Interval): boolean {
  return lower <= upper && lower < Infinity && upper > -Infinity;
}

function expectEnclosed(found: Interval, numerator: bigint, denominator = 1n): void {
  expect(wellFormed(found)).toBe(true);
  const sign = denominator < 0n ? -1n : 1n;
  expect(encloses(found, sign * numerator, sign * denominator)).toBe(true);
}

describe('every operation contains the exact result of every member', () => {
  it('a + b and a − b', () => {
    fc.assert(
      fc.property(...pair, (a, b) => {
        expectEnclosed(sum(a.interval, b.interval), units(a.member) + units(b.member), ONE);
        expectEnclosed(difference(a.interval, b.interval), units(a.member) - units(b.member), ONE);
      }),
      MANY,
    );
  });

  it('a·b and a²', () => {
    fc.assert(
      fc.property(...pair, (a, b) => {
        expectEnclosed(product(a.interval, b.interval), units(a.member) * units(b.member), ONE ** 2n);
        expectEnclosed(square(a.interval), units(a.member) ** 2n, ONE ** 2n);
        expect(square(a.interval).lower).toBeGreaterThanOrEqual(0);
      }),
      MANY,
    );
  });

  it('a / b', () => {
    fc.assert(
      fc.property(...pair, (a, b) => {
        fc.pre(b.member !== 0);
        expectEnclosed(quotient(a.interval, b.interval), units(a.member), units(b.member));
      }),
      MANY,
    );
  });

  it('√a, by squaring back', () => {
    fc.assert(
      fc.property(intervalAround, ({ interval, member }) => {
        fc.pre(member >= 0);
        const root = squareRoot(interval);
        expect(wellFormed(root)).toBe(true);
        expect(root.lower).toBeGreaterThanOrEqual(0);
        expect(units(root.lower) ** 2n <= units(member) * ONE).toBe(true);
        expect(units(member) * ONE <= units(root.upper) ** 2n).toBe(true);
      }),
      MANY,
    );
  });

  it('|a|, −a and sums of many', () => {
    fc.assert(
      fc.property(fc.array(intervalAround), (many) => {
        for (const { interval, member } of many) {
          expect(contains(magnitude(interval), Math.abs(member))).toBe(true);
          expect(magnitude(interval).lower).toBeGreaterThanOrEqual(0);
          expect(contains(negative(interval), -member)).toBe(true);
        }
        const exact = many.reduce((so, { member }) => so + units(member), 0n);
        expectEnclosed(total(many.map(({ interval }) => interval)), exact, ONE);
      }),
    );
  });
});

describe('intervals stay narrow', () => {
  const ordinary = double.filter((x) => x === 0 || (Math.abs(x) > 1e-140 && Math.abs(x) < 1e140));

  it('an operation on numbers widens by four doubles at most', () => {
    const narrow = ({ lower, upper }: Interval): void => {
      expect(upper).toBeLessThanOrEqual([0, 0, 0, 0].reduce(successor, lower));
    };
    fc.assert(
      fc.property(ordinary, ordinary, (x, y) => {
        narrow(sum(exactly(x), exactly(y)));
        narrow(product(exactly(x), exactly(y)));
        narrow(square(exactly(x)));
        narrow(squareRoot(exactly(Math.abs(x))));
        if (y !== 0) narrow(quotient(exactly(x), exactly(y)));
      }),
      MANY,
    );
  });

  it('zeros and sums of small integers stay exact', () => {
    expect(sum(exactly(2), exactly(-5))).toEqual(exactly(-3));
    expect(product(exactly(0), { lower: -1e300, upper: 1e308 })).toEqual(exactly(0));
    expect(quotient(exactly(0), { lower: 1, upper: 2 })).toEqual(exactly(0));
    expect(square(exactly(0))).toEqual(exactly(0));
    expect(squareRoot(exactly(0))).toEqual(exactly(0));
    expect(magnitude({ lower: -3, upper: -2 })).toEqual({ lower: 2, upper: 3 });
    expect(magnitude({ lower: -3, upper: 1 })).toEqual({ lower: 0, upper: 3 });
    expect(width({ lower: -1, upper: 2 })).toBe(3);
  });
});

describe('where nothing is known', () => {
  it('dividing by an interval around 0 gives the whole line', () => {
    for (const [lower, upper] of [
      [-1, 1],
      [0, 1],
      [-1, 0],
      [0, 0],
    ] as const) {
      expect(quotient(exactly(1), { lower, upper })).toEqual(WHOLE_LINE);
    }
    expect(wellFormed(quotient(WHOLE_LINE, { lower: 1, upper: Infinity }))).toBe(true);
  });

  it('infinite bounds stay bounds', () => {
    const half: Interval = { lower: 0, upper: Infinity };
    expect(product(half, exactly(-2)).lower).toBe(-Infinity);
    // No number of half is infinite: 0 times each is 0.
    expect(product(half, { lower: 0, upper: 1 })).toEqual(half);
    expect(sum(half, WHOLE_LINE)).toEqual(WHOLE_LINE);
    expect(squareRoot(half)).toEqual(half);
    expect(sum(exactly(Number.MAX_VALUE), exactly(Number.MAX_VALUE))).toEqual({
      lower: Number.MAX_VALUE,
      upper: Infinity,
    });
  });

  it('numbers that are none are refused', () => {
    expect(() => exactly(Number.NaN)).toThrow('cannot enclose NaN: expected a finite number');
    expect(() => exactly(Infinity)).toThrow('cannot enclose Infinity: expected a finite number');
    expect(() => squareRoot({ lower: -2, upper: -1 })).toThrow('no number in it has a square root');
    expect(squareRoot({ lower: -2, upper: 4 })).toEqual({ lower: 0, upper: squareRoot(exactly(4)).upper });
  });
});

it('contains its bounds and nothing beyond', () => {
  const around = { lower: 1, upper: 2 };
  expect([0.5, 1, 1.5, 2, 2.5].map((x) => contains(around, x))).toEqual([false, true, true, true, false]);
});
