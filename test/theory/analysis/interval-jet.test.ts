import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactly, type Interval } from '../../../src/theory/algebra/interval.js';
import { certifySign } from '../../../src/theory/analysis/certify-sign.js';
import {
  coreOf,
  evaluated,
  number,
  symbol,
  type CoreExpression,
} from '../../../src/theory/analysis/core-expression.js';
import { jetOver } from '../../../src/theory/analysis/interval-jet.js';
import { shapeOf } from '../../../src/theory/analysis/shape.js';
import { LINE, spanOf } from '../../../src/theory/analysis/span.js';
import { NEGATIVE, POSITIVE, ZERO } from '../../../src/theory/analysis/sign.js';
import { parseFormula } from '../../../src/theory/formula/parse-formula.js';

/** Smooth and cornered expressions in x of moderate size. */
const { expression } = fc.letrec<{ expression: CoreExpression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(symbol('x')),
    fc.integer({ min: -3, max: 3 }).map(number),
    fc.record({
      kind: fc.constantFrom('negative', 'exp', 'abs', 'log', 'sqrt'),
      of: tie('expression'),
    }) as Arbitrary<CoreExpression>,
    fc.record({
      kind: fc.constantFrom('sum', 'product', 'quotient', 'max', 'min'),
      a: tie('expression'),
      b: tie('expression'),
    }) as Arbitrary<CoreExpression>,
    fc.record({
      kind: fc.constant('power'),
      a: tie('expression'),
      b: fc.integer({ min: 1, max: 3 }).map(number),
    }) as Arbitrary<CoreExpression>,
    fc
      .record({ of: tie('expression'), p: fc.constantFrom(1.5, 2, 3) })
      .map(({ of, p }): CoreExpression => ({ kind: 'power', a: { kind: 'max', a: number(0), b: of }, b: number(p) })),
    fc
      .record({ of: tie('expression'), c: fc.constantFrom(0.5, 1, 3) })
      .map(({ of, c }): CoreExpression => ({ kind: 'log', of: { kind: 'sum', a: { kind: 'exp', of }, b: number(c) } })),
  ),
}));

