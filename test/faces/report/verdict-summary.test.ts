import { describe, expect, it } from 'vitest';
import { counterfeitsRefuted, verdictSummary } from '../../../src/faces/report/verdict-summary.js';
import { BROKEN, ENTRIES, HOLDING } from './fake-report.js';

describe('verdictSummary', () => {
  it('counts what holds and names what does not', () => {
    expect(verdictSummary(ENTRIES.map(({ verdict }) => verdict))).toBe(
      '1 of 4 claims hold, 1 refuted, 1 broken, 1 unfinished',
    );
    expect(verdictSummary([HOLDING.verdict, HOLDING.verdict])).toBe('2 of 2 claims hold');
    expect(verdictSummary([HOLDING.verdict])).toBe('1 of 1 claim holds');
  });
});

describe('counterfeitsRefuted', () => {
  it('counts the refuted among all', () => expect(counterfeitsRefuted(BROKEN.verdict)).toBe('2 of 4'));
});
