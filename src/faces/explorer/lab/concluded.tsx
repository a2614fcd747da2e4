/** An analysis as a reader takes it in: sentences, the picture, a line a property, what would change it, conditions, and the proofs for those who ask. */
import type { ComponentChildren } from 'preact';
import type { DistanceAnalysis } from '../../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../../theory/analysis/analyse-loss.js';
import { ConclusionTable, FindingTable, StatementTable } from '../../report/analysis-tables.js';
import type { Searched } from '../../report/analysed.js';
import { conclude, isOfDistances } from '../../report/conclusion.js';
import { atFewPlaces } from '../../report/few-places.js';
import { SearchedLists } from '../../report/searched-lists.js';

export interface ConcludedProps {
  readonly analysis: LossAnalysis | DistanceAnalysis;
  /** Conditions and changes, once they are found. */
  readonly searched?: Searched | undefined;
  /** The picture. */
  readonly children?: ComponentChildren;
}

export function Concluded({ analysis, searched, children }: ConcludedProps) {
  const { sentences, rows } = conclude(analysis);
  return (
    <>
      <p class="concluded">{sentences.join(' ')}</p>
      {children}
      <ConclusionTable rows={rows} />
      {searched && <SearchedLists {...searched} />}
      <details class="proofs">
        <summary>How each is known</summary>
        <StatementTable statements={analysis.statements.map(atFewPlaces)} />
        {!isOfDistances(analysis) && <FindingTable analysis={analysis} />}
      </details>
    </>
  );
}
