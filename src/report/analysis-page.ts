/** Analyses of losses as one page that needs no network, no script and no other file. */
import type { LossAnalysis } from '../analysis/analyse-loss.js';
import type { Statement } from '../analysis/statement.js';
import {
  computedRegulariserWords,
  constraintText,
  intervalWords,
  limitRelationWords,
  parameterWords,
  preferenceWords,
  witnessText,
} from './analysis-words.js';
import { figureBlock } from './figure-block.js';
import { htmlPage } from './html-page.js';
import { markup, type Markup, type MarkupValue } from './markup.js';
import type { DrawnFigure } from './report.js';
import { typesetLine } from './typeset.js';

export interface DrawnAnalysis {
  readonly id: string;
  readonly name: string;
  readonly analysis: LossAnalysis;
  readonly figures: readonly DrawnFigure[];
}

export function analysisPage(analyses: readonly DrawnAnalysis[]): string {
  const [only] = analyses;
  const title = analyses.length === 1 && only !== undefined ? `${only.name}, analysed` : 'Losses, analysed';
  const body = markup`<body>
<header class="masthead">
<p class="eyebrow">alpha-cl analyse</p>
<h1>${title}</h1>
<p class="lead">What the theory of contrastive learning as a game of two players (<a href="https://arxiv.org/abs/2201.12680">arXiv 2201.12680</a>) says of each loss ${typesetLine(String.raw`$\mathcal L=\sum_i\phi\big(\sum_{j\ne i}\psi(d_i^2-d_{ij}^2)\big)$`)}, how that is known, and where it fails.</p>
</header>
<main id="main">
${analyses.map(section)}
</main>
</body>`;
  return htmlPage({ title: `${title} · alpha-cl` }, body);
}

function section({ id, name, analysis, figures }: DrawnAnalysis): Markup {
  const { phi, psi, importance, domains } = analysis;
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
<p>${typesetLine(String.raw`$$\phi(\xi)=${phi.latex},\qquad\psi(x)=${psi.latex},\qquad\alpha_{ij}=${importance.latex}$$`)}</p>
<p>With x = d²ᵢ − d²ᵢⱼ in ${intervalWords(domains.psi.certified)}, as for unit vectors, and ξ in ${intervalWords(domains.phi.certified)}, up to 4,095 negatives${parameterWords(analysis)}.</p>
<table>
<caption>Statements</caption>
<thead><tr><th scope="col">Statement</th><th scope="col">Outcome</th><th scope="col">How it is known</th></tr></thead>
<tbody>
${analysis.statements.map(row)}</tbody>
</table>
<table class="facts">
<caption>Findings</caption>
<tbody>
${findings(analysis).map(([title, value]) => markup`<tr><th scope="row">${title}</th><td>${value}</td></tr>\n`)}</tbody>
</table>
${figures.map(figureBlock)}
</section>\n`;
}

const OUTCOMES = { holds: ['holds', 'holds'], fails: ['refuted', 'fails'], open: ['broken', 'open'] } as const;
const GRADES = { symbolic: 'exact', 'interval-certified': 'certified', sampled: 'sampled' } as const;

function row({ claim, outcome, evidence, witness }: Statement): Markup {
  const [look, word] = OUTCOMES[outcome];
  const fails = witness === undefined ? undefined : markup`<br>Fails at ${witnessText(witness)}.`;
  return markup`<tr><th scope="row">${claim}</th><td><span class="badge ${look}">${word}</span></td>
<td><span class="badge grade ${GRADES[evidence.grade]}">${evidence.grade}</span> ${evidence.domain}: ${evidence.reason}.${fails}</td></tr>\n`;
}

function findings(analysis: LossAnalysis): [string, MarkupValue][] {
  const { regulariser, corners, limits, relations, limitRelations, numerics } = analysis;
  return [
    ['Hard negatives', preferenceWords(analysis.preference)],
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
