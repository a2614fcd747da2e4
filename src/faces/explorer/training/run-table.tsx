/** The table of runs, from which those in the curves are chosen. */
import { counted, thousands } from '../../../base/thousands.js';
import type { RunLine } from '../../serve/api.js';
import { DataTable } from '../../views/data-table.js';
import { addressOf } from '../state/address.js';

export interface RunTableProps {
  readonly runs: readonly RunLine[];
  readonly shown: readonly string[];
  readonly onToggle: (id: string) => void;
}

export function RunTable({ runs, shown, onToggle }: RunTableProps) {
  return (
    <DataTable<RunLine>
      caption={<span class="hidden">Runs</span>}
      keyOf={({ id }) => id}
      rows={runs}
      columns={[
        {
          title: 'Run',
          kind: 'words',
          cell: ({ id, folder, known, foreign }) => (
            <span class="run">
              <input
                type="checkbox"
                aria-label={`${folder} in the curves`}
                checked={(known ?? foreign) !== undefined && shown.includes(id)}
                disabled={(known ?? foreign) === undefined}
                onChange={() => onToggle(id)}
              />
              <a href={addressOf(['runs', id])}>{folder.split(/[\\/]/).slice(-2).join('/')}</a>
            </span>
          ),
        },
        {
          title: 'Loss',
          kind: 'words',
          cell: ({ known, foreign, fault }) =>
            known?.objective ??
            (foreign ? (
              `${counted(foreign.scalars, 'scalar')} of another program`
            ) : (
              <span class="exceeds">{fault}</span>
            )),
        },
        { title: 'Images', kind: 'words', cell: ({ known }) => known?.dataset ?? '–' },
        { title: 'Network', kind: 'words', cell: ({ known }) => known?.model ?? '–' },
        { title: 'Seed', kind: 'number', cell: ({ known }) => known?.seed ?? '–' },
        {
          title: 'Steps',
          kind: 'number',
          cell: ({ known, foreign }) => (known ? <Progress known={known} /> : foreign && thousands(foreign.step)),
        },
      ]}
    />
  );
}

function Progress({ known: { step, steps, training } }: { readonly known: NonNullable<RunLine['known']> }) {
  const words = step >= steps ? 'done' : training ? 'training' : 'stopped';
  return (
    <>
      {thousands(step)} of {thousands(steps)} <span class={`phase ${words}`}>{words}</span>
    </>
  );
}

/** Tells if all words occur in what the table says of a run. */
export function matches({ folder, known }: RunLine, words: string): boolean {
  const told = known === undefined ? '' : `${known.objective} ${known.dataset} ${known.model} seed ${known.seed}`;
  const text = `${folder} ${told}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
