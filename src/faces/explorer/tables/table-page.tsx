/** The page of a table of results: its unfinished runs, and every cell with the published figure and links to its runs. */
import type { TableDetail } from '../../serve/api.js';
import { settingMarkup } from '../../report/setting-markup.js';
import { FIGURE_IDS, FIGURES, type FigureId } from '../../../results/tables/table-figures.js';
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
  const figure = FIGURE_IDS.find((id) => id === query.get('figure')) ?? 'linearBest';
  const choose = (id: string): void => replaceAddress(addressOf(['tables', table], { figure: id }));
  return <Waiting asked={detail}>{(value) => <Shown detail={value} figure={figure} onFigure={choose} />}</Waiting>;
}

interface ShownProps {
  readonly detail: TableDetail;
  readonly figure: FigureId;
  readonly onFigure: (id: string) => void;
}

function Shown({ detail, figure, onFigure }: ShownProps) {
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
          Figure
          <select value={figure} onChange={(event) => onFigure(event.currentTarget.value)}>
            {FIGURE_IDS.map((id) => (
              <option key={id} value={id}>
                {FIGURES[id].title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <MainTable detail={detail} figure={figure} />
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
