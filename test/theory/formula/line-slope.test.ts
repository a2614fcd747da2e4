import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFormula } from '../../../src/theory/formula/compile-formula.js';
import { differentiate } from '../../../src/theory/formula/differentiate.js';
import { VARIABLE } from '../../../src/theory/formula/expression.js';
import { lineFunction } from '../../../src/theory/formula/generated-line.js';
import { slopeOfLine } from '../../../src/theory/formula/line-slope.js';
import { parseFormula } from '../../../src/theory/formula/parse-formula.js';
import { straightLine } from '../../../src/theory/formula/straight-line.js';
import { ARGUMENTS, formulaText, VALUES } from './any-formula.js';

/** The derivative of a formula by its steps. */
function slopeOf(text: string, values: Readonly<Record<string, number>>): (x: number) => number {
  return lineFunction(slopeOfLine(straightLine(parseFormula(text, Object.keys(values)), values, VARIABLE)));
}

describe('the slope of a straight line', () => {
  it('is that of the formula, corners included', () => {
    let compared = 0;
    fc.assert(
      fc.property(formulaText, VALUES, ARGUMENTS, (text, values, x) => {
        fc.pre(text.length < 200);
        const formula = parseFormula(text, ['a', 'b']);
        const right = compileFormula(differentiate(formula), values)(x);
        const [value, own] = [compileFormula(formula, values)(x), slopeOf(text, values)(x)];
        fc.pre(Number.isFinite(value) && Number.isFinite(right) && Number.isFinite(own));
        compared++;
        // Terms of either form may be far larger than their sum.
        fc.pre(Math.abs(right) > 1e-6 && Math.abs(right) < 1e6 && Math.abs(value) < 1e6);
        expect(Math.abs(own - right)).toBeLessThan(1e-6 * Math.abs(right));
      }),
      { numRuns: 1000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it.each([
    ['tanh(x)', 400, 0],
    ['tanh(x)', 30, 4 * Math.exp(-60)],
    ['exp(x)/(1 + exp(x))', 60, Math.exp(-60)],
    ['exp(x)/(1 + exp(x))', 800, 0],
    ['1/(1 + exp(-x))', -60, Math.exp(-60)],
    ['sqrt(1 + exp(2*x))', 400, Math.exp(400)],
    ['(1 + exp(x))^(-1)', -800, 0],
  ])('of %s at %d keeps its digits where the written-out one has none', (text, x, right) => {
    const own = slopeOf(text, {})(x);
    expect(Math.abs(own - right)).toBeLessThanOrEqual(1e-13 * right);
  });
});
