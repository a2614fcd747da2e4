import { expect, it } from 'vitest';
import { CLAIMS } from '../../proofs-checks/index.js';
import { WITNESSES } from '../../proofs-checks/witnesses.js';
import { comparable, instanceAt, judged } from './witness.js';

it('keeps one witness of every claim: where generators change, `npm run witnesses` finds them anew', () => {
  expect(Object.keys(WITNESSES)).toEqual(CLAIMS.map(({ id }) => id));
});

it('has every claim hold on its witness, and most of its counterfeits fail there by half their bound at least', () => {
  for (const claim of CLAIMS) {
    const { witness } = claim;
    const found = witness && judged(claim, instanceAt(claim, witness.replay));
    expect(found?.refutes, claim.id).toEqual(witness?.refutes);
    expect(found?.margin, claim.id).toBeCloseTo(witness?.margin ?? Number.NaN, 0);
    expect(found?.margin, claim.id).toBeGreaterThanOrEqual(1.5);
    expect((found?.refutes.length ?? 0) * 2, claim.id).toBeGreaterThanOrEqual(comparable(claim).length);
  }
});
