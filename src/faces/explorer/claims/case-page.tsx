/** One instance: the finding of the check, the instance itself, and the command that checks it again. */
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { counted } from '../../../base/thousands.js';
import { replayCommand } from '../../report/replay-command.js';
import type { CaseAgain, CaseDetail, ClaimDetail } from '../../serve/api.js';
import { Fact } from '../parts/fact.js';
import { Quantity, Ratio } from '../parts/quantity.js';
import { TypesetLine } from '../parts/typeset.js';
import { Waiting } from '../parts/waiting.js';
import { addressOf } from '../state/address.js';
import { ask, reasonOf, useAnswer } from '../state/answer.js';
import { numberOf } from '../state/numbers.js';
import type { ClaimPlace } from './claim-page.js';

export interface CasePageProps extends ClaimPlace {
  /** A place among the generated instances, `worst`, `counterexample` or `counterfeit:ID`. */
  readonly which: string;
}

/** Largest number of entries of a list, and of rows and columns of a matrix, that are shown; the rest is counted. */
const SHOWN = 32;

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Entries, row by row. */
  readonly data: readonly (number | string)[];
}

type FlatRecord = Readonly<Record<string, string | number | boolean | null>>;

export function CasePage({ report, claim, which }: CasePageProps) {
  const base = `reports/${report}/claims/${encodeURIComponent(claim)}`;
  const path = `${base}/cases/${encodeURIComponent(which)}`;
  const detail = useAnswer<ClaimDetail>(base);
  const found = useAnswer<CaseDetail>(path);
  return (
    <>
      <p class="eyebrow">
        <a href={addressOf(['claims', report])}>All claims</a>
        <a href={addressOf(['claims', report, claim])}>
          <code>{claim}</code>
        </a>
      </p>
      <Waiting asked={detail}>
        {(value) => (
          <>
            <h1>{titleOf(which)}</h1>
            <p class="lead">
              <TypesetLine text={leadOf(value, which)} />
            </p>
            <Neighbours {...{ report, claim, which }} count={value.evidence.length} />
            <Waiting asked={found}>
              {(one) => <Case key={path} path={path} which={which} words={value.words} found={one} />}
            </Waiting>
          </>
        )}
      </Waiting>
    </>
  );
}

function titleOf(which: string): string {
  if (/^\d+$/.test(which)) return `Instance ${which}`;
  if (which === 'worst') return 'The instance closest to its bound';
  if (which === 'counterexample') return 'Counterexample';
  return `What refutes ${which.replace('counterfeit:', '')}`;
}

/** Returns the title of the claim, or the description of the counterfeit. */
function leadOf({ words, counterfeits }: ClaimDetail, which: string): string {
  return counterfeits.find(({ id }) => which === `counterfeit:${id}`)?.description ?? words.title;
}

interface NeighboursProps extends CasePageProps {
  readonly count: number;
}

function Neighbours({ report, claim, which, count }: NeighboursProps) {
  if (!/^\d+$/.test(which)) return null;
  const place = Number(which);
  const step = (to: number, words: string) =>
    to >= 0 && to < count && <a href={addressOf(['claims', report, claim, String(to)])}>{words}</a>;
  return (
    <nav class="steps" aria-label="Instances">
      {step(place - 1, '← before')}
      {step(place + 1, 'after →')}
    </nav>
  );
}

interface CaseProps {
  readonly path: string;
  readonly which: string;
  readonly words: ClaimDetail['words'];
  readonly found: CaseDetail;
}

function Case({ path, which, words, found }: CaseProps) {
  const { residual, bound, details, instance, replay, shrinks, error } = found;
  const [, counterfeit] = /^counterfeit:(.*)$/.exec(which) ?? [];
  return (
    <>
      <dl class="numbers">
        <Fact name="Residual">
          <Quantity value={numberOf(residual)} />
        </Fact>
        <Fact name="Bound">
          <Quantity value={numberOf(bound)} />
        </Fact>
        <Fact name="Residual ÷ bound">
          <Ratio of={found} />
        </Fact>
        {shrinks !== undefined && <Fact name="Made simpler">{counted(shrinks, 'time')}</Fact>}
      </dl>
      {error !== undefined && (
        <pre tabIndex={0}>
          <code>{error}</code>
        </pre>
      )}
      <h2>What the check found</h2>
      <InstanceView value={details} />
      <h2>The instance</h2>
      {instance === undefined ? <Again path={path} /> : <InstanceView value={instance} />}
      <p class="replay">
        Check it again: <code class="command">{replayCommand(words, { replay }, counterfeit)}</code>
      </p>
    </>
  );
}

