/** A table as one page of HTML that needs no network, no script and no other file. */
import { dataTable, type Column } from './data-table.js';
import { htmlPage } from './html-page.js';
import { Markup, markup } from '../../base/markup.js';
import { typesetLine } from './typeset.js';
import type { ColumnSummary, LineSummary } from '../../results/tables/column-summary.js';
import { settingMarkup } from './setting-markup.js';
import { METRIC_IDS, METRICS } from '../../results/tables/table-metrics.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import {
  afterText,
  differenceText,
  extentOf,
  hoursText,
  isPublished,
  mainLines,
  marksOf,
  notesOf,
  NOTHING,
  publishedNotes,
  publishedTexts,
  statisticText,
  type MainLine,
} from './table-text.js';

interface HtmlCurve {
  readonly title: string;
  readonly caption: string;
  readonly svg: string;
}

export interface TableHtml {
  readonly summary: TableSummary;
  readonly curves: readonly HtmlCurve[];
  readonly command: string;
  /** Title of the row that others are compared with. */
  readonly reference: string;
}

export function tableHtml({ summary, curves, command, reference }: TableHtml): string {
  const { title, preset, columns } = summary;
  const body = markup`<body>
<header class="masthead">
<p class="eyebrow">alpha-cl reproduce</p>
<h1>${title}: ${preset}</h1>
<p class="lead">${extentOf(summary)}</p>
<p>Again, with the same numbers on the same machine: <code class="command">${command}</code></p>
</header>
<main id="main">
<section><h2>Setting</h2>
${settingMarkup(summary.setting)}</section>
<section><h2>Accuracy</h2>
${dataTable('Linear evaluation, best epoch; per cent, mean ± standard deviation (seeds)', mainColumns(columns), mainLines(columns))}
${notesOf(columns).map(({ letter, text }) => markup`<p class="key"><sup>${letter}</sup> ${text}</p>\n`)}
${publishedNotes(columns).map((note) => markup`<p class="key">${note}</p>\n`)}
${summary.unpublished === undefined ? undefined : markup`<p class="key">${summary.unpublished}</p>`}
</section>
${columns.map((column) => columnSection(column, columns, reference))}
${curves.map(curveSection)}
</main>
</body>`;
  return htmlPage({ title: `${title}: ${preset} · alpha-cl` }, body);
}

function mainColumns(columns: readonly ColumnSummary[]): Column<MainLine>[] {
  const line = ({ cells }: MainLine, k: number): LineSummary | undefined => cells[k];
  return [
    { title: '', kind: 'words', cell: ({ latex }) => typesetLine(latex) },
    ...columns.flatMap((column, k): Column<MainLine>[] => [
      { title: column.label, kind: 'number', cell: (row) => oursCell(line(row, k), column, columns) },
      ...(isPublished(column)
        ? [
            { title: 'published', kind: 'number' as const, cell: (row: MainLine) => publishedTexts(line(row, k))[0] },
            { title: 'difference', kind: 'number' as const, cell: (row: MainLine) => publishedTexts(line(row, k))[1] },
          ]
        : []),
    ]),
  ];
}

function oursCell(line: LineSummary | undefined, column: ColumnSummary, columns: readonly ColumnSummary[]): Markup {
  if (line === undefined || line.seeds.length === 0) return markup`${NOTHING}`;
  return markup`${statisticText(line.metrics.linearBest)} (${line.seeds.length})${marked(line, column, columns)}`;
}

function marked(line: LineSummary, column: ColumnSummary, columns: readonly ColumnSummary[]): Markup | undefined {
  const marks = marksOf(line, column, columns);
  return marks === '' ? undefined : markup`<sup>${marks}</sup>`;
}

function columnSection(column: ColumnSummary, columns: readonly ColumnSummary[], reference: string): Markup {
  const { id, label, images, lines } = column;
  const measured = lines.filter(({ seeds }) => seeds.length > 0);
  const name = (line: LineSummary): Markup =>
    markup`${typesetLine(line.latex)}${afterText(line, lines)}${marked(line, column, columns)}`;
  const metrics: Column<LineSummary>[] = [
    { title: '', kind: 'words', cell: name },
    { title: 'n', kind: 'number', cell: ({ seeds }) => seeds.length },
    ...METRIC_IDS.map((metric): Column<LineSummary> => ({
      title: METRICS[metric].title,
      kind: 'number',
      cell: (line) => statisticText(line.metrics[metric], metric),
    })),
    { title: 'device time', kind: 'number', cell: (line) => hoursText(line.deviceHours) },
  ];
  const differences: Column<LineSummary>[] = [
    { title: '', kind: 'words', cell: name },
    ...(['linearBest', 'neighbours'] as const).flatMap((metric) => [
      difference(`${METRICS[metric].title}, less random`, ({ differences: of }) => of.random[metric]),
      difference(`${METRICS[metric].title}, less ${reference}`, ({ differences: of }) => of.reference[metric]),
    ]),
  ];
  const compared = measured.filter((line) => Object.keys(line.differences.random).length > 0);
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${label}</h2>
${measured.length === 0 ? markup`<p>No run is finished.</p>` : markup`<p>${images.join(' ')}</p>`}
${measured.length === 0 ? undefined : dataTable('Means ± standard deviations over n seeds', metrics, measured)}
${compared.length === 0 ? undefined : dataTable('Differences in points, seed by seed: mean [95 % confidence]', differences, compared)}
</section>\n`;
}

function difference(
  title: string,
  of: (line: LineSummary) => Parameters<typeof differenceText>[0],
): Column<LineSummary> {
  return { title, kind: 'number', cell: (line) => differenceText(of(line)) };
}

function curveSection({ title, caption, svg }: HtmlCurve): Markup {
  return markup`<figure><div class="drawing" tabindex="0" role="group" aria-label="${title}">${new Markup(svg)}</div>
<figcaption><p><strong>${title}.</strong> ${caption}</p></figcaption></figure>\n`;
}
