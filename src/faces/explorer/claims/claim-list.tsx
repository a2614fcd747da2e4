/** The claims of a report, one table per chapter, with filters that are stored in the address. */
import { formatSeconds } from '../../../base/format-number.js';
import { GRADE_NAMES } from '../../../base/evidence-grades.js';
import { thousands } from '../../../base/thousands.js';
import { OUTCOME_NAMES } from '../../../claims/outcome-words.js';
import type { ReportOverview } from '../../serve/api.js';
import type { ClaimLine } from '../../views/claim-detail.js';
import { ClaimTable } from '../../views/claim-table.js';
import { Notable, OutcomeCounts } from '../../views/outcomes.js';
import { Moment } from '../../views/moment.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf, replaceAddress } from '../state/address.js';
import { useAnswer } from '../state/answer.js';
import { ClaimGraphView } from './claim-graph-view.js';

export interface ClaimListProps {
  readonly report: string;
  readonly query: URLSearchParams;
}

interface Filters {
  readonly chapter: string;
  readonly grade: string;
  readonly outcome: string;
  /** Words that must all occur in the title, the source or the id. */
  readonly words: string;
}

type FilterName = keyof Filters;

export function ClaimList({ report, query }: ClaimListProps) {
  const overview = useAnswer<ReportOverview>(`reports/${report}`);
  const isGraph = query.get('view') === 'graph';
  return (
    <Waiting asked={overview}>
      {(value) => (
        <>
          <h1>Claims</h1>
          <nav class="choice" aria-label="Ways to show the claims">
            <a href={addressOf(['claims', report])} aria-current={isGraph ? undefined : 'page'}>
              List
            </a>
            <a href={addressOf(['claims', report], { view: 'graph' })} aria-current={isGraph ? 'page' : undefined}>
              Graph of what rests on what
            </a>
          </nav>
          {isGraph ? (
            <ClaimGraphView claims={value.claims} address={(id) => addressOf(['claims', report, id])} />
          ) : (
            <Listed report={report} overview={value} filters={filtersOf(query)} />
          )}
        </>
      )}
    </Waiting>
  );
}

interface ListedProps {
  readonly report: string;
  readonly overview: ReportOverview;
  readonly filters: Filters;
}

function Listed({ report, overview: { run, claims }, filters }: ListedProps) {
  const shown = claims.filter((claim) => passes(filters, claim));
  const chapters = [...new Set(claims.map(({ chapter }) => chapter))];
  const set = (name: FilterName, value: string): void =>
    replaceAddress(addressOf(['claims', report], { ...filters, [name]: value }));
  return (
    <>
      <OutcomeCounts
        claims={claims}
        counted={(outcome, words) => <a href={addressOf(['claims', report], { outcome })}>{words}</a>}
      />
      <Notable claims={claims} address={(id) => addressOf(['claims', report, id])} />
      <p class="eyebrow">
        <span>
          {run.profile}, {thousands(run.requestedCases)} instances a claim, seed {run.seed}
        </span>
        <span>
          <Moment at={run.startedAt} />, {formatSeconds(run.seconds)}
        </span>
        <span>Real images: {run.real}</span>
      </p>
      <search class="filters">
        <label>
          Words
          <input
            type="search"
            value={filters.words}
            onInput={(event) => set('words', event.currentTarget.value)}
            placeholder="gradient, Theorem 2 …"
          />
        </label>
        <Choice name="chapter" of={chapters} {...{ filters, set }} />
        <Choice name="grade" of={GRADE_NAMES} {...{ filters, set }} />
        <Choice name="outcome" of={OUTCOME_NAMES} {...{ filters, set }} />
      </search>
      <p class="shown" role="status">
        {shown.length === claims.length ? `All ${claims.length} claims` : `${shown.length} of ${claims.length} claims`}
      </p>
      {chapters
        .map((chapter) => ({ chapter, rows: shown.filter((claim) => claim.chapter === chapter) }))
        .filter(({ rows }) => rows.length > 0)
        .map(({ chapter, rows }) => (
          <ClaimTable
            key={chapter}
            chapter={chapter}
            claims={rows}
            address={(id) => addressOf(['claims', report, id])}
          />
        ))}
    </>
  );
}

const NAMES: Readonly<Record<FilterName, string>> = {
  chapter: 'Chapter',
  grade: 'Evidence',
  outcome: 'Outcome',
  words: 'Words',
};

interface ChoiceProps {
  readonly name: FilterName;
  readonly of: readonly string[];
  readonly filters: Filters;
  readonly set: (name: FilterName, value: string) => void;
}

function Choice({ name, of, filters, set }: ChoiceProps) {
  return (
    <label>
      {NAMES[name]}
      <select value={filters[name]} onChange={(event) => set(name, event.currentTarget.value)}>
        <option value="">any</option>
        {of.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Reads the filters from an address; an empty one accepts every claim. */
function filtersOf(query: URLSearchParams): Filters {
  const [chapter = '', grade = '', outcome = '', words = ''] = ['chapter', 'grade', 'outcome', 'words'].map(
    (name) => query.get(name) ?? '',
  );
  return { chapter, grade, outcome, words };
}

function passes({ chapter, grade, outcome, words }: Filters, claim: ClaimLine): boolean {
  const text = `${claim.title} ${claim.source} ${claim.id}`.toLowerCase();
  return (
    (chapter === '' || claim.chapter === chapter) &&
    (grade === '' || claim.grade === grade) &&
    (outcome === '' || claim.outcome === outcome) &&
    words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}
