import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber, formatSeconds } from '../../src/base/format-number.js';
import { counted, thousands } from '../../src/base/thousands.js';

describe('formatNumber', () => {
  it('stays within half a unit of the third digit', () => {
    assert(
      property(double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        const shown = Number(formatNumber(value).replaceAll(',', ''));
        // The third digit is worth at most a hundredth; the float that was shown adds its own rounding.
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(Math.abs(value) * (0.005 + 1e-12));
      }),
    );
  });

  it.each([
    [0, '0'],
    [3.2e-15, '3.20e-15'],
    [0.029, '0.0290'],
    [0.00099996, '0.00100'],
    [1, '1.00'],
    [999.9, '1,000'],
    [1234, '1,230'],
    [99_999, '1.00e5'],
    [7.8125e11, '7.81e11'],
    [-0.25, '-0.250'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    [Number.NaN, 'NaN'],
  ])('shows %d as %s', (value, text) => expect(formatNumber(value)).toBe(text));
});

describe('thousands', () => {
  it('groups thousands without losing a digit', () => {
    assert(
      property(integer({ min: 0 }), (count) => {
        expect(thousands(count).replaceAll(',', '')).toBe(`${count}`);
      }),
    );
    expect(thousands(12_000)).toBe('12,000');
  });
});

describe('formatSeconds', () => {
  it.each([
    [0.041, '0.04 s'],
    [0.999, '1.0 s'],
    [3.21, '3.2 s'],
    [9.99, '10 s'],
    [119.4, '119 s'],
    [125, '2 min 5 s'],
    [3599.6, '1 h 0 min'],
    [3725, '1 h 2 min'],
  ])('shows %d seconds as %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
});

describe('counted', () => {
  it('puts the noun in the plural but for one', () => {
    expect([0, 1, 2, 2000].map((count) => counted(count, 'run'))).toEqual(['0 runs', '1 run', '2 runs', '2,000 runs']);
  });
});
