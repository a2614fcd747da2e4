/** Analyses of losses as one page that needs no network, no script and no other file. */
import type { DistanceAnalysis } from '../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import type { Change } from '../../theory/analysis/changes.js';
import type { Condition } from '../../theory/analysis/conditions.js';
import type { Analysed } from './analysed.js';
import { conclusionTable, findingTable, statementTable } from './analysis-tables.js';
import { intervalWords, parameterWords } from './analysis-words.js';
import { conclude, isOfDistances } from './conclusion.js';
import { figureBlock } from './figure-block.js';
import { htmlPage } from './html-page.js';
import { markup, type Markup } from '../../base/markup.js';
import type { DrawnFigure } from './report.js';
import { changeCommand, changeWords, conditionWords } from './search-words.js';
import { typesetLine } from './typeset.js';

export interface DrawnAnalysis extends Analysed {
  readonly id: string;
  readonly figures: readonly DrawnFigure[];
}

export function analysisPage(analyses: readonly DrawnAnalysis[]): string {
  const [only] = analyses;
  const title = analyses.length === 1 && only !== undefined ? `${only.name}, analysed` : 'Losses, analysed';
  const body = markup`<body>
<header class="masthead">
<p class="eyebrow">alpha-cl analyse</p>
<h1>${title}</h1>
<p class="lead">What the theory of contrastive learning as a game of two players (<a href="https://arxiv.org/abs/2201.12680">Tian 2022</a>) says of each loss, how that is known, and where it fails.</p>
</header>
<main id="main">
${analyses.map(section)}
</main>
</body>`;
  return htmlPage({ title: `${title} · alpha-cl` }, body);
}

function section({ id, name, analysis, latex, conditions = [], changes = [], figures }: DrawnAnalysis): Markup {
  const { sentences, rows } = conclude(analysis);
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
<p>${sentences.join(' ')}</p>
${isOfDistances(analysis) ? distanceFormulae(analysis, latex) : familyFormulae(analysis)}
${figures.map(figureBlock)}
${conclusionTable(rows)}
${changeList(changes)}
${conditionList(conditions)}
<details><summary>How each is known</summary>
${statementTable(analysis.statements)}
${isOfDistances(analysis) ? '' : findingTable(analysis)}
</details>
</section>\n`;
}

function familyFormulae(analysis: LossAnalysis): Markup {
  const { phi, psi, importance, domains } = analysis;
  return markup`<p>${typesetLine(String.raw`$$\phi(\xi)=${phi.latex},\qquad\psi(x)=${psi.latex},\qquad\alpha_{ij}=${importance.latex}$$`)}</p>
<p>${typesetLine(String.raw`The loss is $\mathcal L=\sum_i\phi\big(\sum_{j\ne i}\psi(d_i^2-d_{ij}^2)\big)$.`)} With x = d²ᵢ − d²ᵢⱼ in ${intervalWords(domains.psi.certified)}, as for unit vectors, and ξ in ${intervalWords(domains.phi.certified)}, up to 4,095 negatives${parameterWords(analysis)}.</p>`;
}

function distanceFormulae({ parameters }: DistanceAnalysis, latex: Analysed['latex']): Markup {
  if (latex === undefined) return markup``;
  const { anchor, parts, alpha, beta } = latex;
  const equations = [
    String.raw`\mathcal L_i=${anchor}`,
    ...parts.map((part) => `${part.symbol}=${part.latex}`),
    ...(alpha === undefined ? [] : [String.raw`\alpha_{ij}=${alpha}`]),
    ...(beta === undefined ? [] : [String.raw`\beta_i=${beta}`]),
  ];
  const values = Object.entries(parameters).map(([name, value]) => `, ${name} = ${value}`);
  return markup`${equations.map((equation) => markup`<p>${typesetLine(`$$${equation}$$`)}</p>\n`)}
<p>With d² = 1 − cosine to the positive and to a negative in [0, 2]${values.join('')}.</p>`;
}

function changeList(changes: readonly Change<object>[]): Markup {
  if (changes.length === 0) return markup``;
  return markup`<h3>What would change it</h3>
<ul>
${changes.map((change) => markup`<li>${changeWords(change)}<br><code>${changeCommand(change)}</code></li>\n`)}</ul>`;
}

function conditionList(conditions: readonly Condition[]): Markup {
  if (conditions.length === 0) return markup``;
  return markup`<h3>Conditions</h3>
<ul>
${conditionWords(conditions).map((words) => markup`<li>${words}</li>\n`)}</ul>`;
}
