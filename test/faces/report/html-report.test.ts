import { beforeAll, describe, expect, it } from 'vitest';
import { renderFigure } from '../../../src/faces/figures/figure-files.js';
import { htmlReport } from '../../../src/faces/report/html-report.js';
import type { DrawnEntry, ReportEntry } from '../../../src/faces/report/report.js';
import { ENTRIES, HOLDING, REFUTED, RUN, SLOPES } from './fake-report.js';

const HOSTILE = `"><script>alert('x')</script>&amp;<img src=x onerror=alert(1)>`;

describe('htmlReport', () => {
  let page = '';
  beforeAll(async () => {
    page = htmlReport(RUN, await drawn(ENTRIES));
  });

  it('closes every element that it opens, in order', () => expect(unbalanced(page)).toEqual([]));

  it('gives every element an id of its own', () => {
    const ids = Array.from(page.matchAll(/<[^>]* id="([^"]*)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it('is HTML5 with language, title, viewport and a policy that lets nothing load', () => {
    expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(page).toContain(
      '<title>1 statement of Tian (2022): 1 holds as stated; 3 statements derived here: 1 is refuted, 1 has a broken check, 1 is unfinished · alpha-cl report</title>',
    );
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(page).toMatch(/http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/);
  });

  it('loads nothing: no script, no source, no stylesheet, no address in a style', () => {
    expect(page).not.toMatch(/<script|<link|<iframe|<object|@import|\ssrc=/i);
    expect(page.match(/url\((?!data:|#)/gi)).toBeNull();
    const links = Array.from(page.matchAll(/<(\w+)[^>]* (?:xlink:)?href="(https?:[^"]*)"/g), ([, tag, to]) => [
      tag,
      to,
    ]);
    expect(links).toEqual([['a', 'https://arxiv.org/abs/2201.12680']]);
  });

  it('has one section a claim, and every status in words', () => {
    const sections = Array.from(page.matchAll(/<section class="claim (\w+)" id="claim-([^"]*)"/g), ([, status, id]) => [
      id,
      status,
    ]);
    expect(sections).toEqual(ENTRIES.map(({ claim, verdict }) => [claim.id, verdict.status]));
    for (const { verdict } of ENTRIES) expect(page).toContain(`</span> ${verdict.status}</span>`);
  });

  it('puts the claims under the headings of their chapters', () => {
    const chapters = [...new Set(ENTRIES.map(({ chapter }) => chapter))];
    const headings = Array.from(page.matchAll(/<span class="chapter">([^<]*)</g), ([, title]) => title);
    expect(headings).toEqual(chapters.map((title) => title.replace('&', '&#38;')));
    expect(page.match(/<table class="data">\n<caption>(Theorems|Lemmas)/g)).toHaveLength(chapters.length);
  });

  it('states the facts of the run and the command that repeats it', () => {
    for (const fact of [
      '20220131',
      'CIFAR-10 test, 256 of 10,000 images',
      'Node 20.20.2',
      '2026-11-24 08:30 UTC',
      RUN.command,
    ]) {
      expect(page).toContain(fact);
    }
  });

  it('shows the counterexample and how to see it again', () => {
    expect(page).toContain('z: Matrix [2, 3]');
    expect(page).toContain('npx alpha-cl verify --claims corollary-2-minimiser --replay -1432:7:0:2');
  });

  it('shows each figure with its words and its files', () => {
    expect(page).toContain(`<strong>${SLOPES.title}.</strong>`);
    for (const ending of ['vl.json', 'svg', 'png']) expect(page).toContain(`href="figures/gradient-slopes.${ending}"`);
    expect(page.match(/<figure /g)).toHaveLength(3);
  });

  it('escapes whatever the data hold', async () => {
    const [entry] = await drawn([REFUTED]);
    const counterexample = { ...REFUTED.verdict.counterexample, replay: HOSTILE, error: HOSTILE, instance: HOSTILE };
    const paper = { title: HOSTILE, authors: [HOSTILE], year: 1, identifier: `arXiv:${HOSTILE}` };
    const hostile = {
      ...entry,
      claim: { ...REFUTED.claim, title: HOSTILE, source: paper, place: HOSTILE, statement: HOSTILE, method: HOSTILE },
      verdict: {
        ...REFUTED.verdict,
        counterexample,
        counterfeits: [{ id: HOSTILE, description: HOSTILE, refuted: true, cases: 1, counterexample }],
        real: [{ label: HOSTILE, residual: 1, bound: 2, details: {}, instance: 0, context: {} }],
      },
      figures: entry?.figures.map(({ files, figure }) => ({
        files,
        figure: { ...figure, title: HOSTILE, caption: HOSTILE },
      })),
    } as DrawnEntry;
    const text = htmlReport(
      { ...RUN, profile: HOSTILE, real: HOSTILE, command: HOSTILE, version: HOSTILE, node: HOSTILE },
      [hostile],
    );
    expect(text).not.toMatch(/<script|<img/);
    expect(text).not.toContain(HOSTILE);
    expect(unbalanced(text)).toEqual([]);
  });

  it('shows each needed condition with its smallest counterexample, and the grade with its reason', async () => {
    const drops = { condition: '$x > 0$', statedBy: 'here', explanation: 'It vanishes at 0.' } as const;
    const counterfeits = [{ id: 'wrong-sign', description: 'without the condition', subject: 0, drops }];
    const grade = { kind: 'exact', degree: 4, reason: 'Both sides are polynomials.' } as const;
    const text = htmlReport(
      RUN,
      await drawn([{ ...HOLDING, claim: { ...HOLDING.claim, counterfeits, grade, figures: () => [] } }]),
    );
    expect(text).toContain('(found necessary here)');
    expect(text).toContain('It vanishes at 0.');
    expect(text).toMatch(/<details><summary>Smallest counterexample without it[^]*z: Matrix \[2, 3\][^]*<\/details>/);
    expect(text).toContain('npx alpha-cl verify --claims theorem-1-gradient --counterfeit wrong-sign --replay 8:2');
    expect(text).toContain('<strong>Evidence: exact.</strong> Both sides are polynomials.');
    expect(text).toContain('Schwartz and Zippel');
    expect(unbalanced(text)).toEqual([]);
  });

  it('says that all claims hold where they do', async () => {
    expect(htmlReport(RUN, await drawn([HOLDING]))).toContain(
      '<p class="outcome all-hold">1 statement of Tian (2022): 1 holds as stated</p>',
    );
  });

  it('is the same text for the same run', async () => expect(htmlReport(RUN, await drawn(ENTRIES))).toBe(page));
});

function drawn(entries: readonly ReportEntry[]): Promise<DrawnEntry[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const figures = (entry.claim.figures?.(entry.verdict) ?? []).map(async (figure) => ({
        figure,
        files: await renderFigure(figure),
      }));
      return { ...entry, figures: await Promise.all(figures) };
    }),
  );
}

const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);

/** Tags without their partner; `<style>` holds no tags. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const text = html.replaceAll(/<style>[^]*?<\/style>/g, '').replace('<!DOCTYPE html>', '');
  for (const [, slash, name = '', self] of text.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)(?:\s+[^\s"=>/]+="[^"<>]*")*\s*(\/?)>|<[^]?/g,
  )) {
    if (self === '/' || VOID.has(name)) continue;
    if (slash === '') open.push(name);
    else if (name === '' || open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}
