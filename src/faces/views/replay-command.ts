/** The command line that shows one instance again. */
import { PROGRAM } from '../../base/program-name.js';
import type { Claim, Given } from '../../claims/claim.js';
import type { Counterexample } from '../../claims/verdict.js';
import { lossOptions } from './loss-options.js';

/**
 * Returns the command that replays an instance.
 *
 * @param counterfeit id of the counterfeit that the instance refutes; none if it is one of the claim's own
 */
export function replayCommand(
  { id, given }: Pick<Claim, 'id'> & { readonly given?: { readonly loss: Given } },
  { replay }: Pick<Counterexample, 'replay'>,
  counterfeit?: string,
): string {
  const loss = given === undefined ? '' : ` ${lossOptions(given.loss)}`;
  const tried = counterfeit === undefined ? '' : ` --counterfeit ${counterfeit}`;
  return `${PROGRAM} verify${loss} --claims ${id}${tried} --replay ${replay}`;
}
