/** The findings on embeddings: advice, their state, where losses put their weight, and the hardest pairs. */
import type { ComponentChildren } from 'preact';
import type { HardPair, Inspection } from '../../results/inspect/inspection.js';
import {
  LOSS_NOTE,
  lossColumns,
  pairWords,
  SHOWN_PAIRS,
  stateFacts,
  subjectWords,
} from '../../results/inspect/inspection-words.js';
import { DataTable } from './data-table.js';

export interface InspectionViewProps {
  readonly id: string;
  readonly inspection: Inspection;
  readonly figures: ComponentChildren;
}

export function InspectionView({ id, inspection, figures }: InspectionViewProps) {
  const { losses, thumbnails } = inspection;
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
      {figures}
      <h3>Hardest pairs</h3>
      {thumbnails !== undefined && <p class="key">Row k is image k of {thumbnails.images}, from 0.</p>}
      {losses.map(({ title, hardest }, k) => (
        <details key={title} class="condition" open={k === 0}>
          <summary>{title}</summary>
          <ol>
            {hardest.slice(0, SHOWN_PAIRS).map((pair) => (
              <li key={pairWords(pair)}>
                <PairImages pair={pair} thumbnails={thumbnails} />
                {pairWords(pair)}
              </li>
            ))}
          </ol>
        </details>
      ))}
    </section>
  );
}

interface PairImagesProps {
  readonly pair: HardPair;
  readonly thumbnails: Inspection['thumbnails'];
}

function PairImages({ pair: { anchor, negative }, thumbnails }: PairImagesProps) {
  if (thumbnails === undefined) return null;
  return (
    <span class="pair">
      {[anchor, negative].map((row) => {
        const { png, className } = thumbnails.rows[row] ?? {};
        return png !== undefined && <img key={row} src={png} alt={`Row ${row}${className ? `, ${className}` : ''}`} />;
      })}
    </span>
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
