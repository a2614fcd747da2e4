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

it('words claims as text with mathematics: Markdown would stand on the page of the report as it is', () => {
  const words = CLAIMS.flatMap(({ title, source, statement, method, grade, counterfeits }) => [
    title,
    source,
    statement,
    method,
    grade.reason,
    ...counterfeits.flatMap(({ description, drops }) => [
      description,
      drops?.condition ?? '',
      drops?.explanation ?? '',
    ]),
  ]);
  expect(words.filter((text) => /\*\*|`/.test(text))).toEqual([]);
});

CLAIMS.forEach(claimLaws);
