import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CLAIMS } from '../../proofs-checks/index.js';
import { claimLaws } from '../claims/claim-laws.js';

it('gives every claim its own id', () => {
  expect(new Set(CLAIMS.map(({ id }) => id)).size).toBe(CLAIMS.length);
});

it('has every claim in docs/findings.md, which `npm run findings` writes', () => {
  const findings = readFileSync(path.resolve(import.meta.dirname, '../../docs/findings.md'), 'utf8');
  const sections = Array.from(findings.matchAll(/^<a id="([^"]*)">/gm), ([, id]) => id);
  expect(sections).toEqual(CLAIMS.map(({ id }) => id));
});

CLAIMS.forEach(claimLaws);
