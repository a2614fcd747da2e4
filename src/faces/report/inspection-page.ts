/** Inspected embeddings as one page that needs no network, no script and no other file. */
import { formatNumber } from '../../base/format-number.js';
import { markup, type Markup } from '../../base/markup.js';
import type { Inspection } from '../../results/inspect/inspection.js';
import {
  LOSS_NOTE,
  lossColumns,
  pairWords,
  percent,
  stateFacts,
  subjectWords,
} from '../../results/inspect/inspection-words.js';
import { dataTable } from './data-table.js';
import { figureBlock } from './figure-block.js';
import { htmlPage } from './html-page.js';
import type { DrawnFigure } from './report.js';

/** An inspection with its figures. */
export interface DrawnInspection {
  readonly id: string;
  readonly inspection: Inspection;
  readonly figures: readonly DrawnFigure[];
}

/** Pairs on the page, of each loss. */
const PAIRS = 10;

/** Returns the page. @param series a figure of all files, where there are several */
export function inspectionPage(
  drawn: readonly DrawnInspection[],
  series: DrawnFigure | undefined,
  command: string,
): string {
  const [only] = drawn;
  const title =
    drawn.length === 1 && only !== undefined ? `${only.inspection.file}, inspected` : 'Embeddings, inspected';
  const body = markup`<body>
<header class="masthead">
<p class="eyebrow">alpha-cl inspect</p>
<h1>${title}</h1>
<p class="lead">The state of the embeddings, where contrastive losses put their weight on them, and what follows from it.</p>
<p><code class="command">${command}</code></p>
</header>
<main id="main">
${series === undefined ? '' : markup`<section>${seriesTable(drawn)}${figureBlock(series)}</section>`}
${drawn.map(section)}
</main>
</body>`;
  return htmlPage({ title: `${title} · alpha-cl` }, body);
}

function section({ id, inspection, figures }: DrawnInspection): Markup {
  const facts = stateFacts(inspection).map(
    ({ name, words }) => markup`<tr><th scope="row">${name}</th><td>${words}</td></tr>\n`,
  );
  const { losses } = inspection;
  return markup`<section class="claim" aria-labelledby="${id}">
<h2 id="${id}">${inspection.file}</h2>
<p>${subjectWords(inspection)}.</p>
${adviceBlock(inspection)}
<h3>State</h3>
<table class="facts"><tbody>
${facts}</tbody></table>
<h3>Weights of the losses</h3>
${dataTable(
  'Means over anchors',
  [
    { title: 'loss', kind: 'words', cell: (loss: (typeof losses)[number]) => loss.title },
    ...lossColumns(inspection).map(({ title, cell }) => ({ title, kind: 'number' as const, cell })),
  ],
  losses,
)}
<p class="key">${LOSS_NOTE}</p>
${figures.map(figureBlock)}
<h3>Hardest pairs</h3>
${losses.map(({ title, hardest }) => markup`<details class="condition"><summary>${title}</summary><ol>${hardest.slice(0, PAIRS).map((pair) => markup`<li>${pairWords(pair)}</li>`)}</ol></details>\n`)}
</section>\n`;
}

function adviceBlock({ advice }: Inspection): Markup {
  if (advice.length === 0) return markup`<p class="outcome all-hold">No rule of advice applies.</p>`;
  return markup`<div class="counterexample"><h3>Advice</h3>${advice.map(({ words, evidence }) => markup`<p><strong>${words}</strong><br>${evidence}</p>`)}</div>`;
}

function seriesTable(drawn: readonly DrawnInspection[]): Markup {
  return dataTable(
    'From file to file',
    [
      {
        title: 'file',
        kind: 'words',
        cell: ({ id, inspection }: DrawnInspection) => markup`<a href="#${id}">${inspection.file}</a>`,
      },
      {
        title: 'effective rank',
        kind: 'number',
        cell: ({ inspection: { geometry } }) => formatNumber(geometry.effectiveRank),
      },
      { title: 'RankMe', kind: 'number', cell: ({ inspection: { geometry } }) => formatNumber(geometry.rankMe) },
      {
        title: 'alignment',
        kind: 'number',
        cell: ({ inspection: { pairs } }) => (pairs.alignment === undefined ? '–' : formatNumber(pairs.alignment)),
      },
      {
        title: 'uniformity',
        kind: 'number',
        cell: ({ inspection: { pairs } }) => formatNumber(pairs.uniformity.value),
      },
      {
        title: 'k-NN',
        kind: 'number',
        cell: ({ inspection: { classes } }) =>
          classes === undefined ? '–' : percent(classes.neighbours.weighted.value),
      },
      { title: 'advice', kind: 'number', cell: ({ inspection: { advice } }) => advice.length },
    ],
    drawn,
  );
}
