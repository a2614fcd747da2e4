/** The findings on embeddings: advice, their state, where losses put their weight, and the hardest pairs. */
import type { ComponentChildren } from 'preact';
import type { Inspection } from '../../results/inspect/inspection.js';
import { LOSS_NOTE, lossColumns, pairWords, stateFacts, subjectWords } from '../../results/inspect/inspection-words.js';
import { DataTable } from './data-table.js';

export interface InspectionViewProps {
  readonly id: string;
  readonly inspection: Inspection;
  readonly figures: ComponentChildren;
}

/** Pairs that are shown of each loss. */
const PAIRS = 10;

export function InspectionView({ id, inspection, figures }: InspectionViewProps) {
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
      {figures}
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
