/**
 * A claim about a loss or α that a reader gives, in place of those that the claim is checked on.
 *
 * Workers make it again from the same text, so it needs no more than its claim's name and the formulae to cross to them.
 */
import type { Claim, GivenChanges, Given } from './claim.js';

/**
 * Makes the claim's statement about the given loss or α, with the counterfeits that are about any loss and without real images.
 *
 * @returns undefined where the claim is about particular losses, or about none
 * @throws InvalidInput where the formulae are those of no loss, as `lossFromFormulae` or `distanceLoss`, or of no α, as `importanceOf`
 * @example
 * const [about] = CLAIMS;
 * about && claimOfLoss(about, { phi: 'log(1 + x)', psi: 'exp(x)' })?.given?.loss; // { phi: 'log(1 + x)', psi: 'exp(x)' }
 */
export function claimOfLoss(claim: Claim, loss: Given): Claim | undefined {
  const changes = changesFor(claim, loss);
  if (changes === undefined) return undefined;
  const { instances, counterfeits, title = claim.title, grade = claim.grade, condition, alike } = changes;
  const { real: _ofNamedLosses, witness: _ofTheirs, ...rest } = claim;
  return {
    ...rest,
    title,
    grade,
    instances,
    counterfeits: claim.counterfeits.filter((one) => counterfeits?.includes(one.id) ?? one.instances === undefined),
    given: { loss, alike, ...(condition !== undefined && { condition }) },
  };
}

function changesFor(claim: Claim, loss: Given): GivenChanges | undefined {
  if ('phi' in loss) return claim.ofLoss?.(loss);
  return 'distances' in loss ? claim.ofDistances?.(loss) : claim.ofAlpha?.(loss);
}
