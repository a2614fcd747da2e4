import { describe, expect, it } from 'vitest';
import { decidedText, differencesNote } from '../../../src/faces/report/table-text.js';

describe('a difference in words', () => {
  const from = (mean: number, halfWidth: number | null): string =>
    decidedText({ test: 'paired', n: halfWidth === null ? 1 : 3, mean, halfWidth });

  it('decides only where its interval leaves out 0, and never by one seed', () => {
    expect([from(0.02, 0.01), from(-0.02, 0.01), from(0.02, 0.03), from(0.02, null), from(0.02, 0)]).toEqual([
      '+2.00 [1.00, 3.00], better',
      '−2.00 [−3.00, −1.00], worse',
      '+2.00 [−1.00, 5.00], undecided',
      '+2.00, one seed',
      '+2.00 [2.00, 2.00]',
    ]);
    expect(decidedText(undefined)).toBe('–');
  });

  it('names the reference, and says that one seed decides nothing', () => {
    const one = { label: 'b', reference: 'a', metrics: {} };
    expect(differencesNote([{ ...one, seeds: [1, 2] }])).toMatch(/^Difference from a .*paired by seed\)\.$/);
    expect(differencesNote([{ ...one, seeds: [1] }])).toContain('A single seed decides nothing');
    expect(differencesNote([{ ...one, seeds: [] }])).toContain('share no seed');
    expect(differencesNote([])).toBe('');
  });
});
