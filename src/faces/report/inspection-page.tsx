/** Inspected embeddings as one page that needs no network, no script and no other file. */
import { formatNumber } from '../../base/format-number.js';
import type { Inspection } from '../../results/inspect/inspection.js';
import {
  LOSS_NOTE,
  lossColumns,
  pairWords,
  percent,
  stateFacts,
  subjectWords,
} from '../../results/inspect/inspection-words.js';
import { DataTable } from '../views/data-table.js';
import type { DrawnFigure } from '../views/report-entry.js';
import { DrawnFigureView } from './drawn-figure.js';
import { htmlPage } from './html-page.js';

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
          <InspectionSection key={one.id} {...one} />
        ))}
      </main>
    </body>,
  );
}

function InspectionSection({ id, inspection, figures }: DrawnInspection) {
  const { losses } = inspection;
  return (
    <section class="claim" aria-labelledby={id}>
      <h2 id={id}>{inspection.file}</h2>
      <p>{subjectWords(inspection)}.</p>
      <Advice advice={inspection.advice} />
      <h3>State</h3>
      <table class="facts">
        <tbody>
          {stateFacts(inspection).map(({ name, words }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>Weights of the losses</h3>
      <DataTable
        caption="Means over anchors"
        keyOf={({ title }) => title}
        rows={losses}
        columns={[
          { title: 'loss', kind: 'words', cell: ({ title }) => title },
          ...lossColumns(inspection).map(({ title, cell }) => ({ title, kind: 'number' as const, cell })),
        ]}
      />
      <p class="key">{LOSS_NOTE}</p>
      {figures.map((drawn) => (
        <DrawnFigureView key={drawn.figure.id} {...drawn} />
      ))}
      <h3>Hardest pairs</h3>
      {losses.map(({ title, hardest }) => (
        <details key={title} class="condition">
          <summary>{title}</summary>
          <ol>
            {hardest.slice(0, PAIRS).map((pair) => (
              <li key={pairWords(pair)}>{pairWords(pair)}</li>
            ))}
          </ol>
        </details>
      ))}
    </section>
  );
}

function Advice({ advice }: Pick<Inspection, 'advice'>) {
  if (advice.length === 0) return <p class="outcome all-hold">No rule of advice applies.</p>;
  return (
    <div class="counterexample">
      <h3>Advice</h3>
      {advice.map(({ words, evidence }) => (
        <p key={words}>
          <strong>{words}</strong>
          <br />
          {evidence}
        </p>
      ))}
    </div>
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
