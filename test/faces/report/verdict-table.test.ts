import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReportEntry } from '../../../src/faces/views/report-entry.js';
import { verdictTable } from '../../../src/faces/report/verdict-table.js';
import { BROKEN, ENTRIES, HOLDING } from './fake-report.js';

const ESCAPE = '\u001B';

afterEach(() => vi.unstubAllEnvs());

describe('verdictTable', () => {
  it('has a line for every claim, with sign, numbers and counterfeits', () => {
    const lines = verdictTable(ENTRIES, { color: 'never' }).split('\n');
    expect(lineOf(lines, 'theorem-1-gradient')).toMatch(/✔ holds .* sampled .* 2,000 .* 0\.364 .* 2 of 2 .* 42 s/);
    expect(lineOf(lines, 'corollary-2-minimiser')).toMatch(/✘ refuted .* 812 .* 7\.81e11 .* 2 of 2 .* 12 s/);
    expect(lineOf(lines, 'lemma-3-rank-one')).toMatch(/! broken .* 2 of 4 /);
    expect(lineOf(lines, 'theorem-4-two-layer-relu')).toMatch(/… unfinished .* 0 .* – .* 0 of 0 /);
  });

  it('fits 114 columns whatever the ids and counts', () => {
    const long: ReportEntry = {
      ...HOLDING,
      claim: { ...HOLDING.claim, id: 'word-'.repeat(30), grade: { kind: 'interval-certified', reason: 'a test' } },
      verdict: { ...BROKEN.verdict, cases: 12_345_678, seconds: 1e7 },
    };
    for (const line of verdictTable([...ENTRIES, long], { color: 'never' }).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(114);
    }
  });

  it('colours only where that was asked for or can be seen', () => {
    expect(verdictTable(ENTRIES, { color: 'always' })).toContain(`${ESCAPE}[31m✘ refuted`);
    expect(verdictTable(ENTRIES, { color: 'never' })).not.toContain(ESCAPE);
    vi.stubEnv('NO_COLOR', '1');
    expect(verdictTable(ENTRIES)).not.toContain(ESCAPE);
  });

  it('shows the same words with and without colour', () => {
    const colored = verdictTable(ENTRIES, { color: 'always' });
    // eslint-disable-next-line no-control-regex
    expect(colored.replaceAll(/\u001B\[\d+m/g, '')).toBe(verdictTable(ENTRIES, { color: 'never' }));
  });
});

function lineOf(lines: readonly string[], id: string): string {
  return lines.find((line) => line.includes(id)) ?? '';
}
