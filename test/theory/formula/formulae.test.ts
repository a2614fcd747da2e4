import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { compileFormula } from '../../../src/theory/formula/compile-formula.js';
import { differentiate } from '../../../src/theory/formula/differentiate.js';
import { parts, type Expression } from '../../../src/theory/formula/expression.js';
import { formulaOf } from '../../../src/theory/formula/formula.js';
import { parseFormula } from '../../../src/theory/formula/parse-formula.js';
import { simplify } from '../../../src/theory/formula/simplify.js';
import { ARGUMENTS, formulaText, VALUES } from './any-formula.js';
import { HOSTILE } from './hostile-formulae.js';

const parse = (text: string): ReturnType<typeof parseFormula> => parseFormula(text, ['a', 'b'], 'φ');

/** Whether two values agree, where the formula is tame: deep towers of exponentials magnify every rounding. */
function agree(value: number, expected: number, tolerance: number): boolean {
  return !(Math.abs(expected) < 1e6) || Math.abs(value - expected) <= tolerance * (1 + Math.abs(expected));
}

/** Whether no part of it divides by 0 or overflows. */
function isFiniteThroughout(expression: Expression, values: Readonly<Record<string, number>>, x: number): boolean {
  return parts(expression).every((part) => Number.isFinite(compileFormula(formulaOf(part), values)(x)));
}

describe('a formula', () => {
  it('is the same formula when its own text is read again', () => {
    fc.assert(
      fc.property(formulaText, (text) => {
        fc.pre(text.length < 300);
        const { text: written } = formulaOf(parse(text).expression);
        expect(formulaOf(parse(written).expression).text).toBe(written);
      }),
    );
  });

  it('keeps its value when simplified', () => {
    fc.assert(
      fc.property(formulaText, VALUES, ARGUMENTS, (text, values, x) => {
        fc.pre(text.length < 300);
        const formula = parse(text);
        const [value, right] = [simplify(formula), formula].map((one) => compileFormula(one, values)(x)) as [
          number,
          number,
        ];
        // A simplified formula may be defined in more points, and rounding near a jump decides nothing.
        const nearby = [x - 1e-7, x + 1e-7].map((at) => compileFormula(formula, values)(at));
        fc.pre(nearby.every((near) => Math.abs(near - right) <= 1e-3 * (1 + Math.abs(right))));
        expect(agree(value, right, 1e-6)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('has the slope of its derivative, wherever that is defined', () => {
    fc.assert(
      fc.property(formulaText, VALUES, ARGUMENTS, (text, values, x) => {
        fc.pre(text.length < 200);
        const formula = parse(text);
        const at = compileFormula(formula, values);
        const h = 1e-4;
        const [left, middle, right] = [at(x - h), at(x), at(x + h)];
        const [backward, forward] = [(middle - left) / h, (right - middle) / h];
        fc.pre([x - h, x, x + h].every((point) => isFiniteThroughout(formula.expression, values, point)));
        fc.pre(isFiniteThroughout(differentiate(formula).expression, values, x));
        // Smooth here, and of a size at which the difference has digits.
        fc.pre(Math.abs(forward - backward) < 1e-2 && Math.abs(middle) < 1e3);
        expect(agree(compileFormula(differentiate(formula), values)(x), (forward + backward) / 2, 1e-2)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('invalid formulae', () => {
  it.each(HOSTILE)('%.30s: one line that names the column', (text, column) => {
    let fault: unknown;
    try {
      parse(text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(InvalidInput);
    const { message } = fault as InvalidInput;
    expect(message).toMatch(new RegExp(`^φ, column ${column}: [\\P{C}]{10,300}$`, 'u'));
  });

  it.each(['exp', 'step', 'mod', 'NaN', '__proto__', 'a b', '', 'ä', 'a'.repeat(31)])(
    'names no parameter %s',
    (name) => {
      expect(() => parseFormula('x', [name])).toThrow(InvalidInput);
    },
  );
});
