/** The claims of a chapter with their numbers, as a table. */
import { thousands } from '../../base/thousands.js';
import { isNotable } from '../../claims/outcome-words.js';
import { GradeBadge, OutcomeBadge, OutcomeSign } from './badges.js';
import type { ClaimLine } from './claim-detail.js';
import { DataTable } from './data-table.js';
import { Ratio } from './quantity.js';
import { TypesetLine } from './typeset.js';

export interface ClaimTableProps {
  readonly chapter: string;
  readonly claims: readonly ClaimLine[];
  readonly address: (id: string) => string;
}

export function ClaimTable({ chapter, claims, address }: ClaimTableProps) {
  return (
    <div class="summary">
      <DataTable<ClaimLine>
        caption={chapter}
        keyOf={({ id }) => id}
        rows={claims}
        columns={[
          {
            title: 'Claim',
            kind: 'words',
            cell: ({ id, title, source, outcome }) => (
              <>
                {isNotable(outcome) && <OutcomeSign outcome={outcome} />}{' '}
                <a href={address(id)}>
                  <TypesetLine text={title} />
                </a>{' '}
                <span class="source">
                  <TypesetLine text={source} />
                </span>
              </>
            ),
          },
          { title: 'Outcome', kind: 'words', cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
          { title: 'Evidence', kind: 'words', cell: ({ grade }) => <GradeBadge grade={grade} /> },
          { title: 'Instances', kind: 'number', cell: ({ cases }) => thousands(cases) },
          {
            title: 'Worst residual ÷ bound',
            kind: 'number',
            cell: ({ worst }) => (worst === undefined ? '–' : <Ratio of={worst} />),
          },
          {
            title: 'Counterfeits refuted',
            kind: 'number',
            cell: ({ refuted, counterfeits }) => `${refuted} of ${counterfeits}`,
          },
        ]}
      />
    </div>
  );
}
