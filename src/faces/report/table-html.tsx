/** A table as one page of HTML that needs no network, no script and no other file. */
import { DataTable, type Column } from '../views/data-table.js';
import { FigureView } from '../views/figure.js';
import { Setting } from '../views/setting.js';
import { TypesetLine } from '../views/typeset.js';
import { htmlPage } from './html-page.js';
import type { ColumnSummary, LineSummary } from '../../results/tables/column-summary.js';
import { METRIC_IDS, METRICS } from '../../results/tables/table-metrics.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import { Marks, ResultsTable } from './results-table.js';
import { afterText, differenceText, extentOf, hoursText, statisticText } from './table-text.js';

interface HtmlCurve {
  readonly title: string;
  readonly caption: string;
  readonly file: string;
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
  return htmlPage(
    { title: `${title}: ${preset} · alpha-cl` },
    <body>
      <header>
        <p class="eyebrow">alpha-cl reproduce</p>
        <h1>
          {title}: {preset}
        </h1>
        <p class="lead">{extentOf(summary)}</p>
        <p>
          Again, with the same numbers on the same machine: <code class="command">{command}</code>
        </p>
      </header>
      <main id="main">
        <section>
          <h2>Setting</h2>
          <Setting text={summary.setting} />
        </section>
        <section>
          <h2>Accuracy</h2>
          <ResultsTable summary={summary} metric="linearBest" />
        </section>
        {columns.map((column) => (
          <ColumnSection key={column.id} column={column} columns={columns} reference={reference} />
        ))}
        {curves.map(({ title: name, caption, svg, file }) => (
          <FigureView
            key={file}
            id={file.replaceAll(/.*\/|\.svg$/g, '')}
            title={name}
            caption={caption}
            drawing={<div aria-hidden="true" dangerouslySetInnerHTML={{ __html: svg }} />}
          />
        ))}
      </main>
    </body>,
  );
}

interface ColumnSectionProps {
  readonly column: ColumnSummary;
  readonly columns: readonly ColumnSummary[];
  readonly reference: string;
}

function ColumnSection({ column, columns, reference }: ColumnSectionProps) {
  const { id, label, images, lines } = column;
  const measured = lines.filter(({ seeds }) => seeds.length > 0);
  const name = (line: LineSummary) => (
    <>
      <TypesetLine text={line.latex} />
      {afterText(line, lines)}
      <Marks line={line} column={column} columns={columns} />
    </>
  );
  const metrics: Column<LineSummary>[] = [
    { title: 'Representation', kind: 'words', cell: name },
    { title: 'n', kind: 'number', cell: ({ seeds }) => seeds.length },
    ...METRIC_IDS.map((metric): Column<LineSummary> => ({
      title: METRICS[metric].title,
      kind: 'number',
      cell: (line) => statisticText(line.metrics[metric], metric),
    })),
    { title: 'device time', kind: 'number', cell: (line) => hoursText(line.deviceHours) },
  ];
  const differences: Column<LineSummary>[] = [
    { title: 'Representation', kind: 'words', cell: name },
    ...(['linearBest', 'neighbours'] as const).flatMap((metric) => [
      difference(`${METRICS[metric].title}, less random`, ({ differences: of }) => of.random[metric]),
      difference(`${METRICS[metric].title}, less ${reference}`, ({ differences: of }) => of.reference[metric]),
    ]),
  ];
  const compared = measured.filter((line) => Object.keys(line.differences.random).length > 0);
  const keyOf = (line: LineSummary): string => `${line.id} ${line.stage}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{label}</h2>
      {measured.length === 0 ? (
        <p>No run is finished.</p>
      ) : (
        <>
          <p>{images.join(' ')}</p>
          <DataTable
            caption="Means ± standard deviations over n seeds"
            columns={metrics}
            rows={measured}
            keyOf={keyOf}
          />
        </>
      )}
      {compared.length > 0 && (
        <DataTable
          caption="Differences in points, seed by seed: mean [95 % confidence]"
          columns={differences}
          rows={compared}
          keyOf={keyOf}
        />
      )}
    </section>
  );
}

function difference(
  title: string,
  of: (line: LineSummary) => Parameters<typeof differenceText>[0],
): Column<LineSummary> {
  return { title, kind: 'number', cell: (line) => differenceText(of(line)) };
}
