/** The counterfeits of a claim with the instances that refuted them, and its instances of real images, as tables. */
import type { ComponentChildren } from 'preact';
import { counted } from '../../base/thousands.js';
import { OutcomeSign } from './badges.js';
import type { CounterfeitLine, RealLine } from './claim-detail.js';
import { DataTable } from './data-table.js';
import { ratioOf } from './json-numbers.js';
import { Quantity, Ratio } from './quantity.js';
import { TypesetLine } from './typeset.js';

export interface CounterfeitTableProps {
  readonly counterfeits: readonly CounterfeitLine[];
  /** Shows the instance that refutes a counterfeit, or the way to it. */
  readonly refuting: (counterfeit: CounterfeitLine) => ComponentChildren;
}

export function CounterfeitTable({ counterfeits, refuting }: CounterfeitTableProps) {
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
          cell: (line) => (line.counterexample === undefined ? '–' : refuting(line)),
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
        { title: 'Residual', kind: 'number', cell: ({ residual }) => <Quantity value={Number(residual)} /> },
        { title: 'Bound', kind: 'number', cell: ({ bound }) => <Quantity value={Number(bound)} /> },
        { title: 'Residual ÷ bound', kind: 'number', cell: (line) => <Ratio of={line} /> },
        {
          title: 'Outcome',
          kind: 'words',
          cell: (line) => (ratioOf(line) <= 1 ? 'within' : <strong class="exceeds">exceeds</strong>),
        },
      ]}
    />
  );
}
