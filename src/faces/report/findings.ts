/**
 * Findings of a run, as Markdown: every statement with its outcome, the conditions it needs, and the smallest counterexample
 * without each of them. Nothing here is written by hand: words come from the claims, numbers from the run.
 */
import { citation, paperAddress, papersOf, sourceText, type Source } from '../../claims/source.js';
import { tightness, type Verdict } from '../../claims/verdict.js';
import { conditionOrigin, droppedConditions, type ShownCondition } from './dropped-conditions.js';
import { gradeText } from './evidence-grade.js';
import { formatNumber } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import { instanceText } from './instance-text.js';
import { chaptersOf, type ReportEntry, type RunFacts } from './report.js';
import { counterfeitsRefuted, verdictSummary } from './verdict-summary.js';

/**
 * Returns the findings of a run as a page of Markdown: for every claim its outcome and exactly when it holds.
 *
 * @example
 * const machine = { version: '0.1.0', node: 'v20.20.2', startedAt: '2026-11-24T08:30:00.000Z', seconds: 2 };
 * const run = { ...machine, seed: 1, profile: 'quick', requestedCases: 100, real: 'none', command: 'alpha-cl verify' };
 * findingsMarkdown(run, []); // '# Findings…'
 */
export function findingsMarkdown(run: RunFacts, entries: readonly ReportEntry[]): string {
  return `# Findings

Every statement that is checked, and exactly when it holds: ${verdictSummary(entries.map(({ verdict }) => verdict))}. A
condition found here is one that a statement lacks in its paper, or that a statement derived here needs.
${papers(entries)}
This page is generated, words from the claims and numbers from one run: \`${run.command}\`, alpha-cl ${run.version},
Node ${run.node}, ${thousands(run.requestedCases)} instances a claim. Real images: ${run.real}.

${chaptersOf(entries).map(overview).join('\n')}
${entries.map(section).join('\n')}`;
}

function papers(entries: readonly ReportEntry[]): string {
  const lines = papersOf(entries.map(({ claim }) => claim)).map(
    (paper) =>
      `- ${citation(paper)}: ${paper.authors.join(', ')}, _${paper.title}_, [${paper.identifier}](${paperAddress(paper)})\n`,
  );
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}

function overview({ title, entries }: { title: string; entries: readonly ReportEntry[] }): string {
  const rows = entries.map(
    (entry) =>
      `| [${cell(mathematics(entry.claim.title))}](#${entry.claim.id}) | ${outcomeOf(entry)} | ${entry.claim.grade.kind} |\n`,
  );
  return `| ${title} | outcome | evidence |\n| --- | --- | --- |\n${rows.join('')}`;
}

/** Returns the outcome in words: `holds` with any conditions that were found here, or else the status. */
export function outcomeOf(entry: ReportEntry): string {
  const { verdict } = entry;
  if (verdict.status === 'refuted') return '**fails**';
  if (verdict.status === 'not applicable') return `not applicable: ${verdict.reason}`;
  if (verdict.status === 'cannot be told') return 'cannot be told on this loss';
  if (verdict.status !== 'holds') return verdict.status;
  const added = droppedConditions(entry).filter(({ statedBy }) => statedBy === 'here');
  if (added.length === 0) return 'holds';
  return `**holds under a condition found here**: ${added.map(({ condition }) => cell(mathematics(condition))).join('; ')}`;
}

function section(entry: ReportEntry): string {
  const { claim, verdict } = entry;
  return `<a id="${claim.id}"></a>

## ${mathematics(claim.title)}

${mathematics(sourceText(claim))}. Claim \`${claim.id}\`.

${mathematics(claim.statement)}

**Outcome**: ${outcomeOf(entry)}. ${evidenceSentence(verdict)}

**Evidence: ${claim.grade.kind}.** ${mathematics(gradeText(claim.grade, verdict))}
${droppedConditions(entry)
  .map((condition) => conditionText(condition, claim.source))
  .join('')}${counterexampleText(verdict)}`;
}

function evidenceSentence(verdict: Verdict): string {
  const { cases, worst, real } = verdict;
  const nearest = worst === undefined ? '' : `, the nearest of them at ${formatNumber(tightness(worst))} of its bound`;
  const images = real.length === 0 ? '' : `; ${thousands(real.length)} instances of real images`;
  const told = verdict.counterfeits.length === 0 ? '' : `; counterfeits refuted: ${counterfeitsRefuted(verdict)}`;
  const alike = verdict.counterfeits.filter(({ alike: same }) => same).map(({ id }) => `\`${id}\``);
  const untold = alike.length === 0 ? '' : `; that cannot be told on this loss: ${alike.join(', ')}`;
  return `${thousands(cases)} instances${nearest}${images}${told}${untold}.`;
}

function conditionText({ condition, statedBy, explanation, verdict }: ShownCondition, source: Source): string {
  const { counterexample } = verdict;
  const shown =
    counterexample === undefined
      ? 'No counterexample was found without it.'
      : `Without it, smallest counterexample found (residual ${formatNumber(counterexample.residual)} against a bound of ` +
        `${formatNumber(counterexample.bound)}):\n\n${codeBlock(instanceText(counterexample.instance))}`;
  return `\n**Needs**: ${mathematics(condition)} (${conditionOrigin(statedBy, source)}). ${mathematics(explanation)} ${shown}\n`;
}

function counterexampleText({ counterexample }: Verdict): string {
  return counterexample === undefined
    ? ''
    : `\n**Counterexample**, made as simple as it goes:\n\n${codeBlock(instanceText(counterexample.instance))}\n`;
}

function codeBlock(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

/**
 * Writes formulae so that GitHub leaves them unchanged, in blocks and as code between dollar signs: between dollar signs alone it
 * drops a backslash before a sign, and reads stars and underscores as Markdown.
 */
function mathematics(text: string): string {
  return text
    .replaceAll(/\s*\$\$([^$]+)\$\$\s*/g, (_, formula: string) => `\n\n\`\`\`math\n${formula.trim()}\n\`\`\`\n\n`)
    .replaceAll(/\$([^$]+)\$/g, (_, formula: string) => `$\`${formula}\`$`)
    .trim();
}

/** Writes a table cell, which can hold no line break and no bare bar. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', String.raw`\|`);
}
