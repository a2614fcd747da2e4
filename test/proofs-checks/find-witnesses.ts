/** Finds a witness of every claim among the instances of seed 1, and writes them: `npm run witnesses`. */
import { writeFileSync } from 'node:fs';
import { CLAIMS } from '../../proofs-checks/index.js';
import type { Claim, Witness } from '../../src/claims/claim.js';
import { streamsOf } from '../../src/claims/streams.js';
import { instancesOf, judged } from './witness.js';

const SEED = 1;
/** Instances tried of a claim, all streams together. */
const CASES = 60;

/** The instance on which most counterfeits fail, by the most. */
function witnessOf(claim: Claim): Witness {
  const each = Math.ceil(CASES / streamsOf(claim.instances).length);
  let best: Witness | undefined;
  for (const { replay, instance } of instancesOf(claim, SEED, each)) {
    const found = judged(claim, instance);
    if (found === undefined) continue;
    const more = found.refutes.length - (best?.refutes.length ?? -1);
    if (more > 0 || (more === 0 && found.margin > (best?.margin ?? 0))) best = { replay, ...found };
  }
  if (best === undefined) throw new Error(`${claim.id} holds on none of its instances`);
  return { ...best, margin: Number(best.margin.toPrecision(3)) };
}

const witnesses = Object.fromEntries(CLAIMS.map((claim) => [claim.id, witnessOf(claim)] as const));
writeFileSync(
  'proofs-checks/witnesses.ts',
  `/** A witness of every claim; \`npm run witnesses\` finds and writes them. */
import type { Witness } from '../src/claims/claim.js';

export const WITNESSES: Readonly<Record<string, Witness>> = ${JSON.stringify(witnesses)};
`,
);
