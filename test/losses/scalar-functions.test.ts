import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taylorSlope } from '../../src/claims/taylor-slope.js';
import {
  exponential,
  hinge,
  linear,
  logarithm,
  sigmoid,
  squaredPositiveLog,
} from '../../src/losses/scalar-functions.js';
import type { ScalarFunction } from '../../src/losses/scalar-functions.js';

const FUNCTIONS: readonly [string, ScalarFunction][] = [
  ['x', linear()],
  ['exp(2x)', exponential(2)],
  ['exp(x/10 + 1)', exponential(0.1, 1)],
  ['0.5 log(1 + x)', logarithm(0.5, 1)],
  ['log x', logarithm(1, 0)],
  ['2 log(0.3 + x)', logarithm(2, 0.3)],
  ['[x + 1]₊', hinge(1)],
  ['sigmoid(3x)', sigmoid(3)],
  ['[log x]₊²', squaredPositiveLog()],
];

/** Half-width of the interval around a point on which its derivatives are tried. */
const STEP = 0.01;

describe.each(FUNCTIONS)('%s', (_name, f) => {
  /** Points inside the domain whose neighbourhood holds no kink. */
  const smoothPoint = fc
    .double({ min: -4, max: 6, noNaN: true })
    .filter((x) => x > f.lowerBound + 2 * STEP && f.kinks.every(({ at }) => Math.abs(x - at) > 2 * STEP));

  it('never decreases', () => {
    fc.assert(
      fc.property(
        smoothPoint,
        smoothPoint,
        (x, y) => f.value(Math.min(x, y)) <= f.value(Math.max(x, y)) && f.derivative(x) >= 0,
      ),
    );
  });

  it('has the first and second derivative of its value (slope 2 of the remainder)', () => {
    fc.assert(
      fc.property(smoothPoint, (x) => {
        expect(taylorSlope((t) => f.value(x + t), f.derivative(x), STEP).slope).toBeGreaterThan(1.5);
        expect(taylorSlope((t) => f.derivative(x + t), f.secondDerivative(x), STEP).slope).toBeGreaterThan(1.5);
      }),
    );
  });

  it('is, with its derivatives below the order of a kink, continuous there', () => {
    for (const { at, order } of f.kinks) {
      const jump = (g: (x: number) => number): number => Math.abs(g(at + 1e-9) - g(at - 1e-9));
      expect(jump(f.value)).toBeLessThan(1e-8);
      expect(jump(f.derivative) < 1e-7).toBe(order === 2);
      expect(jump(f.secondDerivative) < 1e-7).toBe(order === 1);
    }
  });

  it('says the same in the log domain', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (l) => {
        if (f.ofExponent !== undefined) {
          expect(f.ofExponent.value(l)).toBeCloseTo(f.value(Math.exp(l)), 12);
          expect(f.ofExponent.derivative(l)).toBeCloseTo(f.derivative(Math.exp(l)) * Math.exp(l), 12);
        }
        if (f.logLine !== undefined) {
          expect(f.logLine.rate * l + f.logLine.shift).toBeCloseTo(Math.log(f.value(l)), 12);
        }
      }),
    );
  });
});
