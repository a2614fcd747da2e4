/** Choice of claims by `--claims`, and by the loss or α that they are to be about. */
import { claimOfLoss } from '../../claims/claim-of-loss.js';
import type { Claim, Given } from '../../claims/claim.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { fitsPattern } from './name-pattern.js';

/**
 * Returns the claims whose ids fit patterns.
 *
 * @param patterns ids separated by commas; `*` stands for any characters, so `covariance-*` takes all of them
 * @returns the claims in the catalogue's order, each once
 * @throws InvalidInput when a pattern fits no claim, listing all ids
 */
export function chooseClaims(catalogue: readonly Claim[], patterns: string): Claim[] {
  const wanted = patterns.split(',').map((pattern) => pattern.trim());
  for (const pattern of wanted) {
    if (pattern === '')
      throw new InvalidInput('--claims is empty: give ids separated by commas, or leave it out for all');
    if (!catalogue.some(({ id }) => fitsPattern(pattern, id)))
      throw unknownName(
        'claim',
        pattern,
        catalogue.map(({ id }) => id),
      );
  }
  return catalogue.filter(({ id }) => wanted.some((pattern) => fitsPattern(pattern, id)));
}

/**
 * Returns those of the claims that can be about any loss, or any α, on this one.
 *
 * @throws InvalidInput when there is none, or the formulae are those of no loss
 */
export function claimsOfLoss(claims: readonly Claim[], given: Given, catalogue: readonly Claim[]): Claim[] {
  const about = claims.flatMap((claim) => claimOfLoss(claim, given) ?? []);
  if (about.length > 0) return about;
  const [what, door] = doorOf(given);
  const possible = catalogue.flatMap((claim) => (claim[door] === undefined ? [] : [claim.id]));
  const other = door !== 'ofAlpha' ? '' : '; what needs φ and ψ takes --loss, or --phi and --psi';
  throw new InvalidInput(
    `none of these claims is about ${what} that is given: choose among ${possible.join(', ')}${other}`,
  );
}

function doorOf(given: Given): readonly [string, 'ofLoss' | 'ofDistances' | 'ofAlpha'] {
  if ('phi' in given) return ['a loss', 'ofLoss'];
  return 'distances' in given ? ['a loss of distances', 'ofDistances'] : ['an α', 'ofAlpha'];
}
