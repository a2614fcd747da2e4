/** The page of a table of results: its unfinished runs, and every cell with the published result and links to its runs. */
import type { TableDetail } from '../../serve/api.js';
import { settingMarkup } from '../../report/setting-markup.js';
import { METRIC_IDS, METRICS, type MetricId } from '../../../results/tables/table-metrics.js';
import { extentOf, notesOf, publishedNotes } from '../../report/table-text.js';
import { Moment } from '../parts/moment.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf, replaceAddress } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { MainTable } from './main-table.js';

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
      <MainTable detail={detail} metric={metric} />
      {notesOf(summary.columns).map(({ letter, text }) => (
        <p class="key" key={letter}>
          <sup>{letter}</sup> {text}
        </p>
      ))}
      {publishedNotes(summary.columns).map((note) => (
        <p class="key" key={note}>
          {note}
        </p>
      ))}
      {summary.unpublished !== undefined && <p class="key">{summary.unpublished}</p>}
      <h2>Setting</h2>
      <div dangerouslySetInnerHTML={{ __html: settingMarkup(summary.setting).html }} />
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
