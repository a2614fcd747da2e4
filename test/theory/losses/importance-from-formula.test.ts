import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMPORTANCE_NAMES, IMPORTANCES, namedImportance } from '../../../src/theory/losses/importances.js';
import { importanceFromFormula } from '../../../src/theory/losses/importance-from-formula.js';

const FORMULAE = IMPORTANCE_NAMES.flatMap((name) => {
  const importance = IMPORTANCES[name];
  return 'formula' in importance ? [[name, importance.formula, Object.keys(importance.defaults)] as const] : [];
});

describe('the formula of a named importance', () => {
  it.each(FORMULAE)('gives the weights of the one written by hand: %s, %s', (name, alpha, keys) => {
    const value = fc.integer({ min: 2, max: 30 }).map((tenths) => tenths / 10);
    const distances = fc.float64Array({ min: 0, max: 2, noNaN: true, minLength: 1 });
    fc.assert(
      fc.property(fc.array(value, { minLength: keys.length, maxLength: keys.length }), distances, (values, r) => {
        const parameters = Object.fromEntries(keys.map((key, k) => [key, values[k] as number]));
        const byHand = namedImportance(name, parameters)(r);
        importanceFromFormula({ alpha, parameters })
          .importance(r)
          .forEach((weight, k) => {
            const right = byHand[k] as number;
            // exp and powers carry the rounding of their arguments, of size 2^p/τ.
            expect(Math.abs(weight - right)).toBeLessThanOrEqual(1e-12 * right);
          });
      }),
    );
  });
});

describe('invalid formulae of α', () => {
  it.each([
    ['r - 1', /^α, column 3: it is negative at r = 0/],
    ['1/r', /^α, column 2: 1\/r has no finite value at r = 0/],
    ['2 + log(d)', /^α, column 5: log\(d\) has no finite value at r = 0/],
    ['exp(-x)', /^α, column 6: unknown symbol "x": use r, d/],
    ['exp(-r/tau)', /^α, column 8: unknown symbol "tau"/],
    ['sqrt(1 - r)', /^α, column 1: sqrt\(1 - r\) has no real value at r = 1\.00/],
    ['0*r', /^α, column 2: it is 0 at every distance/],
    ['1/abs(r - 0.5)', /^α, column 2: 1\/abs\(r - 0\.5\) has no finite value at r = 0\.5:/],
    // At small distances too, between which a power changes most.
    ['abs(r - 1e-5) - 1e-6', /it is negative at r = 0\.00001:/],
    ['abs(r - 1e-8) - 1e-9', /it is negative at r = 1e-8:/],
    ['abs(r - 1e-3) - 1e-4', /it is negative at r = 0\.001:/],
  ])('%s is refused at its column', (alpha, message) => {
    expect(() => importanceFromFormula({ alpha })).toThrow(message);
  });
  it('has symbols with a finite value each, and none that is the distance', () => {
    expect(() => importanceFromFormula({ alpha: 'exp(-r)', parameters: { r: 1 } })).toThrow(/^--set gives r a value/);
    expect(() => importanceFromFormula({ alpha: 'exp(-r/tau)', parameters: { tau: Number.NaN } })).toThrow(
      /tau is NaN/,
    );
  });
});
