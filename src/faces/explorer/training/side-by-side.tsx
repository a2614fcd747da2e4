/** Chosen runs side by side: a curve per run, and the results of each configuration. */
import { formatNumber } from '../../../base/format-number.js';
import { percent } from '../../../results/runs/evaluation-words.js';
import type { RunComparison, RunLine } from '../../serve/api.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Waiting } from '../parts/waiting.js';
import { useAnswer } from '../state/answer.js';
import { useTraining, type Following } from '../state/training.js';
import { Curves, type DrawnRun } from './curves.js';
import { LiveNote } from './live-note.js';
import { MEASURES } from './measures.js';

export interface SideBySideProps {
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

export function SideBySide({ runs }: SideBySideProps) {
  const ids = runs.map(({ id }) => id);
  const following = useTraining(ids);
  // Asked for again when a run ends or begins.
  const phases = runs.map(({ id }) => (following.courses.get(id)?.training === true ? 'trains' : 'rests')).join();
  const comparison = useAnswer<RunComparison>(`runs/compare?${ids.map((id) => `run=${id}`).join('&')}`, phases);
  return (
    <Waiting asked={comparison}>{(value) => <Compared runs={runs} comparison={value} following={following} />}</Waiting>
  );
}

interface ComparedProps extends SideBySideProps {
  readonly comparison: RunComparison;
  readonly following: Following;
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
