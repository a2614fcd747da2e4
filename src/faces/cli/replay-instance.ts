/** One instance of a claim made again from its seed, in a thread of its own. */
import { CLAIMS } from '../../../proofs-checks/index.js';
import { claimOfLoss } from '../../claims/claim-of-loss.js';
import { runClaims } from '../../claims/run-claims.js';
import type { CheckedCase } from '../../claims/verdict.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { ClaimWords } from '../report/claim-words.js';

const TIME_LIMIT = 60;

/** The previous replay; replays run one after another, since a reader looks at one instance at a time. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Makes an instance again from its seed and checks it.
 *
 * @param replay `SEED:PATH`
 * @throws InvalidInput when this version has no such claim, or its check does not return
 */
export function replayInstance(words: Pick<ClaimWords, 'id' | 'given'>, replay: string): Promise<CheckedCase> {
  const made = before.then(() => replayed(words, replay));
  before = made.catch(() => undefined);
  return made;
}

async function replayed({ id, given }: Pick<ClaimWords, 'id' | 'given'>, replay: string): Promise<CheckedCase> {
  const found = CLAIMS.find((claim) => claim.id === id);
  if (found === undefined)
    throw new InvalidInput(
      `this version of alpha-cl has no claim ${id}: look at the report with the version that wrote it`,
    );
  const claim = given === undefined ? found : claimOfLoss(found, given.loss);
  if (claim === undefined)
    throw new InvalidInput(
      `claim ${id} of this version of alpha-cl is not about a given loss: look at the report with the version that wrote it`,
    );
  const [verdict] = await runClaims({
    claims: [claim],
    catalogue: new URL('../../../proofs-checks/index.js', import.meta.url),
    seed: 0,
    cases: 1,
    timeLimit: TIME_LIMIT,
    replay,
    workers: 1,
  });
  const made = verdict?.worst ?? verdict?.counterexample;
  if (made === undefined)
    throw new InvalidInput(`the check of ${id} on ${replay} did not return within ${TIME_LIMIT} seconds`);
  return made;
}
