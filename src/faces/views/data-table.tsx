/** A table with a heading in each row; on a narrow screen each row becomes a block of its own. */
import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly title: string;
  readonly kind: 'words' | 'number';
  readonly cell: (row: Row) => ComponentChildren;
}

export interface DataTableProps<Row> {
  readonly caption: ComponentChildren;
  /** The columns; the first is the row's heading. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

export function DataTable<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>) {
  const [heading, ...others] = columns;
  return (
    <div class="table">
      <table class="data">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, kind }) => (
              <th key={title} scope="col" class={kind}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row">{heading?.cell(row)}</th>
              {others.map(({ title, kind, cell }) => (
                <td key={title} class={kind} data-label={title}>
                  <span>{cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
