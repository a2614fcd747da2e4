/** An analysis as a reader takes it in: sentences, the picture, a line a property, and the proofs for those who ask. */
import type { ComponentChildren } from 'preact';
import type { DistanceAnalysis } from '../../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../../theory/analysis/analyse-loss.js';
import { findingTable, statementTable } from '../../report/analysis-tables.js';
import { conclude, isOfDistances, SIGN_MARKS, type ConclusionSign } from '../../report/conclusion.js';
import { atFewPlaces } from '../../report/few-places.js';

/** Colours of signs, as those of statuses. */
export const SIGN_LOOKS: Readonly<Record<ConclusionSign, string>> = {
  has: 'holds',
  lacks: 'refuted',
  neutral: 'not-applicable',
  open: 'broken',
};

/** Words for signs, for readers who hear them. */
const SIGN_WORDS: Readonly<Record<ConclusionSign, string>> = {
  has: 'yes',
  lacks: 'no',
  neutral: 'fact',
  open: 'undecided',
};

export interface ConcludedProps {
  readonly analysis: LossAnalysis | DistanceAnalysis;
  /** The picture. */
  readonly children?: ComponentChildren;
}

export function Concluded({ analysis, children }: ConcludedProps) {
  const { sentences, rows } = conclude(analysis);
  const proofs = statementTable(analysis.statements.map(atFewPlaces)).html;
  const findings = isOfDistances(analysis) ? '' : findingTable(analysis).html;
  return (
    <>
      <p class="concluded">{sentences.join(' ')}</p>
      {children}
      <table class="properties">
        <caption>Properties</caption>
        <tbody>
          {rows.map(({ id, sign, claim, follows, known }) => (
            <tr key={id}>
              <td>
                <span class={`sign ${SIGN_LOOKS[sign]}`} aria-hidden="true">
                  {SIGN_MARKS[sign]}
                </span>
                <span class="hidden">{SIGN_WORDS[sign]}</span>
              </td>
              <th scope="row">
                {claim}
                {follows !== undefined && <span class="source">{follows}</span>}
              </th>
              <td class="known">{known}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <details class="proofs">
        <summary>{findings === '' ? 'Proofs' : 'Proofs and findings'}</summary>
        <div dangerouslySetInnerHTML={{ __html: proofs + findings }} />
      </details>
    </>
  );
}
