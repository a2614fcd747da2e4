/** A loss that `verify` and `figures` are given as formulae, and the claims that are about it. */
import type { Command } from 'commander';
import { claimOfLoss } from '../../claims/claim-of-loss.js';
import type { Claim } from '../../claims/claim.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { namedFormulae } from '../../theory/losses/named-losses.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { parameterValues, requireUsedSymbols } from '../../theory/formula/parameter-values.js';

export interface GivenLossOptions {
  readonly loss?: string;
  readonly phi?: string;
  readonly psi?: string;
  readonly set?: string;
}

/** Adds the options of GivenLossOptions to a command. */
export function withGivenLossOptions(command: Command): Command {
  return command
    .option('--loss <name>', 'the claims that are about any loss, on this named one')
    .option('--phi <formula>', 'with --psi: the same, on a loss of your own; φ in x and parameters')
    .option('--psi <formula>', 'ψ in x and parameters')
    .option('--set <values>', 'parameters of the loss, by name or symbol: tau=0.5,eps=1');
}

/**
 * Returns the given loss, if there is one.
 *
 * @throws InvalidInput when one formula or the values are given without the other, or the values are invalid or of no symbol
 */
export function givenLoss({ loss, phi, psi, set }: GivenLossOptions): LossFormulae | undefined {
  if (loss !== undefined) {
    if (phi !== undefined || psi !== undefined) throw new InvalidInput('give one loss: --loss, or --phi and --psi');
    return namedFormulae(loss, parameterValues(set ?? ''));
  }
  if (phi === undefined && psi === undefined) {
    if (set !== undefined)
      throw new InvalidInput('--set is about --loss, or --phi and --psi: give them, or leave it out');
    return undefined;
  }
  const formulae = bothFormulae(phi, psi);
  const parameters = parameterValues(set ?? '');
  requireUsedSymbols('--set', parameters, [
    ['φ', formulae.phi],
    ['ψ', formulae.psi],
  ]);
  return { ...formulae, parameters };
}

/** Returns both formulae. @throws InvalidInput unless both are given */
export function bothFormulae(phi: string | undefined, psi: string | undefined): Pick<LossFormulae, 'phi' | 'psi'> {
  if (phi !== undefined && psi !== undefined) return { phi, psi };
  throw new InvalidInput(`--${phi === undefined ? 'phi' : 'psi'} is missing: a loss is two formulae, --phi and --psi`);
}

/**
 * Returns those of the claims that can be about any loss, on this one.
 *
 * @throws InvalidInput when there is none, or the formulae are those of no loss
 */
export function claimsOfLoss(claims: readonly Claim[], loss: LossFormulae, catalogue: readonly Claim[]): Claim[] {
  const about = claims.flatMap((claim) => claimOfLoss(claim, loss) ?? []);
  if (about.length === 0) {
    const possible = catalogue.flatMap(({ id, ofLoss }) => (ofLoss === undefined ? [] : [id]));
    throw new InvalidInput(`none of these claims is about a loss that is given: choose among ${possible.join(', ')}`);
  }
  return about;
}
