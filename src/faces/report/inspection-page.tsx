/** Inspected embeddings as one page that needs no network, no script and no other file. */
import { formatNumber } from '../../base/format-number.js';
import type { Inspection } from '../../results/inspect/inspection.js';
import { percent } from '../../results/inspect/inspection-words.js';
import { DataTable } from '../views/data-table.js';
import { InspectionView } from '../views/inspection.js';
import type { DrawnFigure } from '../views/report-entry.js';
import { DrawnFigureView } from './drawn-figure.js';
import { htmlPage } from './html-page.js';

/** An inspection with its figures. */
export interface DrawnInspection {
  readonly id: string;
  readonly inspection: Inspection;
  readonly figures: readonly DrawnFigure[];
}

/** Returns the page. @param series a figure of all files, where there are several */
export function inspectionPage(
  drawn: readonly DrawnInspection[],
  series: DrawnFigure | undefined,
  command: string,
): string {
  const [only] = drawn;
  const title =
    drawn.length === 1 && only !== undefined ? `${only.inspection.file}, inspected` : 'Embeddings, inspected';
  return htmlPage(
    { title: `${title} · alpha-cl` },
    <body>
      <header>
        <p class="eyebrow">alpha-cl inspect</p>
        <h1>{title}</h1>
        <p class="lead">
          The state of the embeddings, where contrastive losses put their weight on them, and what follows from it.
        </p>
        <p>
          <code class="command">{command}</code>
        </p>
      </header>
      <main id="main">
        {series !== undefined && (
          <section>
            <SeriesTable drawn={drawn} />
            <DrawnFigureView {...series} />
          </section>
        )}
        {drawn.map((one) => (
          <InspectionView
            key={one.id}
            id={one.id}
            inspection={one.inspection}
            figures={one.figures.map((figure) => (
              <DrawnFigureView key={figure.figure.id} {...figure} />
            ))}
          />
        ))}
      </main>
    </body>,
  );
}

function SeriesTable({ drawn }: { readonly drawn: readonly DrawnInspection[] }) {
  return (
    <DataTable
      caption="From file to file"
      keyOf={({ id }) => id}
      rows={drawn}
      columns={[
        { title: 'file', kind: 'words', cell: ({ id, inspection }) => <a href={`#${id}`}>{inspection.file}</a> },
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
      ]}
    />
  );
}
