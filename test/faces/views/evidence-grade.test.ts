import { describe, expect, it } from 'vitest';
import { logFailureProbability } from '../../../src/claims/grade.js';
import { gradeText } from '../../../src/faces/views/evidence-grade.js';

describe('gradeText', () => {
  it('states the chance of a false identity, to the power of the points', () => {
    const exact = { kind: 'exact', degree: 4, reason: 'Both sides are polynomials.' } as const;
    // 4 / 2⁶¹ = 2⁻⁵⁹ ≈ 1.7e-18 a point.
    expect(gradeText(exact, { cases: 1 })).toContain('this point of the field');
    expect(gradeText(exact, { cases: 1 })).toContain('$10^{-17}$');
    expect(gradeText(exact, { cases: 10 })).toContain('$10^{-177}$');
    expect(gradeText(exact, { cases: 0 })).toBe(exact.reason);
  });

  it('repeats the reason of any other grade', () => {
    expect(gradeText({ kind: 'sampled', reason: 'Exponentials.' }, { cases: 5 })).toBe('Exponentials.');
  });
});

describe('logFailureProbability', () => {
  it('is 0 for an identity of degree p and falls by the same for each point', () => {
    expect(logFailureProbability(2 ** 61, 1)).toBeCloseTo(0, 10);
    expect(logFailureProbability(3, 7)).toBeCloseTo(7 * logFailureProbability(3, 1), 10);
  });
});
