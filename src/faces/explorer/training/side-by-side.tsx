/** Chosen runs side by side: their curves as they grow, and their results. */
import { comparisonOf, type Comparison, type GroupDifference } from '../../../results/runs/comparison.js';
import { ACCURACY_NAMES, METRIC_NAMES, RUN_METRICS } from '../../../results/runs/run-metrics.js';
import { decidedText, differencesNote, metricText } from '../../report/table-text.js';
import type { RunLine, RunSummaryAnswer } from '../../serve/api.js';
import { DataTable, type Column } from '../../views/data-table.js';
import { Waiting } from '../parts/waiting.js';
import { useAnswers } from '../state/answer.js';
import { useTraining, type Following } from '../state/training.js';
import { CurveControls } from './curve-controls.js';
import type { DrawnRun } from './curve-lines.js';
import type { CurveSettings } from './curve-settings.js';
import { Curves } from './curves.js';
import type { Baseline } from './line-chart.js';
import { LiveNote } from './live-note.js';
import { MEASURES } from './measures.js';

export interface SideBySideProps {
  readonly runs: readonly RunLine[];
  readonly settings: CurveSettings;
  readonly onSettings: (next: CurveSettings) => void;
}

interface ComparedProps extends SideBySideProps {
  readonly summaries: readonly RunSummaryAnswer[];
  readonly following: Following;
}

type Group = Comparison['groups'][number];

export function SideBySide(props: SideBySideProps) {
  const ids = props.runs.map(({ id }) => id);
  const following = useTraining(ids);
  // Asked for again when a run ends or begins.
  const phases = ids.map((id) => (following.courses.get(id)?.training === true ? 'trains' : 'rests')).join();
  const summaries = useAnswers<RunSummaryAnswer>(
    ids.map((id) => `runs/${id}/summary`),
    phases,
  );
  return (
    <Waiting asked={summaries}>{(value) => <Compared {...props} summaries={value} following={following} />}</Waiting>
  );
}

function Compared({ runs, summaries, following, settings, onSettings }: ComparedProps) {
  const { groups, differences, warnings } = comparisonOf(summaries);
  const lossTitles = new Map(summaries.map(({ run, lossTitle }) => [run.config.loss, lossTitle]));
  const drawn = runs.flatMap(({ id, folder }): DrawnRun[] => {
    const course = following.courses.get(id);
    return course === undefined ? [] : drawnRun(groups, lossTitles, { id, folder, by: settings.by, course });
  });
  const lines = baselinesOf(summaries);
  return (
    <>
      <LiveNote following={following} />
      <CurveControls {...{ settings, onSettings }} options={optionsThatDiffer(groups)} />
      <div class="charts">
        {(['loss', 'neighbours', 'share', 'rank', 'rate'] as const).map((name) => (
          <Curves
            key={name}
            measure={MEASURES[name]}
            runs={drawn}
            baselines={name === 'neighbours' ? lines : []}
            {...{ settings, onSettings }}
          />
        ))}
      </div>
      <h2>What they came to</h2>
      <ComparisonTable groups={groups} />
      {differences.length > 0 && <DifferencesTable differences={differences} />}
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

interface RunInGroup {
  readonly id: string;
  readonly folder: string;
  /** The option that colours its line; empty for all that sets it apart. */
  readonly by: string;
  readonly course: DrawnRun['course'];
}

/** Returns a run as curves draw it; none where the comparison does not have it yet. */
function drawnRun(
  groups: readonly Group[],
  lossTitles: ReadonlyMap<string, string>,
  { id, folder, by, course }: RunInGroup,
): DrawnRun[] {
  const group = groups.find(({ runs }) => runs.some((run) => run.folder === folder));
  const run = group?.runs.find((one) => one.folder === folder);
  if (group === undefined || run === undefined) return [];
  const { config, batchesPerEpoch } = run;
  const loss = lossTitles.get(config.loss) ?? config.loss;
  const value = by === 'seed' ? config.seed : by === 'loss' ? loss : group.differing[by];
  const isGrouped = by === 'seed' || by === 'loss' || Object.hasOwn(group.differing, by);
  return [
    {
      id,
      name: isGrouped ? `${group.label}, seed ${config.seed}` : `seed ${config.seed}`,
      group: !isGrouped ? group.label : by === 'loss' ? loss : `${by} ${value ?? '–'}`,
      loss,
      batch: config.batch,
      batchesPerEpoch,
      course,
    },
  ];
}

/** Returns the baselines of all runs; one that was evaluated beside several of them occurs once. */
function baselinesOf(summaries: readonly RunSummaryAnswer[]): Baseline[] {
  const all = summaries.flatMap(({ baselines }) => baselines);
  const lines = all.map(
    ({ name, neighbours }) => [`${name} ${neighbours}`, { name, value: 100 * neighbours }] as const,
  );
  return [...new Map(lines).values()];
}

/** Returns the options of which the runs have several values. */
function optionsThatDiffer(groups: readonly Group[]): string[] {
  const options = new Set(groups.flatMap(({ differing }) => Object.keys(differing)));
  const seeds = new Set(groups.flatMap((group) => group.seeds));
  return [...options, ...(seeds.size > 1 ? ['seed'] : [])];
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
        ...METRIC_NAMES.map((name): Column<Group> => ({
          title: RUN_METRICS[name].title,
          kind: 'number',
          cell: ({ statistics, seeds }) => <Broken text={metricText(statistics[name], name, seeds.length)} />,
        })),
      ]}
    />
  );
}

function DifferencesTable({ differences }: { readonly differences: readonly GroupDifference[] }) {
  return (
    <DataTable<GroupDifference>
      caption={differencesNote(differences)}
      keyOf={({ label, seeds }) => `${label} ${seeds.join()}`}
      rows={differences}
      columns={[
        { title: 'Configuration', kind: 'words', cell: ({ label }) => label },
        { title: 'Shared seeds', kind: 'words', cell: ({ seeds }) => seeds.join(', ') || 'none' },
        ...ACCURACY_NAMES.map((name): Column<GroupDifference> => ({
          title: RUN_METRICS[name].title,
          kind: 'number',
          cell: ({ metrics }) => <Broken text={decidedText(metrics[name])} />,
        })),
      ]}
    />
  );
}

/** Shows a mean with its spread or its interval, on two lines where the table is wide. */
function Broken({ text }: { readonly text: string }) {
  return <span class="breaks">{text.replaceAll(/(?<=±) | (?=%|\()|(?<=\[[^\]]*) /g, '\u00A0')}</span>;
}
