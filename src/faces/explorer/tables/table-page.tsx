/** The page of a table of results: its unfinished runs, and every cell with the published result and links to its runs. */
import type { ColumnSummary, LineSummary } from '../../../results/tables/column-summary.js';
import { METRIC_IDS, METRICS, type MetricId } from '../../../results/tables/table-metrics.js';
import { Setting } from '../../views/setting.js';
import { ResultsTable } from '../../report/results-table.js';
import { extentOf } from '../../report/table-text.js';
import type { TableDetail } from '../../serve/api.js';
import { Moment } from '../../views/moment.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf, replaceAddress } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { IntervalCharts } from './interval-chart.js';

export interface TablePageProps {
  readonly table: string;
  readonly query: URLSearchParams;
}

export function TablePage({ table, query }: TablePageProps) {
  const detail = useAnswer<TableDetail>(`tables/${encodeURIComponent(table)}`);
  const metric = METRIC_IDS.find((id) => id === query.get('metric')) ?? 'linearBest';
  const choose = (id: string): void => replaceAddress(addressOf(['tables', table], { metric: id }));
  return <Waiting asked={detail}>{(value) => <Shown detail={value} metric={metric} onMetric={choose} />}</Waiting>;
}

interface ShownProps {
  readonly detail: TableDetail;
  readonly metric: MetricId;
  readonly onMetric: (id: string) => void;
}

function Shown({ detail, metric, onMetric }: ShownProps) {
  const { summary, file, writtenAt } = detail;
  return (
    <>
      <h1>
        {summary.title}: {summary.preset}
      </h1>
      <p class="eyebrow">
        <code>{file}</code>
        <span>
          written <Moment at={writtenAt} />
        </span>
      </p>
      <p>{extentOf({ ...summary, missing: [] })}</p>
      <Left detail={detail} />
      <h2>Results</h2>
      <div class="filters">
        <label>
          Metric
          <select value={metric} onChange={(event) => onMetric(event.currentTarget.value)}>
            {METRIC_IDS.map((id) => (
              <option key={id} value={id}>
                {METRICS[id].title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ResultsTable
        summary={summary}
        metric={metric}
        linked={(mean, line, column) => <Runs {...{ mean, line, column }} runs={runsOf(detail, column, line)} />}
      />
      <h2>With intervals</h2>
      <p>
        The mean over seeds with its 95 % interval by Student’s t, and the difference over shared seeds from the row of
        reference, where there is one. A bare point is one run.
      </p>
      {summary.columns.map((column) => (
        <IntervalCharts key={column.id} column={column} metric={metric} />
      ))}
      <h2>Setting</h2>
      <Setting text={summary.setting} />
    </>
  );
}

/** Largest number of unfinished runs that are listed unfolded. */
const FEW = 12;

function Left({ detail: { summary, command } }: { readonly detail: TableDetail }) {
  const { missing } = summary;
  if (missing.length === 0) return <p>Every run is finished.</p>;
  return (
    <>
      <h2>What is left</h2>
      <details open={missing.length <= FEW}>
        <summary>
          {missing.length} of {summary.asked} runs {missing.length === 1 ? 'is' : 'are'} not finished
        </summary>
        <ul class="left">
          {missing.map((title) => (
            <li key={title}>{title}</li>
          ))}
        </ul>
      </details>
      <p>
        To go on: <code class="command">{command}</code>
      </p>
    </>
  );
}

interface RunsProps {
  readonly mean: string;
  readonly line: LineSummary;
  readonly column: ColumnSummary;
  readonly runs: readonly string[];
}

function Runs({ mean, line, column, runs }: RunsProps) {
  if (runs.length === 0) return <>{mean}</>;
  return (
    <a href={addressOfRuns(runs)} aria-label={`${mean}: runs of ${line.label} on ${column.label}`}>
      {mean}
    </a>
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
