import { describe, expect, it } from 'vitest';
import { exactly, type Interval } from '../../../src/theory/algebra/interval.js';
import { constantPower, positivePartPower, rootAtZero, type Jet } from '../../../src/theory/analysis/jet-rules.js';

const LINE = { lower: -Infinity, upper: Infinity };

/** The jet of x itself over an interval. */
const x = (lower: number, upper: number): Jet => ({
  value: { lower, upper },
  first: exactly(1),
  second: exactly(0),
});

/** An interval with these ends, up to outward rounding. */
const about = (lower: number, upper: number): unknown => ({
  lower: expect.closeTo(lower, 9),
  upper: expect.closeTo(upper, 9),
});

function contains({ lower, upper }: Interval, value: number): boolean {
  return lower <= value && value <= upper;
}

describe('the jet of a power', () => {
  it('has no bound for the slope of a root at 0, and the slope 0 above power 1', () => {
    for (const p of [0.3, 0.5, 0.7]) expect(constantPower(x(0, 0), p)?.first).toEqual(LINE);
    for (const p of [1.2, 1.5, 1.9]) expect(constantPower(x(0, 0), p)?.first).toEqual(exactly(0));
    expect(rootAtZero(x(0, 0))?.first).toEqual(LINE);
    // The slope of the base itself has no bound there: 0·∞.
    expect(constantPower({ ...x(0, 0), first: LINE }, 1.5)?.first).toEqual(LINE);
  });

  it.each([0.3, 0.5, 0.9, 1.3, 1.5, 1.9])('x^%d contains value, slope and curvature on the way down to 0', (p) => {
    const jet = constantPower(x(0, 4), p);
    for (const at of [1e-12, 1e-3, 0.7, 4]) {
      expect(contains(jet?.value as Interval, at ** p)).toBe(true);
      expect(contains(jet?.first as Interval, p * at ** (p - 1))).toBe(true);
      expect(contains(jet?.second as Interval, p * (p - 1) * at ** (p - 2))).toBe(true);
    }
    // A root rises ever more steeply, and is nowhere flat.
    expect(jet?.first.lower).toBeCloseTo(p < 1 ? p * 4 ** (p - 1) : 0, 9);
  });

  it('has none where the base may be negative, or 0 under a negative power', () => {
    expect(constantPower(x(-1, 1), 0.5)).toBeUndefined();
    expect(constantPower(x(-1, 1), 2.5)).toBeUndefined();
    expect(constantPower(x(0, 1), -1)).toBeUndefined();
    expect(constantPower(x(-1, 0), -2)).toBeUndefined();
    expect(constantPower(x(0, 1), -0.5)).toBeUndefined();
    expect(rootAtZero(x(-1, 1))).toBeUndefined();
    expect(constantPower(x(-2, -1), -1)?.value).toEqual(about(-1, -0.5));
  });

  it('is exact for the powers 0, 1 and 2', () => {
    expect(constantPower(x(-1, 2), 0)).toEqual({ value: exactly(1), first: exactly(0), second: exactly(0) });
    expect(constantPower(x(-1, 2), 1)).toEqual(x(-1, 2));
    expect(constantPower(x(-1, 2), 2)).toEqual({
      value: about(0, 4),
      first: about(-2, 4),
      second: about(2, 2),
    });
  });
});

describe('the jet of a power of a positive part', () => {
  it('is 0 to the left of its corner, that of the power to the right, and holds both across it', () => {
    const nought = { value: exactly(0), first: exactly(0), second: exactly(0) };
    expect(positivePartPower(x(-2, -1), 3)).toEqual(nought);
    expect(positivePartPower(x(-1, 0), 3)).toEqual(nought);
    expect(positivePartPower(x(1, 2), 3)).toEqual(constantPower(x(1, 2), 3));
    const across = positivePartPower(x(-1, 2), 3);
    expect(across?.value).toEqual(about(0, 8));
    for (const [w, first, second] of [
      [-1, 0, 0],
      [0, 0, 0],
      [2, 12, 12],
    ] as const) {
      expect(contains(across?.first as Interval, first), `slope at ${w}`).toBe(true);
      expect(contains(across?.second as Interval, second), `curvature at ${w}`).toBe(true);
    }
  });

  it('has no bound for its curvature below power 2', () => {
    expect(positivePartPower(x(-1, 2), 1.5)?.second.upper).toBe(Infinity);
    expect(positivePartPower(x(-1, 2), 2)?.second).toEqual(about(0, 2));
  });
});
