/** The main table, rows by data sets: mean ± standard deviation over seeds with links to the runs, and published results. */
import type { ComponentChildren } from 'preact';
import type { TableDetail } from '../../serve/api.js';
import type { ColumnSummary, LineSummary } from '../../../results/tables/column-summary.js';
import { METRICS, type MetricId } from '../../../results/tables/table-metrics.js';
import {
  isPublished,
  mainLines,
  marksOf,
  NOTHING,
  publishedTexts,
  statisticText,
  type MainLine,
} from '../../report/table-text.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { TypesetLine } from '../parts/typeset.js';
import { addressOf } from '../state/address.js';

export interface MainTableProps {
  readonly detail: TableDetail;
  readonly metric: MetricId;
}

export function MainTable({ detail, metric }: MainTableProps) {
  const { columns } = detail.summary;
  const unit = METRICS[metric].kind === 'share' ? '; per cent' : '';
  return (
    <DataTable<MainLine>
      caption={`${METRICS[metric].title}${unit}, mean ± standard deviation (seeds)`}
      keyOf={({ label }) => label}
      rows={mainLines(columns)}
      columns={[
        { title: 'Representation', kind: 'words', cell: ({ latex }) => <TypesetLine text={latex} /> },
        ...columns.flatMap((column, k): Column<MainLine>[] => [
          {
            title: column.label,
            kind: 'number',
            cell: ({ cells }) => <Ours {...{ detail, metric, column }} line={cells[k]} />,
          },
          ...(metric === 'linearBest' && isPublished(column) ? published(column, k) : []),
        ]),
      ]}
    />
  );
}

function published({ label }: ColumnSummary, k: number): Column<MainLine>[] {
  return ['published', 'difference'].map((title, which) => ({
    title: `${label}, ${title}`,
    kind: 'number',
    cell: ({ cells }) => publishedTexts(cells[k])[which] || NOTHING,
  }));
}

interface OursProps extends MainTableProps {
  readonly column: ColumnSummary;
  readonly line: LineSummary | undefined;
}

function Ours({ detail, metric, column, line }: OursProps): ComponentChildren {
  if (line === undefined || line.seeds.length === 0) return NOTHING;
  const runs = runsOf(detail, column, line);
  const text = statisticText(line.metrics[metric], metric);
  const marks = marksOf(line, column, detail.summary.columns);
  return (
    <>
      {runs.length === 0 ? (
        text
      ) : (
        <a href={addressOfRuns(runs)} aria-label={`${text}: runs of ${line.label} on ${column.label}`}>
          {text}
        </a>
      )}{' '}
      ({line.seeds.length}){marks !== '' && <sup>{marks}</sup>}
    </>
  );
}

/** Returns the ids of the runs behind a cell; for a baseline, of the runs that it was evaluated beside. */
function runsOf({ runs }: TableDetail, column: ColumnSummary, { id, stage }: LineSummary): string[] {
  const isOfLine = ({ row, baselines }: TableDetail['runs'][number]): boolean =>
    stage === undefined ? baselines.some((baseline) => baseline === id) : row === id;
  return runs.filter((run) => run.column === column.id && isOfLine(run)).map(({ run }) => run);
}

function addressOfRuns(runs: readonly string[]): string {
  const [first = ''] = runs;
  return runs.length === 1 ? addressOf(['runs', first]) : addressOf(['runs'], { shown: runs.join(',') });
}
