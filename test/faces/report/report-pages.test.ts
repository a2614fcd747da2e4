import { createHash } from 'node:crypto';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { beforeAll, describe, expect, it } from 'vitest';
import { outcomeReport } from '../../../src/claims/outcome-words.js';
import type { Verdict } from '../../../src/claims/verdict.js';
import { renderFigure } from '../../../src/faces/figures/figure-files.js';
import { claimPage } from '../../../src/faces/report/claim-page.js';
import { findingsMarkdown } from '../../../src/faces/report/findings.js';
import { frontPage } from '../../../src/faces/report/front-page.js';
import { verdictsJson } from '../../../src/faces/report/verdicts-json.js';
import { claimLine } from '../../../src/faces/views/claim-detail.js';
import { claimWords, type ClaimWords } from '../../../src/faces/views/claim-words.js';
import { OutcomeCounts } from '../../../src/faces/views/outcomes.js';
import type { DrawnEntry, ReportEntry } from '../../../src/faces/views/report-entry.js';
import { ENTRIES, HOLDING, OTHERS, REFUTED, RUN, SLOPES } from './fake-report.js';

const HOSTILE = `"><script>alert('x')</script>&amp;<img src=x onerror=alert(1)>`;

/** A run with every outcome. */
const ALL = [...ENTRIES, ...OTHERS];

