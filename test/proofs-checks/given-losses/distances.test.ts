/** Claims of two weights on losses of distances that a reader gives. */
import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../../../proofs-checks/index.js';
import type { Claim, GivenDistances } from '../../../src/claims/claim.js';
import { verdictOn } from './verdict-on.js';

const [gradient, pca] = ['two-weights-gradient', 'two-weights-pca'].map(
  (id) => CLAIMS.find((claim) => claim.id === id) as Claim,
) as [Claim, Claim];

const named = (name: string, parameters = {}): GivenDistances => ({ distances: { name, parameters } });

describe('claims of two weights on a given loss of distances', () => {
  it.each<GivenDistances>([
    named('siglip', { t: 100, b: -50 }),
    // Saturated: values are 0 and weights 1e-42 where intermediate terms are 50.
    named('supcon', { tau: 0.02, base: 0.07 }),
    { distances: { anchor: 'p/tau + log(u)', sums: { u: 'exp(-n/tau)' }, parameters: { tau: 0.1 } } },
  ])('hold, and refute counterfeits: %j', (given) => {
    for (const claim of [gradient, pca]) {
      const { status, counterfeits } = verdictOn(claim, given, 5);
      expect(status).toBe('holds');
      expect(counterfeits.filter((one) => one.refuted).length).toBeGreaterThanOrEqual(3);
    }
  });

  it('are not applicable, with the reason', () => {
    expect(verdictOn(gradient, named('sogclr'), 5)).toMatchObject({
      status: 'not applicable',
      reason: expect.stringContaining('held fixed') as string,
    });
    expect(verdictOn(gradient, named('debiased'), 5)).toMatchObject({ reason: 'it has a corner' });
    expect(verdictOn(pca, named('alignment'), 5).status).toBe('not applicable');
  });
});
