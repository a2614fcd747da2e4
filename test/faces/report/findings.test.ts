import { describe, expect, it } from 'vitest';
import { findingsMarkdown } from '../../../src/faces/report/findings.js';
import type { ReportEntry } from '../../../src/faces/views/report-entry.js';
import { ENTRIES, HOLDING, REFUTED, RUN } from './fake-report.js';

/** The claim with its first counterfeit said to drop a condition. */
function dropping(entry: ReportEntry, statedBy: 'paper' | 'here'): ReportEntry {
  const { claim, verdict } = entry;
  const drops = { condition: '$|\\lambda| > 0$', statedBy, explanation: 'Because it vanishes.' };
  const id = verdict.counterfeits[0]?.id ?? '';
  return { ...entry, claim: { ...claim, counterfeits: [{ id, description: 'no condition', subject: 0, drops }] } };
}

describe('findingsMarkdown', () => {
  it('has a section for every claim, linked from the table', () => {
    const text = findingsMarkdown(RUN, ENTRIES);
    for (const { claim } of ENTRIES) {
      expect(text).toContain(`](#${claim.id})`);
      expect(text).toContain(`<a id="${claim.id}"></a>`);
    }
    expect(text).toContain(RUN.command);
  });

  it('says that a statement holds, or only under a condition of ours, or fails', () => {
    const outcome = (entry: ReportEntry): string | undefined =>
      /\*\*Outcome\*\*: (.*?)\. /.exec(findingsMarkdown(RUN, [entry]))?.[1];
    expect(outcome(HOLDING)).toBe('holds as stated');
    expect(outcome(dropping(HOLDING, 'paper'))).toBe('holds as stated');
    expect(outcome(dropping(HOLDING, 'here'))).toContain('**holds under a condition** that it lacks: ');
    expect(outcome(dropping(REFUTED, 'here'))).toBe('**refuted**');
  });

  it('shows the smallest counterexample without a condition, and why', () => {
    const text = findingsMarkdown(RUN, [dropping(HOLDING, 'here')]);
    expect(text).toContain('**Needs**: $`|\\lambda| > 0`$ (found necessary here). Because it vanishes.');
    expect(text).toContain('z: Matrix [2, 3]');
  });

  it('escapes bars and line breaks in the table alone', () => {
    const row = findingsMarkdown(RUN, [dropping(HOLDING, 'here')])
      .split('\n')
      .find((line) => line.startsWith('| [The gradient'));
    expect(row).toContain('$`\\|\\lambda\\| > 0`$');
    expect(row?.match(/(?<!\\)\|/g)).toHaveLength(4);
  });

  it('shows the counterexample of a refuted claim', () => {
    expect(findingsMarkdown(RUN, [REFUTED])).toContain('**Counterexample**, made as simple as it goes:');
  });

  it('puts every formula where GitHub reads no Markdown: in a block of its own, or as code between dollar signs', () => {
    const text = findingsMarkdown(RUN, [dropping(HOLDING, 'here')]);
    const statement = HOLDING.claim.statement;
    const [, display = '', inline = ''] = /\$\$([^$]+)\$\$[^$]*\$([^$]+)\$/.exec(statement) ?? [];
    expect(text).toContain(`\n\n\`\`\`math\n${display}\n\`\`\`\n\n`);
    expect(text).toContain(`$\`${inline}\`$`);
    expect(text.replaceAll(/\$`[^`\n]+`\$/g, '')).not.toContain('$');
  });
});
