import { describe, expect, it } from 'vitest';
import { atFewPlaces } from '../../../src/faces/report/few-places.js';
import type { Statement } from '../../../src/theory/analysis/statement.js';

const failing = (at: Readonly<Record<string, number>>): Statement => ({
  id: 'convex',
  claim: 'F is convex',
  outcome: 'fails',
  evidence: { grade: 'interval-certified', domain: 'p, n ∈ [0, 2]', reason: 'enclosed at a point' },
  witness: { at, quantity: 'β', value: { lower: -2, upper: -1 } },
});

describe('a counterexample in few words', () => {
  it('names negatives at one distance once, and others one by one', () => {
    const many = Object.fromEntries(Array.from({ length: 62 }, (_, k) => [`n${k + 1}`, 0.3]));
    expect(atFewPlaces(failing({ p: 0.06000000000000001, ...many })).witness?.at).toEqual({
      p: 0.06,
      'each of 62 negatives': 0.3,
    });
    const few = { p: 0.1, n1: 0.2, n2: 0.2, 'p of one of them': 1, 'n1 of one of them': 0.4 };
    expect(atFewPlaces(failing(few)).witness?.at).toEqual(few);
    expect(atFewPlaces(failing({ ...many, n7: 0.4 })).witness?.at).toEqual({ ...many, n7: 0.4 });
  });
});
