/** Results of an analysis as two tables, statements with their evidence and findings, for its page and the explorer. */
import { type Statement, witnessText } from '../../theory/analysis/statement.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import { factsOf } from './analysis-facts.js';
import { SIGN_MARKS, type ConclusionRow, type ConclusionSign } from './conclusion.js';
import { markup, type Markup } from '../../base/markup.js';
import { typesetLine } from './typeset.js';
import { gradeBadge } from './status-badge.js';

export function statementTable(statements: readonly Statement[]): Markup {
  return markup`<table>
<caption>Statements</caption>
<thead><tr><th scope="col">Statement</th><th scope="col">Outcome</th><th scope="col">How it is known</th></tr></thead>
<tbody>
${statements.map(row)}</tbody>
</table>`;
}

/** Writes the properties of a loss: the sign of each, what follows from a lack, and how it is known. */
export function conclusionTable(rows: readonly ConclusionRow[]): Markup {
  return markup`<table class="properties">
<caption>Properties: ✓ good to have and it has it, ✗ it lacks it, · a neutral fact, ? undecided</caption>
<thead><tr><th scope="col">Sign</th><th scope="col">Property</th><th scope="col">What follows</th><th scope="col">Known</th></tr></thead>
<tbody>
${rows.map(({ sign, claim, follows = '', known }) => markup`<tr><td><span class="sign ${SIGN_LOOKS[sign]}" role="img" aria-label="${SIGN_NAMES[sign]}">${SIGN_MARKS[sign]}</span></td><th scope="row">${claim}</th><td>${follows}</td><td>${known}</td></tr>\n`)}</tbody>
</table>`;
}

/** Colours of signs, as those of statuses. */
export const SIGN_LOOKS: Readonly<Record<ConclusionSign, string>> = {
  has: 'holds',
  lacks: 'refuted',
  neutral: 'not-applicable',
  open: 'broken',
};

const SIGN_NAMES = { has: 'has it', lacks: 'lacks it', neutral: 'neutral', open: 'undecided' } as const;

export function findingTable(analysis: LossAnalysis): Markup {
  return markup`<table class="facts">
<caption>Findings</caption>
<tbody>
${factsOf(analysis).map(({ title, text, latex }) => markup`<tr><th scope="row">${title}</th><td>${latex === undefined ? text : markup`${typesetLine(`$${latex.formula}$`)}${latex.rest}`}</td></tr>\n`)}</tbody>
</table>`;
}

const OUTCOMES = { holds: ['holds', 'holds'], fails: ['refuted', 'fails'], open: ['broken', 'open'] } as const;

function row({ claim, outcome, evidence, witness }: Statement): Markup {
  const [look, word] = OUTCOMES[outcome];
  const fails = witness === undefined ? undefined : markup`<br>Fails at ${witnessText(witness)}.`;
  return markup`<tr><th scope="row">${claim}</th><td><span class="badge ${look}">${word}</span></td>
<td>${gradeBadge(evidence.grade)} ${evidence.domain}: ${evidence.reason}.${fails}</td></tr>\n`;
}
