/** The verdict of a claim on a given loss, in this process: as `verify` comes to it, without its threads. */
import { claimOfLoss } from '../../../src/claims/claim-of-loss.js';
import type { Claim, Given } from '../../../src/claims/claim.js';
import { examine } from '../../../src/claims/examine.js';
import { mergeVerdict, type TaskOutcome } from '../../../src/claims/merge-verdict.js';
import type { Verdict } from '../../../src/claims/verdict.js';

const OPTIONS = { seed: 7, cases: 100, timeLimit: 120 } as const;

/** @param cases instances of the claim; counterfeits have a hundred, as in every run */
export function verdictOn(found: Claim, loss: Given, cases = 50): Verdict {
  const claim = claimOfLoss(found, loss);
  if (claim === undefined) throw new Error(`${found.id} is about no loss that is given`);
  const unmet = claim.given?.condition?.unmet();
  return mergeVerdict(claim, unmet === undefined ? outcomesOf(claim, cases) : [], unmet);
}

export function outcomesOf(claim: Claim, cases: number): TaskOutcome[] {
  const task = { claim: claim.id, ...OPTIONS, cases };
  return [
    {
      task: { ...task, kind: 'instances' },
      result: { examination: examine(claim, claim, { ...task, onRefutation: 'shrink' }), seconds: 0 },
    },
    ...claim.counterfeits.map((counterfeit): TaskOutcome => ({
      task: { ...task, kind: 'counterfeit', counterfeit: counterfeit.id },
      result: { examination: examine(claim, counterfeit, { ...OPTIONS, onRefutation: 'first' }), seconds: 0 },
    })),
  ];
}
