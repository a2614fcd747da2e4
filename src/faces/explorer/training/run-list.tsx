/** The list of runs: a table to choose from, the curves of the chosen runs, and their results side by side. */
import { useEffect, useState } from 'preact/hooks';
import { formatNumber } from '../../../base/format-number.js';
import { counted, thousands } from '../../../base/thousands.js';
import { percent } from '../../../results/runs/evaluation-words.js';
import type { RunLine, RunComparison } from '../../serve/api.js';
import { DataTable, type Column } from '../../views/data-table.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf, replaceAddress } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { useTraining, type Following } from '../state/training.js';
import { Curves, type DrawnRun } from './curves.js';
import { LiveNote } from './live-note.js';
import { MEASURES } from './measures.js';
import { ScalarCurves } from './scalar-curves.js';

/** Number of runs that are drawn before the reader has chosen any. */
const FIRST = 6;

/** Milliseconds after which the list is requested again, since runs begin and end. */
const AGAIN = 10_000;

interface SideBySideProps {
  readonly runs: readonly RunLine[];
}

type Group = RunComparison['groups'][number];

interface Metric {
  readonly name: keyof Group['statistics'];
  readonly title: string;
  readonly unit: 'share' | 'number';
}

const METRICS: readonly Metric[] = [
  { name: 'finalLoss', title: 'Loss', unit: 'number' },
  { name: 'linearBest', title: 'Linear, best', unit: 'share' },
  { name: 'neighbours', title: 'k-NN', unit: 'share' },
  { name: 'effectiveRank', title: 'Effective rank', unit: 'number' },
  { name: 'alignment', title: 'Alignment', unit: 'number' },
  { name: 'uniformity', title: 'Uniformity', unit: 'number' },
];

interface ComparedProps extends SideBySideProps {
  readonly comparison: RunComparison;
  readonly following: Following;
}

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
  const readable = runs.filter(({ known, foreign }) => known !== undefined || foreign !== undefined);
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
      {chosen.some(({ known }) => known !== undefined) && (
        <SideBySide runs={chosen.filter(({ known }) => known !== undefined)} />
      )}
      {chosen.some(({ foreign }) => foreign !== undefined) && <ScalarCurves runs={chosen.map(({ id }) => id)} />}
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
            known?.loss ??
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

function SideBySide({ runs }: SideBySideProps) {
  const ids = runs.map(({ id }) => id);
  const following = useTraining(ids);
  // Asked for again when a run ends or begins.
  const phases = runs.map(({ id }) => (following.courses.get(id)?.training === true ? 'trains' : 'rests')).join();
  const comparison = useAnswer<RunComparison>(`runs/compare?${ids.map((id) => `run=${id}`).join('&')}`, phases);
  return (
    <Waiting asked={comparison}>{(value) => <Compared runs={runs} comparison={value} following={following} />}</Waiting>
  );
}

function Compared({ runs, comparison: { groups, warnings }, following }: ComparedProps) {
  const drawn = runs.flatMap(({ id, folder }): DrawnRun[] => {
    const group = groups.find((one) => one.runs.some((run) => run.folder === folder));
    const run = group?.runs.find((one) => one.folder === folder);
    const course = following.courses.get(id);
    if (group === undefined || run === undefined || course === undefined) return [];
    const { config, batchesPerEpoch } = run;
    return [{ id, configuration: group.label, loss: config.loss, seed: config.seed, batchesPerEpoch, course }];
  });
  return (
    <>
      <LiveNote following={following} />
      {(['loss', 'neighbours', 'share', 'rate'] as const).map((name) => (
        <Curves key={name} measure={MEASURES[name]} runs={drawn} />
      ))}
      <h2>What they came to</h2>
      <ComparisonTable groups={groups} />
      {warnings.length > 0 && (
        <details>
          <summary>
            {warnings.length} {warnings.length === 1 ? 'thing' : 'things'} to know before comparing
          </summary>
          <ul class="warnings">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function ComparisonTable({ groups }: { readonly groups: readonly Group[] }) {
  return (
    <DataTable<Group>
      caption="Loss of the last epoch; the rest as alpha-cl eval has measured it, of the last checkpoint"
      keyOf={({ label, seeds }) => `${label} ${seeds.join()}`}
      rows={groups}
      columns={[
        { title: 'Configuration', kind: 'words', cell: ({ label }) => label },
        { title: 'Seeds', kind: 'words', cell: ({ seeds }) => seeds.join(', ') },
        ...METRICS.map((metric): Column<Group> => ({
          title: metric.title,
          kind: 'number',
          cell: (group) => cell(group, metric),
        })),
      ]}
    />
  );
}

function cell({ statistics }: Group, { name, unit }: Metric): string {
  const found = statistics[name];
  if (found === null) return '–';
  const write = unit === 'share' ? percent : formatNumber;
  return found.deviation === null ? write(found.mean) : `${write(found.mean)} ± ${write(found.deviation)}`;
}