type Making =
  | { readonly state: 'idle' | 'making' }
  | { readonly state: 'made'; readonly made: CaseAgain }
  | { readonly state: 'failed'; readonly reason: string };

/** Lets the server make an instance again from its seed; the report keeps only the instances that decide. */
function Again({ path }: { readonly path: string }) {
  const [making, setMaking] = useState<Making>({ state: 'idle' });
  const make = async (): Promise<void> => {
    setMaking({ state: 'making' });
    try {
      setMaking({ state: 'made', made: await ask<CaseAgain>(`${path}/again`) });
    } catch (error) {
      setMaking({ state: 'failed', reason: reasonOf(error) });
    }
  };
  if (making.state === 'made') {
    const { instance, same } = making.made;
    return (
      <>
        <p role="status">
          {same
            ? 'Made again from its seed and checked again: residual and bound are the same as in the report.'
            : 'Made again from its seed, but residual or bound differ from the report: it was written by another version, or on another machine.'}
        </p>
        <InstanceView value={instance} />
      </>
    );
  }
  return (
    <>
      <p>
        The report keeps the instances that decide, not all; this one is made again from its seed, and checked again.
      </p>
      <p>
        <button type="button" disabled={making.state === 'making'} onClick={() => void make()}>
          {making.state === 'making' ? 'Being made …' : 'Make it again'}
        </button>
      </p>
      {making.state === 'failed' && (
        <p class="failed" role="alert">
          {making.reason}
        </p>
      )}
    </>
  );
}

function InstanceView({ value }: { readonly value: unknown }) {
  if (isMatrix(value)) return <MatrixView {...value} />;
  if (Array.isArray(value)) return <ListView entries={value as unknown[]} />;
  if (typeof value === 'object' && value !== null) {
    return (
      <dl class="record">
        {Object.entries(value).map(([name, entry]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <InstanceView value={entry} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
}

function isMatrix(value: unknown): value is Matrix {
  if (typeof value !== 'object' || value === null) return false;
  const { rows, columns, data } = value as Partial<Matrix>;
  return Array.isArray(data) && Number(rows) * Number(columns) === data.length;
}

function MatrixView({ rows, columns, data }: Matrix) {
  const shownRows = Array.from({ length: Math.min(rows, SHOWN) }, (_, i) =>
    data.slice(i * columns, i * columns + Math.min(columns, SHOWN)),
  );
  const size = `${rows} × ${columns}`;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={`Matrix, ${size}`}>
      <table class="matrix">
        <caption>
          {size}
          {(rows > SHOWN || columns > SHOWN) && `, the first ${Math.min(rows, SHOWN)} × ${Math.min(columns, SHOWN)}`}
        </caption>
        <tbody>
          {shownRows.map((entries, i) => (
            <tr key={i}>
              {entries.map((entry, j) => (
                <td key={j}>{String(entry)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ListView({ entries }: { readonly entries: readonly unknown[] }) {
  const shown = entries.slice(0, SHOWN);
  const more = entries.length - shown.length;
  const rest: ComponentChildren = more > 0 && `, … ${more} more`;
  if (shown.every((entry) => typeof entry !== 'object')) {
    return (
      <code>
        [{shown.map(String).join(', ')}
        {rest}]
      </code>
    );
  }
  if (shown.every(isFlatRecord) && sameNames(shown)) return <RecordTable records={shown} more={more} />;
  return (
    <ol class="list" start={0}>
      {shown.map((entry, k) => (
        <li key={k}>
          <InstanceView value={entry} />
        </li>
      ))}
      {more > 0 && <li>… {more} more</li>}
    </ol>
  );
}

function isFlatRecord(value: unknown): value is FlatRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((entry) => typeof entry !== 'object' || entry === null);
}

function sameNames(records: readonly FlatRecord[]): boolean {
  return new Set(records.map((record) => Object.keys(record).join('\n'))).size === 1;
}

/** Shows records with the same scalar fields as the rows of one table. */
function RecordTable({ records, more }: { readonly records: readonly FlatRecord[]; readonly more: number }) {
  const names = Object.keys(records[0] ?? {});
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={names.join(', ')}>
      <table class="records">
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record, k) => (
            <tr key={k}>
              {names.map((name) => (
                <td key={name}>{String(record[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p>… {more} more</p>}
    </div>
  );
}
