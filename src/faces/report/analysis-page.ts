/** Analyses of losses as one page that needs no network, no script and no other file. */
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import { findingTable, statementTable } from './analysis-tables.js';
import { intervalWords, parameterWords } from './analysis-words.js';
import { figureBlock } from './figure-block.js';
import { htmlPage } from './html-page.js';
import { markup, type Markup } from '../../base/markup.js';
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
<p class="lead">What the theory of contrastive learning as a game of two players (<a href="https://arxiv.org/abs/2201.12680">Tian 2022</a>) says of each loss ${typesetLine(String.raw`$\mathcal L=\sum_i\phi\big(\sum_{j\ne i}\psi(d_i^2-d_{ij}^2)\big)$`)}, how that is known, and where it fails.</p>
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
${statementTable(analysis.statements)}
${findingTable(analysis)}
${figures.map(figureBlock)}
</section>\n`;
}
