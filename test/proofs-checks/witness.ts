/**
 * Witnesses that no claim is empty: an instance of each that meets all its conditions, as every instance does, and on which
 * counterfeits of it fail by far. Where a statement said nothing, or its conditions met no case of interest, none would.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { Claim, Witness } from '../../src/claims/claim.js';
import { streamsOf } from '../../src/claims/streams.js';
import { holds, tightness } from '../../src/claims/verdict.js';

/** Residuals above this many bounds count as alike: of an exact identity the number says nothing. */
const FAR = 1000;

/** The counterfeits that are tried on the claim's own instances. */
export function comparable({ counterfeits }: Claim): Claim['counterfeits'] {
  return counterfeits.filter(({ instances }) => instances === undefined);
}

/** What an instance tells apart; undefined where the claim does not hold on it. */
export function judged(claim: Claim, instance: unknown): Omit<Witness, 'replay'> | undefined {
  if (!holds(claim.check(instance, claim.subject))) return undefined;
  const ratios = comparable(claim).flatMap(({ id, subject }) => {
    const ratio = refutedBy(claim, instance, subject);
    return ratio === undefined ? [] : [{ id, ratio: Math.min(FAR, ratio) }];
  });
  return { refutes: ratios.map(({ id }) => id), margin: Math.min(FAR, ...ratios.map(({ ratio }) => ratio)) };
}

/** Residual / bound where the subject is refuted; a check that throws shows nothing. */
function refutedBy(claim: Claim, instance: unknown, subject: unknown): number | undefined {
  try {
    const evidence = claim.check(instance, subject);
    return holds(evidence) ? undefined : tightness(evidence);
  } catch {
    return undefined;
  }
}

/** The instances of a seed with what replays them, some of every stream. */
export function* instancesOf(
  claim: Claim,
  seed: number,
  each: number,
): Generator<{ replay: string; instance: unknown }> {
  for (const { name, instances } of streamsOf(claim.instances)) {
    const prefix = name === undefined ? `${seed}` : `${name}/${seed}`;
    for (const [k, instance] of drawn(instances, { seed, numRuns: each }).entries())
      yield { replay: `${prefix}:${k}`, instance };
  }
}

/** The instance that a replay names. */
export function instanceAt(claim: Claim, replay: string): unknown {
  const [where = '', ...steps] = replay.split(':');
  const seed = Number(where.split('/').at(-1));
  const stream = where.includes('/') ? where.split('/')[0] : undefined;
  const found = streamsOf(claim.instances).find(({ name }) => name === stream);
  return found && drawn(found.instances, { seed, path: steps.join(':'), numRuns: 1 })[0];
}

function drawn(instances: Arbitrary<unknown>, options: fc.Parameters<[unknown]>): unknown[] {
  const found: unknown[] = [];
  fc.check(
    fc.property(instances, (instance) => {
      found.push(instance);
    }),
    options,
  );
  return found;
}