describe('the pages of a report', () => {
  let front = '';
  let pages: readonly string[] = [];
  beforeAll(async () => {
    const entries = await drawn(ALL);
    front = frontPage(RUN, entries);
    pages = entries.map((entry) => claimPage(entry, {}));
  });
  const page = (entry: ReportEntry): string => pages[ALL.indexOf(entry)] ?? '';

  it('close every element that they open, in order', () => {
    for (const text of [front, ...pages]) expect(unbalanced(text)).toEqual([]);
  });

  it('give every element an id of its own', () => {
    for (const text of [front, ...pages]) {
      const ids = Array.from(text.matchAll(/<[^>]* id="([^"]*)"/g), ([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, target] of text.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    }
  });

  it('are HTML5 with language, title, viewport and a policy that lets nothing come from elsewhere', () => {
    for (const text of [front, ...pages]) {
      expect(text).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
      expect(text).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"/>');
      expect(text).toMatch(/http-equiv="Content-Security-Policy" content="default-src 'none';/);
      expect(text).not.toMatch(
        /<iframe|<object|@import|\s(?:src|href)="(?!\.\.?\/|claims\/|#|[\w-]+\.|https:\/\/arxiv)/,
      );
    }
    expect(front).toContain('<title>4 statements of Tian (2022): 1 is false as stated, 1 holds under a condition');
  });

  it('run no script but the one whose hash the policy names', () => {
    for (const text of pages) expect(text).not.toContain('<script');
    const scripts = Array.from(front.matchAll(/<script>([^]*?)<\/script>/g), ([, script = '']) => script);
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    expect(front).toContain(`script-src 'sha256-${hash}'`);
  });

  it('lead from the first page to one for each claim, which shows its outcome in words', () => {
    for (const entry of ALL) {
      expect(front).toContain(`href="claims/${entry.claim.id}.html"`);
      expect(page(entry)).toContain(`</span> ${claimWords(entry).outcome}</span>`);
    }
  });

  it('name what a statement lacks, and the words of the paper that are false', () => {
    expect(front).toMatch(/“Every start reaches the maximum”.*Repaired: .*Needs: .*<math/);
  });

  it('state the facts of the run and the command that repeats it', () => {
    for (const fact of [
      '20220131',
      'CIFAR-10 test, 256 of 10,000 images',
      'Node 20.20.2',
      '2026-11-24 08:30 UTC',
      RUN.command,
    ]) {
      expect(front).toContain(fact);
    }
  });

  it('show the counterexample and how to see it again', () => {
    expect(page(REFUTED)).toContain('<caption>2 × 3</caption>');
    expect(page(REFUTED)).toContain('npx alpha-cl verify --claims corollary-2-minimiser --replay -1432:7:0:2');
  });

  it('show each figure with its words and its files', () => {
    expect(page(HOLDING)).toContain(SLOPES.title);
    for (const ending of ['vl.json', 'svg'])
      expect(page(HOLDING)).toContain(`href="../figures/gradient-slopes.${ending}"`);
    expect(front.match(/<figure /g)).toHaveLength(2);
  });

  it('escape whatever the data hold', async () => {
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
    const run = { ...RUN, profile: HOSTILE, real: HOSTILE, command: HOSTILE, version: HOSTILE, node: HOSTILE };
    for (const text of [frontPage(run, [hostile]), claimPage(hostile, {})]) {
      expect(text.replace(/<script>[^]*<\/script>/, '')).not.toMatch(/<script|<img src=x/);
      expect(text).not.toContain(HOSTILE);
      expect(unbalanced(text)).toEqual([]);
    }
  });

  it('show each needed condition with its smallest counterexample, and the grade with its reason', async () => {
    const drops = { condition: '$x > 0$', statedBy: 'here', explanation: 'It vanishes at 0.' } as const;
    const counterfeits = [{ id: 'wrong-sign', description: 'without the condition', subject: 0, drops }];
    const grade = { kind: 'exact', degree: 4, reason: 'Both sides are polynomials.' } as const;
    const [entry] = await drawn([{ ...HOLDING, claim: { ...HOLDING.claim, counterfeits, grade, figures: () => [] } }]);
    const text = claimPage(entry as DrawnEntry, {});
    expect(text).toContain('(found necessary here)');
    expect(text).toContain('It vanishes at 0.');
    expect(text).toMatch(/<details><summary>Smallest counterexample without it[^]*2 × 3[^]*<\/details>/);
    expect(text).toContain('npx alpha-cl verify --claims theorem-1-gradient --counterfeit wrong-sign --replay 8:2');
    expect(text).toMatch(/<strong>Evidence: exact\.<\/strong> <span>Both sides are polynomials\./);
    expect(text).toContain('Schwartz and Zippel');
  });

  it('are the same text for the same run', async () => expect(frontPage(RUN, await drawn(ALL))).toBe(front));
});

describe('a run in a terminal, a report, findings and the explorer', () => {
  it('is counted in the same words', async () => {
    const said = outcomeReport(ALL.map(claimWords));
    const counts = said.filter((line) => !line.startsWith(' '));
    expect(counts).toEqual([
      '4 statements of Tian (2022): 1 is false as stated, 1 holds under a condition that it lacks, 1 holds as stated, 1 is not applicable.',
      '4 statements derived here: 1 is refuted, 1 has a broken check, 1 is unfinished, 1 holds.',
    ]);
    const findings = findingsMarkdown(RUN, ALL);
    for (const line of counts) expect(findings).toContain(`- ${line}\n`);
    const report = countsOf(frontPage(RUN, await drawn(ALL)));
    const read = JSON.parse(verdictsJson(RUN, ALL)) as { claims: ClaimWords[]; verdicts: Verdict[] };
    const lines = read.claims.map((words, k) => claimLine(words, read.verdicts[k] as Verdict));
    const explorer = countsOf(renderToString(h(OutcomeCounts, { claims: lines, counted: (_, words) => words })));
    expect(report).toEqual(counts);
    expect(explorer).toEqual(counts);
  });
});

/** The counts of a page, as the terminal writes them. */
function countsOf(html: string): string[] {
  const [list = ''] = /<dl class="outcomes">[^]*?<\/dl>/.exec(html) ?? [];
  return Array.from(list.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g), ([, title = '', outcomes = '']) => {
    const each = Array.from(outcomes.matchAll(/<span>(.*?)<\/span>/g), ([, words]) => words);
    return `${title}: ${each.join(', ')}.`;
  });
}

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
  const text = html.replaceAll(/<(style|script)>[^]*?<\/\1>/g, '').replace('<!DOCTYPE html>', '');
  for (const [, slash, name = '', self] of text.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)(?:\s+[^\s"=>/]+(?:="[^"<]*")?)*\s*(\/?)>|<[^]?/g,
  )) {
    if (self === '/' || VOID.has(name)) continue;
    if (slash === '') open.push(name);
    else if (name === '' || open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}
