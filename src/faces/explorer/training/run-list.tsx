/** The list of runs: a table to choose from, the curves of the chosen runs, and their results side by side. */
import { useEffect, useState } from 'preact/hooks';
import { counted, thousands } from '../../../base/thousands.js';
import type { RunLine } from '../../serve/api.js';
import { DataTable } from '../parts/data-table.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf, replaceAddress } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { SideBySide } from './side-by-side.js';

/** Number of runs that are drawn before the reader has chosen any. */
const FIRST = 6;

/** Milliseconds after which the list is requested again, since runs begin and end. */
const AGAIN = 10_000;

export function RunList({ query }: { readonly query: URLSearchParams }) {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTimes((before) => before + 1), AGAIN);
    return () => clearInterval(timer);
  }, []);
  const runs = useAnswer<readonly RunLine[]>('runs', times);
  return <Waiting asked={runs}>{(value) => <Listed runs={value} query={query} />}</Waiting>;
}

interface ListedProps {
  readonly runs: readonly RunLine[];
  readonly query: URLSearchParams;
}

function Listed({ runs, query }: ListedProps) {
  const readable = runs.filter(({ known }) => known !== undefined);
  const asked = query.get('shown');
  const shown = asked === null ? firstShown(readable) : asked.split(',').filter(Boolean);
  const chosen = readable.filter(({ id }) => shown.includes(id));
  const training = runs.filter(({ known }) => known?.training === true).length;
  const set = (ids: readonly string[]): void => {
    // A comma alone: none is not the same as not chosen yet.
    replaceAddress(addressOf(['runs'], { shown: ids.length === 0 ? ',' : ids.join(',') }));
  };
  return (
    <>
      <h1>Runs</h1>
      <p class="eyebrow" role="status">
        {counted(runs.length, 'run')}, {thousands(training)} training now
      </p>
      <details class="choose" open={runs.length <= 12}>
        <summary>
          {chosen.length} of {readable.length} in the curves
        </summary>
        <p>
          <button type="button" onClick={() => set(readable.map(({ id }) => id))}>
            all
          </button>{' '}
          <button type="button" onClick={() => set([])}>
            none
          </button>
        </p>
        <RunTable
          runs={runs}
          shown={shown}
          onToggle={(id) => set(shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id])}
        />
      </details>
      {chosen.length > 0 && <SideBySide runs={chosen} />}
    </>
  );
}

/** Returns the runs to show first: those that train now, then the first of the others. */
function firstShown(runs: readonly RunLine[]): string[] {
  const training = runs.filter(({ known }) => known?.training === true);
  return [...new Set([...training, ...runs])].slice(0, FIRST).map(({ id }) => id);
}

interface RunTableProps {
  readonly runs: readonly RunLine[];
  readonly shown: readonly string[];
  readonly onToggle: (id: string) => void;
}

function RunTable({ runs, shown, onToggle }: RunTableProps) {
  return (
    <DataTable<RunLine>
      caption={<span class="hidden">Runs</span>}
      keyOf={({ id }) => id}
      rows={runs}
      columns={[
        {
          title: 'Run',
          kind: 'words',
          cell: ({ id, folder, known }) => (
            <span class="run">
              <input
                type="checkbox"
                aria-label={`${folder} in the curves`}
                checked={known !== undefined && shown.includes(id)}
                disabled={known === undefined}
                onChange={() => onToggle(id)}
              />
              <a href={addressOf(['runs', id])}>{folder.split(/[\\/]/).slice(-2).join('/')}</a>
            </span>
          ),
        },
        {
          title: 'Loss',
          kind: 'words',
          cell: ({ known, fault }) => known?.loss ?? <span class="exceeds">{fault}</span>,
        },
        { title: 'Images', kind: 'words', cell: ({ known }) => known?.dataset ?? '–' },
        { title: 'Network', kind: 'words', cell: ({ known }) => known?.model ?? '–' },
        { title: 'Seed', kind: 'number', cell: ({ known }) => known?.seed ?? '–' },
        { title: 'Steps', kind: 'number', cell: ({ known }) => known && <Progress known={known} /> },
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
