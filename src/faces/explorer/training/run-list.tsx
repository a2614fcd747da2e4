/** The list of runs: a table to choose from, the curves of the chosen runs, and their results side by side. */
import { useContext, useEffect, useState } from 'preact/hooks';
import { counted, thousands } from '../../../base/thousands.js';
import type { RunLine } from '../../serve/api.js';
import { Waiting } from '../parts/waiting.js';
import { Live, useAnswer } from '../state/answer.js';
import { useSharedState } from '../state/shared-state.js';
import { curveQuery, curveSettings, type CurveSettings } from './curve-settings.js';
import { matches, RunTable } from './run-table.js';
import { ScalarCurves } from './scalar-curves.js';
import { SideBySide } from './side-by-side.js';

/** Number of runs that are drawn before the reader has chosen any. */
const FIRST = 6;

/** Milliseconds after which the list is requested again, since runs begin and end. */
const AGAIN = 10_000;

export function RunList({ query }: { readonly query: URLSearchParams }) {
  const [times, setTimes] = useState(0);
  const live = useContext(Live);
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setTimes((before) => before + 1), AGAIN);
    return () => clearInterval(timer);
  }, [live]);
  const runs = useAnswer<readonly RunLine[]>('runs', times);
  return <Waiting asked={runs}>{(value) => <Listed runs={value} query={query} />}</Waiting>;
}

interface RunsView {
  /** Ids of the runs in the curves; absent until the reader has chosen. */
  readonly shown?: readonly string[];
  /** Words that must all occur in what is said of a run. */
  readonly find: string;
  readonly settings: CurveSettings;
}

const IN_ADDRESS = {
  path: ['runs'],
  read: (query: URLSearchParams): RunsView => ({
    ...(query.has('shown') && { shown: (query.get('shown') ?? '').split(',').filter(Boolean) }),
    find: query.get('find') ?? '',
    settings: curveSettings(query),
  }),
  write: ({ shown, find, settings }: RunsView): Record<string, string> => ({
    // A comma alone: none is not the same as not chosen yet.
    ...(shown !== undefined && { shown: shown.length === 0 ? ',' : shown.join(',') }),
    ...(find !== '' && { find }),
    ...curveQuery(settings),
  }),
};

interface ListedProps {
  readonly runs: readonly RunLine[];
  readonly query: URLSearchParams;
}

function Listed({ runs, query }: ListedProps) {
  const live = useContext(Live);
  const [view, setView] = useSharedState<RunsView>(query, IN_ADDRESS);
  const { find, settings } = view;
  const found = runs.filter((run) => matches(run, find));
  const readable = found.filter(({ known, foreign }) => known !== undefined || foreign !== undefined);
  const shown = view.shown ?? firstShown(readable);
  const chosen = readable.filter(({ id }) => shown.includes(id));
  const training = runs.filter(({ known }) => known?.training === true).length;
  const ours = chosen.filter(({ known }) => known !== undefined);
  const set = (ids: readonly string[]): void => setView({ ...view, shown: ids });
  return (
    <>
      <h1>Runs</h1>
      <p class="eyebrow" role="status">
        {counted(runs.length, 'run')}
        {live && `, ${thousands(training)} training now`}
      </p>
      <search class="filters">
        <label>
          Words
          <input
            type="search"
            value={find}
            onInput={({ currentTarget: { value } }) => setView({ ...view, find: value })}
            placeholder="infonce seed 1 …"
          />
        </label>
      </search>
      <details class="choose" open={runs.length <= 12}>
        <summary>
          {chosen.length} of {readable.length} in the curves
        </summary>
        <p>
          <button type="button" onClick={() => set([...new Set([...shown, ...readable.map(({ id }) => id)])])}>
            all
          </button>{' '}
          <button type="button" onClick={() => set(shown.filter((id) => !readable.some((run) => run.id === id)))}>
            none
          </button>
        </p>
        <RunTable
          runs={found}
          shown={shown}
          onToggle={(id) => set(shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id])}
        />
      </details>
      {ours.length > 0 && (
        <SideBySide runs={ours} settings={settings} onSettings={(next) => setView({ ...view, settings: next })} />
      )}
      {chosen.some(({ foreign }) => foreign !== undefined) && (
        <>
          <h2>Scalars by step, of other programs and ours</h2>
          <ScalarCurves runs={chosen.map(({ id }) => id)} />
        </>
      )}
    </>
  );
}

/** Returns the runs to show first: those that train now, then the first of the others. */
function firstShown(runs: readonly RunLine[]): string[] {
  const training = runs.filter(({ known }) => known?.training === true);
  return [...new Set([...training, ...runs])].slice(0, FIRST).map(({ id }) => id);
}
