/** The command line that shows one refuting instance again. */
import type { Counterexample } from '../claims/verdict.js';

export function replayCommand(claimId: string, { replay }: Pick<Counterexample, 'replay'>): string {
  return `npx alpha-cl verify --claims ${claimId} --replay ${replay}`;
}
