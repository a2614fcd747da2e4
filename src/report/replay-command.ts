/** The command line that shows one refuting instance again. */
import type { Claim } from '../claims/claim.js';
import type { Counterexample } from '../claims/verdict.js';
import { lossOptions } from './loss-options.js';

export function replayCommand(
  { id, given }: Pick<Claim, 'id' | 'given'>,
  { replay }: Pick<Counterexample, 'replay'>,
): string {
  const loss = given === undefined ? '' : ` ${lossOptions(given.loss)}`;
  return `npx alpha-cl verify${loss} --claims ${id} --replay ${replay}`;
}
