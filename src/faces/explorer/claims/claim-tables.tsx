/** The counterfeits of a claim with the instances that refuted them, and its instances of real images. */
import { counted } from '../../../base/thousands.js';
import type { ClaimDetail } from '../../serve/api.js';
import { OutcomeSign } from '../parts/badges.js';
import { DataTable } from '../parts/data-table.js';
import { Quantity, Ratio } from '../parts/quantity.js';
import { TypesetLine } from '../parts/typeset.js';
import { addressOf } from '../state/address.js';
import { numberOf, ratioOf } from '../state/numbers.js';

type CounterfeitLine = ClaimDetail['counterfeits'][number];
type RealLine = ClaimDetail['real'][number];

export interface CounterfeitTableProps {
  readonly report: string;
  readonly detail: ClaimDetail;
}

export function CounterfeitTable({ report, detail: { words, counterfeits } }: CounterfeitTableProps) {
  return (
    <DataTable<CounterfeitLine>
      caption="Counterfeits: the same mathematics with one thing broken"
      keyOf={({ id }) => id}
      rows={counterfeits}
      columns={[
        { title: 'Counterfeit', kind: 'words', cell: ({ id }) => <code>{id}</code> },
        { title: 'What is broken', kind: 'words', cell: ({ description }) => <TypesetLine text={description} /> },
        { title: 'Refuted after', kind: 'words', cell: (line) => <Outcome {...line} /> },
        {
          title: 'Residual ÷ bound there',
          kind: 'number',
          cell: ({ counterexample: at }) =>
            at === undefined || at.error !== undefined ? '–' : <Quantity value={ratioOf(at)} />,
        },
        {
          title: 'Instance',
          kind: 'words',
          cell: ({ id, counterexample }) =>
            counterexample === undefined ? (
              '–'
            ) : (
              <a
                href={addressOf(['claims', report, words.id, `counterfeit:${id}`])}
                aria-label={`The instance that refutes ${id}`}
              >
                {words.conditions[id] === undefined ? 'first' : 'smallest'}
              </a>
            ),
        },
      ]}
    />
  );
}

function Outcome({ refuted, alike, cases, counterexample }: CounterfeitLine) {
  const instances = counted(cases, 'instance');
  if (refuted) {
    return (
      <>
        <OutcomeSign outcome="holds as stated" /> {instances}
      </>
    );
  }
  if (alike) {
    return (
      <>
        <OutcomeSign outcome="cannot be told" /> cannot be told on this loss: the same on {instances}
      </>
    );
  }
  return (
    <strong class="exceeds">
      <OutcomeSign outcome="broken" />{' '}
      {counterexample?.error === undefined ? `never: accepted ${instances}` : 'never: crashed the check'}
    </strong>
  );
}

export function RealTable({ real }: { readonly real: readonly RealLine[] }) {
  return (
    <DataTable<RealLine>
      caption="Real images: the same check"
      keyOf={({ label }) => label}
      rows={real}
      columns={[
        { title: 'Images', kind: 'words', cell: ({ label }) => label },
        { title: 'Residual', kind: 'number', cell: ({ residual }) => <Quantity value={numberOf(residual)} /> },
        { title: 'Bound', kind: 'number', cell: ({ bound }) => <Quantity value={numberOf(bound)} /> },
        { title: 'Residual ÷ bound', kind: 'number', cell: (line) => <Ratio of={line} /> },
      ]}
    />
  );
}
