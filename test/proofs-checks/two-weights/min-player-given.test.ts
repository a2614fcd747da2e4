import fc from 'fast-check';
import { expect, it } from 'vitest';
import { twoWeightsMinPlayer } from '../../../proofs-checks/two-weights/two-weights-min-player.js';
import { claimOfLoss } from '../../../src/claims/claim-of-loss.js';
import { holds } from '../../../src/claims/verdict.js';

it('two-weights-min-player is about the loss whose conjugate it writes out, at the parameters that are given', () => {
  const given = claimOfLoss(twoWeightsMinPlayer, { distances: { name: 'siglip', parameters: { scale: 2, bias: 1 } } });
  fc.assert(
    fc.property(given?.instances as fc.Arbitrary<unknown>, (instance) => {
      expect(instance).toMatchObject({ scale: 2, bias: 1 });
      for (const { subject } of given?.counterfeits ?? []) {
        expect(given?.given?.alike(instance, subject, subject)).toBe(true);
      }
      return given !== undefined && holds(given.check(instance, given.subject));
    }),
    { numRuns: 20 },
  );
  expect(given?.counterfeits).toHaveLength(4);
  expect(claimOfLoss(twoWeightsMinPlayer, { distances: { name: 'clip' } })).toBeUndefined();
});
