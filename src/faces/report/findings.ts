/**
 * Findings of a run, as Markdown: every statement with its outcome, the conditions it needs, and the smallest counterexample
 * without each of them. Nothing here is written by hand: words come from the claims, numbers from the run.
 */
import { lackedConditions, outcomeOf, droppedConditions, type ShownCondition } from '../../claims/outcome.js';
import { outcomeReport } from '../../claims/outcome-words.js';
import {
  citation,
  paperAddress,
  paperOf,
  papersOf,
  sourceText,
  type Paper,
  type Sourced,
} from '../../claims/source.js';
import { tightness, type Verdict } from '../../claims/verdict.js';
import { claimWords } from '../views/claim-words.js';
import { conditionOrigin } from '../views/condition-origin.js';
import { gradeText } from '../views/evidence-grade.js';
import { formatNumber } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import { instanceText } from './instance-text.js';
import { chaptersOf, type ReportEntry, type RunFacts } from '../views/report-entry.js';
import { counterfeitsRefuted } from '../views/counterfeits-refuted.js';

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

Every statement that is checked, and exactly when it holds.

${outcomeReport(entries.map(claimWords)).map(listed).join('')}${papers(entries)}
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
      `| [${cell(mathematics(entry.claim.title))}](#${entry.claim.id}) | ${outcomeText(entry)} | ${entry.claim.grade.kind} |\n`,
  );
  return `| ${title} | outcome | evidence |\n| --- | --- | --- |\n${rows.join('')}`;
}

/** Writes a line of the summary as an item of a list; the statements of an outcome below it are linked. */
function listed(line: string): string {
  const [, outcome, ids = ''] = /^ {2}([^:]*): (.*)$/.exec(line) ?? [];
  if (outcome === undefined) return `- ${line}\n`;
  const links = ids.split(', ').map((id) => `[${id}](#${id})`);
  return `  - ${outcome}: ${links.join(', ')}\n`;
}

/** Writes the outcome with its reason: the conditions that a statement lacks, or why it is not applicable. */
function outcomeText(entry: ReportEntry): string {
  const outcome = outcomeOf(entry);
  const lacked = lackedConditions(entry);
  switch (outcome) {
    case 'holds as stated':
    case 'derived here and holds':
      return outcome;
    case 'holds under a condition':
      return `**${outcome}** that it lacks: ${conditionsOf(lacked)}`;
    case 'false as stated':
      return `**${outcome}**; repaired: ${conditionsOf(lacked)}`;
    case 'not applicable':
      return `${outcome}: ${entry.verdict.reason}`;
    case 'cannot be told':
      return `${outcome} on this loss`;
    default:
      return `**${outcome}**`;
  }
}

function conditionsOf(conditions: readonly ShownCondition[]): string {
  return conditions.map(({ condition }) => cell(mathematics(condition))).join('; ');
}

function section(entry: ReportEntry): string {
  const { claim, verdict } = entry;
  return `<a id="${claim.id}"></a>

## ${mathematics(claim.title)}

${linkedSource(claim)}. Claim \`${claim.id}\`.

${mathematics(claim.statement)}

**Outcome**: ${outcomeText(entry)}. ${evidenceSentence(verdict)}

**Evidence: ${claim.grade.kind}.** ${mathematics(gradeText(claim.grade, verdict))}
${droppedConditions(entry)
  .map((condition) => conditionText(condition, paperOf(claim)))
  .join('')}${counterexampleText(verdict)}`;
}

/** Writes the source of a claim, with a link to the paper that it is of or about. */
function linkedSource(claim: Sourced): string {
  const paper = paperOf(claim);
  const text = mathematics(sourceText(claim));
  return paper === undefined ? text : text.replace(citation(paper), `[$&](${paperAddress(paper)})`);
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

function conditionText(
  { condition, statedBy, explanation, asStated, verdict }: ShownCondition,
  paper: Paper | undefined,
): string {
  const { counterexample } = verdict;
  const quoted = asStated === undefined ? '' : ` The paper has “${mathematics(asStated)}”.`;
  const shown =
    counterexample === undefined
      ? 'No counterexample was found without it.'
      : `Without it, smallest counterexample found (residual ${formatNumber(counterexample.residual)} against a bound of ` +
        `${formatNumber(counterexample.bound)}):\n\n${codeBlock(instanceText(counterexample.instance))}`;
  return `\n**Needs**: ${mathematics(condition)} (${conditionOrigin(statedBy, paper)}).${quoted} ${mathematics(explanation)} ${shown}\n`;
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
