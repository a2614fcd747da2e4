import { expect, it } from 'vitest';
import { CLAIMS } from '../../proofs-checks/index.js';
import { claimLaws } from '../claims/claim-laws.js';

it('gives every claim its own id', () => {
  expect(new Set(CLAIMS.map(({ id }) => id)).size).toBe(CLAIMS.length);
});

CLAIMS.forEach(claimLaws);
