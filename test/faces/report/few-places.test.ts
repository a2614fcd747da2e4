import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atFewPlaces } from '../../../src/faces/report/few-places.js';
import type { Statement } from '../../../src/theory/analysis/statement.js';

const failing = (at: Readonly<Record<string, number>>, lower = -2, upper = -1): Statement => ({
  id: 'convex',
  claim: 'F is convex',
  outcome: 'fails',
  evidence: { grade: 'interval-certified', domain: 'p, n ∈ [0, 2]', reason: 'enclosed at a point' },
  witness: { at, quantity: 'β', value: { lower, upper } },
});

describe('a counterexample in few words', () => {
  it('names negatives at one distance once, and others one by one', () => {
    const many = Object.fromEntries(Array.from({ length: 62 }, (_, k) => [`n${k + 1}`, 0.3]));
    expect(atFewPlaces(failing({ p: 0.1, ...many })).witness?.at).toEqual({ p: 0.1, 'each of 62 negatives': 0.3 });
    const few = { p: 0.1, n1: 0.2, n2: 0.2, 'p of one of them': 1, 'n1 of one of them': 0.4 };
    expect(atFewPlaces(failing(few)).witness?.at).toEqual(few);
    expect(atFewPlaces(failing({ ...many, n7: 0.4 })).witness?.at).toEqual({ ...many, n7: 0.4 });
  });

  it('encloses with four digits what it enclosed with all', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
        const value = atFewPlaces(failing({ p: 1 }, lower, upper)).witness?.value ?? { lower: 1, upper: -1 };
        expect(value.lower).toBeLessThanOrEqual(lower);
        expect(value.upper).toBeGreaterThanOrEqual(upper);
        if (Math.abs(lower) > 1e-300) expect(value.lower).toBe(Number(value.lower.toPrecision(4)));
      }),
    );
  });
});
