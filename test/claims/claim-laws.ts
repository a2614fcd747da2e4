import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/claims/claim.js';
import { examineStreams } from '../../src/claims/examine.js';
import { holds } from '../../src/claims/verdict.js';

const OPTIONS = { timeLimit: 60, onRefutation: 'first' } as const;

/** What every claim must satisfy, whatever it says. */
export function claimLaws(claim: Claim): void {
  describe(claim.id, () => {
    const examination = examineStreams(claim, claim, { ...OPTIONS, seed: 1, cases: 20 });

    it('holds on its instances', () => {
      expect(examination.counterexample).toBeUndefined();
      // Streams round their shares up, or are tried as often as their own number has it.
      expect(examination.cases).toBeGreaterThanOrEqual(18);
    });

    it('compares with bounds that are positive and finite', () => {
      for (const { bound } of examination.evidence) {
        expect(bound).toBeGreaterThan(0);
        expect(bound).toBeLessThan(Infinity);
      }
    });

    it('finds the same for the same seed', () => {
      expect(examineStreams(claim, claim, { ...OPTIONS, seed: 1, cases: 20 })).toEqual(examination);
    });

    it('has instances that cross to a worker and back unchanged', () => {
      const instance = examination.worst?.instance;
      expect(structuredClone(instance)).toEqual(instance);
    });

    it.each(claim.counterfeits)('refutes: $description', (counterfeit) => {
      for (const seed of [11, 12, 13]) {
        const { counterexample } = examineStreams(claim, counterfeit, { ...OPTIONS, seed, cases: 100 });
        expect(counterexample).toBeDefined();
        expect(counterexample?.error).toBeUndefined();
      }
    });

    it('keeps a counterfeit refuted while it shrinks the instance', () => {
      const [counterfeit = claim] = claim.counterfeits;
      const shrinking = { ...OPTIONS, seed: 11, cases: 100, timeLimit: 5, onRefutation: 'shrink' } as const;
      const { counterexample } = examineStreams(claim, counterfeit, shrinking);
      expect(counterexample !== undefined && holds(counterexample)).toBe(false);
    });
  });
}
