/** An instance of a claim. */
import type { ComponentChildren } from 'preact';

/** Largest number of entries of a list, and of rows and columns of a matrix, that are shown; the rest is counted. */
const SHOWN = 32;

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Entries, row by row. */
  readonly data: ArrayLike<number | string> & Iterable<number | string>;
}

type FlatRecord = Readonly<Record<string, string | number | boolean | null>>;

/** Shows an instance, or any part of one: matrices and records of one kind as tables, long lists cut. */
export function InstanceView({ value }: { readonly value: unknown }) {
  if (isMatrix(value)) return <MatrixView {...value} />;
  if (isList(value)) return <ListView entries={Array.from<unknown>(value)} />;
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
  return <code>{entryText(value)}</code>;
}

/** Writes an entry; -0 keeps its sign, since it differs from 0 where a sign is taken. */
function entryText(value: unknown): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Tells a list from other objects: typed arrays of a run, and lists of its JSON. */
function isList(value: unknown): value is ArrayLike<unknown> & Iterable<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isMatrix(value: unknown): value is Matrix {
  if (typeof value !== 'object' || value === null) return false;
  const { rows, columns, data } = value as Partial<Matrix>;
  return isList(data) && Number(rows) * Number(columns) === data.length;
}

function MatrixView({ rows, columns, data }: Matrix) {
  const shownRows = Array.from({ length: Math.min(rows, SHOWN) }, (_, i) =>
    Array.from(data).slice(i * columns, i * columns + Math.min(columns, SHOWN)),
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
                <td key={j}>{entryText(entry)}</td>
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
        [{shown.map(entryText).join(', ')}
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
                <td key={name}>{entryText(record[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p>… {more} more</p>}
    </div>
  );
}
