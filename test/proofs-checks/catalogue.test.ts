import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CHAPTERS, CLAIMS } from '../../proofs-checks/index.js';
import { paperOf, sourceText } from '../../src/claims/source.js';
import { claimLaws } from '../claims/claim-laws.js';

it('gives every claim its own id', () => {
  expect(new Set(CLAIMS.map(({ id }) => id)).size).toBe(CLAIMS.length);
});

it('has every claim in docs/findings.md, which `npm run findings` writes', () => {
  const findings = readFileSync(path.resolve(import.meta.dirname, '../../docs/findings.md'), 'utf8');
  const sections = Array.from(findings.matchAll(/^<a id="([^"]*)">/gm), ([, id]) => id);
  expect(sections).toEqual(CLAIMS.map(({ id }) => id));
  const plain = (text: string): string => text.replaceAll(/\[([^\]]*)\]\(https:[^)]*\)/g, '$1').replaceAll(/[$`]/g, '');
  const sources = CLAIMS.map((claim) => plain(`${sourceText(claim)}. Claim ${claim.id}.`));
  expect(sources.filter((source) => !plain(findings).includes(`\n${source}\n`))).toEqual([]);
});

it('has every claim in a file of its name, in the folder of its chapter', () => {
  const files = CHAPTERS.flatMap(({ folder, claims }) => claims.map(({ id }) => `${folder}/${id}.ts`));
  const root = path.resolve(import.meta.dirname, '../../proofs-checks');
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

it('rests claims on others of the catalogue, each once, and never in a circle', () => {
  const restsOn = new Map(CLAIMS.map((claim) => [claim.id, claim.restsOn ?? []]));
  for (const [id, others] of restsOn) {
    expect([id, others.filter((other) => !restsOn.has(other))]).toEqual([id, []]);
    expect(new Set(others).size).toBe(others.length);
  }
  // What rests on nothing is taken away until nothing is left.
  const left = new Map(restsOn);
  for (let before = -1; left.size !== before;) {
    before = left.size;
    for (const [id, others] of left) if (!others.some((other) => left.has(other))) left.delete(id);
  }
  expect([...left.keys()]).toEqual([]);
});

it('says where in its paper a claim stands, or what in it a claim derived here is about', () => {
  const unplaced = CLAIMS.filter((claim) => (paperOf(claim) === undefined) !== (claim.place === undefined));
  expect(unplaced.map(({ id }) => id)).toEqual([]);
});

const NUMBERED =
  /\b(?:sections?|appendix|lemmas?|corollary|propositions?|theorems?|tables?|figures?|equations?|eqn?s?\.?|version) \d+/gi;

/** What public sources confirm of the numbering and words of the papers. */
const CONFIRMED_PLACES = new Set(['Theorem 1', 'Theorem 2', 'eq. 1', 'Figure 1', 'version 1']);
const ABSTRACTS = new Set([
  'linear activation is proven not capable of learning specialized weights into diverse patterns',
  'almost all local minima are global and rank-1',
  'Almost all',
  'fixed points can have higher ranks',
  'feature composition is preferred over picking single dominant feature under strong augmentation',
]);

it('names no part of a paper and quotes no words of it that no source confirms', () => {
  const sources = CLAIMS.flatMap(({ place = '', counterfeits }) => [
    place,
    ...counterfeits.flatMap(({ drops }) => (drops?.asStated === undefined ? [] : [`“${drops.asStated}”`])),
  ]);
  const places = sources.flatMap((source) => source.match(NUMBERED) ?? []);
  expect(places.filter((place) => !CONFIRMED_PLACES.has(place))).toEqual([]);
  const quotations = sources.flatMap((source) => Array.from(source.matchAll(/“([^”]*)”/g), ([, words = '']) => words));
  expect(quotations.filter((words) => !ABSTRACTS.has(words))).toEqual([]);
});

it('words claims as text with mathematics: Markdown would stand on the page of the report as it is', () => {
  const words = CLAIMS.flatMap(({ title, place = '', statement, method, grade, counterfeits }) => [
    title,
    place,
    statement,
    method,
    grade.reason,
    ...counterfeits.flatMap(({ description, drops }) => [
      description,
      drops?.condition ?? '',
      drops?.explanation ?? '',
      drops?.asStated ?? '',
    ]),
  ]);
  expect(words.filter((text) => /\*\*|`/.test(text))).toEqual([]);
});

CLAIMS.forEach(claimLaws);
