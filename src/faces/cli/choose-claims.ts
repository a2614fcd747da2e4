/** Choice of claims by `--claims`. */
import type { Claim } from '../../claims/claim.js';
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