const place = fc.tuple(
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

describe('jets over intervals', () => {
  it('hold both slopes at the very point of a corner', () => {
    const corner = jetOver(coreOf(parseFormula('max(0, 1 - x)', ['x']).expression), { x: { lower: 1, upper: 1 } });
    expect(corner?.first.lower).toBeLessThanOrEqual(-1);
    expect(corner?.first.upper).toBeGreaterThanOrEqual(0);
  });

  it('contain values, slopes and second differences of every member', () => {
    fc.assert(
      fc.property(expression, place, (formula, [lower, wide, share]) => {
        const box = { x: { lower, upper: lower + wide } };
        const jet = jetOver(formula, box);
        if (jet === undefined) return;
        const x = lower + share * wide;
        const f = (at: number): number => evaluated(formula, { x: at });
        const [before, here, after] = [f(lower), f(x), f(lower + wide)];
        const scale = Math.max(1, Math.abs(before), Math.abs(here), Math.abs(after));
        if (!Number.isFinite(scale) || scale > 1e6) return;
        expect(here).toBeGreaterThanOrEqual(jet.value.lower - 1e-12 * scale);
        expect(here).toBeLessThanOrEqual(jet.value.upper + 1e-12 * scale);
        // The mean slope between two members lies in the enclosure of the slope, corners included.
        if (x - lower < 1e-3 || lower + wide - x < 1e-3) return;
        const [left, right] = [(here - before) / (x - lower), (after - here) / (lower + wide - x)];
        const slack = 1e-8 * scale;
        expect(left).toBeGreaterThanOrEqual(jet.first.lower - slack);
        expect(left).toBeLessThanOrEqual(jet.first.upper + slack);
        // And the change of the mean slope in that of the curvature.
        const bend = (2 * (right - left)) / wide;
        expect(bend).toBeGreaterThanOrEqual(jet.second.lower - 1e-5 * scale);
        expect(bend).toBeLessThanOrEqual(jet.second.upper + 1e-5 * scale);
      }),
      { numRuns: 3000 },
    );
  });

  it('of log(c + exp u) prove its curvature where exp u is 10⁻⁸ of c, or 10⁸', () => {
    const curvature = (text: string, x: number) =>
      jetOver(coreOf(parseFormula(text, ['x']).expression), { x: { lower: x, upper: x + 0.01 } })?.second;
    for (const [text, at, exact] of [
      ['log(1 + exp(20*x))', 1, 400 * Math.exp(-20)],
      ['log(1 + exp(20*x))', -1, 400 * Math.exp(-20)],
      ['log(exp(x) + 3)', 18, 3 * Math.exp(-18)],
    ] as const) {
      const found = curvature(text, at);
      expect(found?.lower).toBeGreaterThan(0.5 * exact);
      expect(found?.upper).toBeLessThan(2 * exact);
    }
  });

  it('agree with the sign rules: no jet at a point contradicts the shape', () => {
    fc.assert(
      fc.property(expression, place, (formula, [lower, wide]) => {
        const span = spanOf({ lower, upper: lower + wide });
        const shapes = [shapeOf(formula, { x: span }), shapeOf(formula, { x: LINE })];
        const x = lower + wide / 2;
        const jet = jetOver(formula, { x: { lower: x, upper: x } });
        if (jet === undefined) return;
        for (const shape of shapes.filter(({ defined }) => defined)) {
          for (const [sign, { lower: low, upper: high }] of [
            [shape.sign, jet.value],
            [shape.slope, jet.first],
            [shape.curvature, jet.second],
          ] as const) {
            if (low > 0) expect(sign & POSITIVE).toBe(POSITIVE);
            if (high < 0) expect(sign & NEGATIVE).toBe(NEGATIVE);
            if (low === 0 && high === 0) expect(sign & ZERO).toBe(ZERO);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('prove x² + c ≥ 0 for c in a range, find where it is negative, and leave open what touches 0', () => {
    const value = (text: string) => {
      const formula = coreOf(parseFormula(text, ['c']).expression);
      return (box: Parameters<typeof jetOver>[1]) => jetOver(formula, box)?.value;
    };
    const x = { lower: -2, upper: 3 };
    expect(certifySign(value('x^2 - x + c'), { x, c: { lower: 0.3, upper: 1 } }, 'positive').kind).toBe('certified');
    const failing = certifySign(value('x^2 - x + c'), { x, c: { lower: 0.2, upper: 1 } }, 'positive');
    expect(failing.kind).toBe('fails');
    if (failing.kind === 'fails') expect(failing.witness.value.upper).toBeLessThanOrEqual(0);
    expect(certifySign(value('x^2 - x + 1/4'), { x }, 'positive').kind).not.toBe('certified');
  });
});

describe('[w]₊ᵖ for a range of p from 1 on', () => {
  const power = (b: CoreExpression): CoreExpression => ({
    kind: 'power',
    a: { kind: 'max', a: number(0), b: coreOf(parseFormula('c*x + d', ['c', 'd']).expression) },
    b,
  });
  const anywhere = fc.record({
    c: fc.double({ min: -2, max: 2, noNaN: true }),
    d: fc.double({ min: -2, max: 2, noNaN: true }),
    x: fc.double({ min: -2, max: 2, noNaN: true }),
    p: fc.double({ min: 1, max: 4, noNaN: true }),
    width: fc.double({ min: 0.01, max: 2, noNaN: true }),
  });

  it('is enclosed, with its slope, and is convex with the sign of its slope by the rules', () => {
    fc.assert(
      fc.property(anywhere, ({ c, d, x, p, width }) => {
        const around = (at: number, least = -Infinity): Interval => ({
          lower: Math.max(least, at - width),
          upper: at + width,
        });
        const box = { c: exactly(c), d: exactly(d), x: around(x), p: around(p, 1) };
        const jet = jetOver(power(symbol('p')), box);
        const w = c * x + d;
        const [value, slope] = w > 0 ? [w ** p, p * w ** (p - 1) * c] : [0, 0];
        const within = ({ lower, upper }: Interval, at: number): boolean => {
          const slack = 1e-9 * (1 + Math.abs(at));
          return lower - slack <= at && at <= upper + slack;
        };
        expect(jet && within(jet.value, value) && within(jet.first, slope)).toBe(true);
        const shape = shapeOf(power(symbol('p')), { c: spanOf(box.c), d: spanOf(box.d), x: LINE, p: spanOf(box.p) });
        expect(within(shape.range, value)).toBe(true);
        expect(shape.curvature & NEGATIVE).toBe(0);
        expect(shape.slope & (slope > 0 ? POSITIVE : slope < 0 ? NEGATIVE : ZERO)).not.toBe(0);
      }),
    );
  });
});
