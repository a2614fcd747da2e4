/** The results of a table, a row a line and a column a data set, with what was published and notes. */
import type { ComponentChildren } from 'preact';
import type { ColumnSummary, LineSummary } from '../../results/tables/column-summary.js';
import { METRICS, type MetricId } from '../../results/tables/table-metrics.js';
import type { TableSummary } from '../../results/tables/table-summary.js';
import { DataTable, type Column } from '../views/data-table.js';
import { TypesetLine } from '../views/typeset.js';
import {
  isPublished,
  mainLines,
  marksOf,
  notesOf,
  NOTHING,
  publishedNotes,
  publishedTexts,
  statisticText,
  type MainLine,
} from './table-text.js';

export interface ResultsTableProps {
  readonly summary: TableSummary;
  readonly metric: MetricId;
  /** Makes a mean the way to its runs, where there is one. */
  readonly linked?: (mean: string, line: LineSummary, column: ColumnSummary) => ComponentChildren;
}

export function ResultsTable({ summary, metric, linked = (mean) => mean }: ResultsTableProps) {
  const { columns } = summary;
  const unit = METRICS[metric].kind === 'share' ? '; per cent' : '';
  const ours = (line: LineSummary | undefined, column: ColumnSummary): ComponentChildren =>
    line === undefined || line.seeds.length === 0 ? (
      NOTHING
    ) : (
      <>
        {linked(statisticText(line.metrics[metric], metric), line, column)} ({line.seeds.length})
        <Marks line={line} column={column} columns={columns} />
      </>
    );
  return (
    <>
      <DataTable<MainLine>
        caption={`${METRICS[metric].title}${unit}, mean ± standard deviation (seeds)`}
        keyOf={({ label }) => label}
        rows={mainLines(columns)}
        columns={[
          { title: 'Representation', kind: 'words', cell: ({ latex }) => <TypesetLine text={latex} /> },
          ...columns.flatMap((column, k): Column<MainLine>[] => [
            { title: column.label, kind: 'number', cell: ({ cells }) => ours(cells[k], column) },
            ...(metric === 'linearBest' && isPublished(column) ? published(column, k) : []),
          ]),
        ]}
      />
      {notesOf(columns).map(({ letter, text }) => (
        <p class="key" key={letter}>
          <sup>{letter}</sup> {text}
        </p>
      ))}
      {publishedNotes(columns).map((note) => (
        <p class="key" key={note}>
          {note}
        </p>
      ))}
      {summary.unpublished !== undefined && <p class="key">{summary.unpublished}</p>}
    </>
  );
}

function published({ label }: ColumnSummary, k: number): Column<MainLine>[] {
  return ['published', 'difference'].map((title, which) => ({
    title: `${label}, ${title}`,
    kind: 'number',
    cell: ({ cells }) => publishedTexts(cells[k])[which] || NOTHING,
  }));
}

export interface MarksProps {
  readonly line: LineSummary;
  readonly column: ColumnSummary;
  readonly columns: readonly ColumnSummary[];
}

/** Shows the letters of the notes on a line. */
export function Marks({ line, column, columns }: MarksProps) {
  const marks = marksOf(line, column, columns);
  return marks === '' ? null : <sup>{marks}</sup>;
}
