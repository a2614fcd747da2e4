/**
 * A claim about a loss that a reader gives as formulae, in place of the named losses that the claim is checked on.
 *
 * Workers make it again from the same text, so it needs no more than its claim's name and the formulae to cross to them.
 */
import type { LossFormulae } from '../theory/losses/loss-formulae.js';
import type { Claim, ClaimOfLoss } from './claim.js';

/**
 * Makes the claim's statement about the given loss, with the counterfeits that are about any loss and without real images.
 *
 * @returns undefined where the claim is about particular losses, or about none
 * @throws InvalidInput where the formulae are those of no loss, as `lossFromFormulae`
 * @example
 * const [about] = CLAIMS;
 * about && claimOfLoss(about, { phi: 'log(1 + x)', psi: 'exp(x)' })?.given?.loss; // { phi: 'log(1 + x)', psi: 'exp(x)' }
 */
export function claimOfLoss(claim: Claim, loss: LossFormulae): Claim | undefined {
  if (claim.ofLoss === undefined) return undefined;
  const { instances, counterfeits, title = claim.title, condition, alike }: ClaimOfLoss = claim.ofLoss(loss);
  const { real: _ofNamedLosses, ...rest } = claim;
  return {
    ...rest,
    title,
    instances,
    counterfeits: claim.counterfeits.filter(({ id }) => counterfeits.includes(id)),
    given: { loss, alike, ...(condition !== undefined && { condition }) },
  };
}
