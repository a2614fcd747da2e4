import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { taylorSlope } from '../../src/claims/taylor-slope.js';
import { exponential, hinge, linear, logarithm, sigmoid, squaredPositiveLog } from '../../bench/losses-by-hand.js';
import type { ScalarFunction } from '../../src/theory/losses/scalar-function.js';

const FUNCTIONS: readonly [string, () => ScalarFunction][] = [
  ['x', () => linear()],
  ['exp(2x)', () => exponential(2)],
  ['exp(x/10 + 1)', () => exponential(0.1, 1)],
  ['0.5 log(1 + x)', () => logarithm(0.5, 1)],
  ['log x', () => logarithm(1, 0)],
  ['2 log(0.3 + x)', () => logarithm(2, 0.3)],
  ['[x + 1]₊', () => hinge(1)],
  ['sigmoid(3x)', () => sigmoid(3)],
  ['[log x]₊²', () => squaredPositiveLog()],
];

/** Half-width of the interval around a point on which its derivatives are tried. */
const STEP = 0.01;

describe.each(FUNCTIONS)('%s', (_name, make) => {
  let f: ScalarFunction;
  beforeEach(() => {
    f = make();
  });

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

it('a logarithm is defined above its lower bound and nowhere below', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), (tenths) => {
      const { value, lowerBound } = logarithm(2, tenths / 10);
      expect(value(lowerBound + 1e-9)).toSatisfy(Number.isFinite);
      expect(value(lowerBound - 1e-9)).toBeNaN();
    }),
  );
});

it('log(1 + x) keeps the digits of a small x', () => {
  expect(logarithm(2, 1).value(1e-20)).toBe(2e-20);
});

it('a hinge names its corner, and takes the derivative from the left there', () => {
  const { kinks, derivative } = hinge(0.5);
  expect(kinks).toEqual([{ at: -0.5, order: 1 }]);
  expect(derivative(-0.5)).toBe(0);
});

it('[log x]₊² takes its second derivative from the right where it jumps', () => {
  const { kinks, secondDerivative } = squaredPositiveLog();
  expect(kinks).toEqual([{ at: 1, order: 2 }]);
  expect(secondDerivative(1)).toBe(2);
});
