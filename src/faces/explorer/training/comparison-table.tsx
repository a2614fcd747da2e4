/** A table of results by configuration: mean ± standard deviation over its seeds. */
import { formatNumber } from '../../../base/format-number.js';
import { percent } from '../../../results/runs/evaluation-words.js';
import type { RunComparison } from '../../serve/api.js';
import { DataTable, type Column } from '../parts/data-table.js';

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

export function ComparisonTable({ groups }: { readonly groups: readonly Group[] }) {
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
