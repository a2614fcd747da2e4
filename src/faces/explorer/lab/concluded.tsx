/** An analysis as a reader takes it in: sentences, the picture, a line a property, and the proofs for those who ask. */
import type { ComponentChildren } from 'preact';
import type { DistanceAnalysis } from '../../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../../theory/analysis/analyse-loss.js';
import { conclusionTable, findingTable, statementTable } from '../../report/analysis-tables.js';
import { conclude, isOfDistances } from '../../report/conclusion.js';
import { atFewPlaces } from '../../report/few-places.js';

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
      <div dangerouslySetInnerHTML={{ __html: conclusionTable(rows).html }} />
      <details class="proofs">
        <summary>How each is known</summary>
        <div dangerouslySetInnerHTML={{ __html: proofs + findings }} />
      </details>
    </>
  );
}
