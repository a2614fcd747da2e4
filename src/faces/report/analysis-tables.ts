/** Results of an analysis as two tables, statements with their evidence and findings, for its page and the explorer. */
import { type Statement, witnessText } from '../../theory/analysis/statement.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import {
  computedRegulariserWords,
  constraintText,
  intervalWords,
  limitRelationWords,
  preferenceWords,
} from './analysis-words.js';
import { markup, type Markup, type MarkupValue } from '../../base/markup.js';
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

export function findingTable(analysis: LossAnalysis): Markup {
  return markup`<table class="facts">
<caption>Findings</caption>
<tbody>
${findings(analysis).map(([title, value]) => markup`<tr><th scope="row">${title}</th><td>${value}</td></tr>\n`)}</tbody>
</table>`;
}

const OUTCOMES = { holds: ['holds', 'holds'], fails: ['refuted', 'fails'], open: ['broken', 'open'] } as const;

function row({ claim, outcome, evidence, witness }: Statement): Markup {
  const [look, word] = OUTCOMES[outcome];
  const fails = witness === undefined ? undefined : markup`<br>Fails at ${witnessText(witness)}.`;
  return markup`<tr><th scope="row">${claim}</th><td><span class="badge ${look}">${word}</span></td>
<td>${gradeBadge(evidence.grade)} ${evidence.domain}: ${evidence.reason}.${fails}</td></tr>\n`;
}

function findings(analysis: LossAnalysis): [string, MarkupValue][] {
  const { regulariser, corners, undecidedCorners, limits, relations, limitRelations, numerics } = analysis;
  return [
    ['Hard negatives', preferenceWords(analysis)],
    ['Weights of an anchor', constraintText(analysis)],
    ...(regulariser?.kind === 'closed-form'
      ? [
          ['Regulariser', markup`${typesetLine(`$-R(\\alpha)=${regulariser.latex}$`)}: ${regulariser.name}`] as [
            string,
            MarkupValue,
          ],
        ]
      : []),
    ...(regulariser?.kind === 'numerical'
      ? [['Regulariser', computedRegulariserWords(regulariser)] as [string, MarkupValue]]
      : []),
    ...corners.psi.map(({ at, order }): [string, MarkupValue] => [
      'Corner of ψ',
      `x = ${at}: its ${order === 1 ? 'slope' : 'curvature'} jumps`,
    ]),
    ...corners.phi.map(({ at, order }): [string, MarkupValue] => [
      'Corner of φ',
      `ξ = ${at}: its ${order === 1 ? 'slope' : 'curvature'} jumps`,
    ]),
    ...undecidedCorners.psi.map((place): [string, MarkupValue] => [
      'Corners of ψ',
      `not told apart: x ∈ ${intervalWords(place)}`,
    ]),
    ...undecidedCorners.phi.map((place): [string, MarkupValue] => [
      'Corners of φ',
      `not told apart: ξ ∈ ${intervalWords(place)}`,
    ]),
    ...limits.map(({ parameter, towards, shares, sharesGrade, value, grade }): [string, MarkupValue] => [
      `${parameter} → ${towards}`,
      `F → ${value} (${grade}); weights: ${shares} (${sharesGrade})`,
    ]),
    ...relations.map(({ title, parameters, factor, offset, grade }): [string, MarkupValue] => [
      'Relation',
      `${factor === 1 && offset === 0 ? 'is' : `is ${factor.toPrecision(6)} times, plus ${offset.toPrecision(6)},`} ${title} ${Object.entries(
        parameters,
      )
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')} (${grade})`,
    ]),
    ...limitRelations.map((relation): [string, MarkupValue] => ['Relation', limitRelationWords(relation)]),
    ...numerics.hazards.filter(({ reached }) => reached).map(({ words }): [string, MarkupValue] => ['Hazard', words]),
    ['Safe form', numerics.safeForm],
  ];
}
