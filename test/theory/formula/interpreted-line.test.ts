import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../../../src/theory/formula/differentiate.js';
import { VARIABLE } from '../../../src/theory/formula/expression.js';
import { lineFunction as generated } from '../../../src/theory/formula/generated-line.js';
import { lineFunction as interpreted } from '../../../src/theory/formula/interpreted-line.js';
import { parseFormula } from '../../../src/theory/formula/parse-formula.js';
import { straightLine } from '../../../src/theory/formula/straight-line.js';
import { ARGUMENTS, formulaText, VALUES } from './any-formula.js';

describe('a straight line that is interpreted', () => {
  it('gives the bits of the generated function, for a formula and for its derivative', () => {
    fc.assert(
      fc.property(formulaText, VALUES, ARGUMENTS, (text, values, x) => {
        fc.pre(text.length < 300);
        const formula = parseFormula(text, ['a', 'b']);
        for (const one of [formula, differentiate(formula)]) {
          const line = straightLine(one, values, VARIABLE);
          expect(interpreted(line)(x)).toBe(generated(line)(x));
        }
      }),
    );
  });
});
