/** An instance in readable form: records by name, matrices as grids of their exact numbers, long lists cut. */
import type { ComponentChildren } from 'preact';

/** Largest number of entries of a list, and of rows and columns of a matrix, that are shown; the rest is counted. */
const SHOWN = 32;

export function InstanceView({ value }: { readonly value: unknown }) {
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

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Entries, row by row. */
  readonly data: readonly (number | string)[];
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

type FlatRecord = Readonly<Record<string, string | number | boolean | null>>;

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
