/** A table that becomes a list of cards where the page is narrow. */
import { markup, type Markup, type MarkupValue } from '../../base/markup.js';

export interface Column<Row> {
  readonly title: string;
  /** Kind of the cells; numbers are aligned to the right. */
  readonly kind: 'words' | 'number';
  readonly cell: (row: Row) => MarkupValue;
}

/** Returns a table with a caption. @param columns the first one holds the heading of each row */
export function dataTable<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Markup {
  const header = columns.map(({ title, kind }) => markup`<th scope="col" class="${kind}">${title}</th>`);
  const cellOf = ({ title, kind, cell }: Column<Row>, row: Row, k: number): Markup =>
    k === 0
      ? markup`<th scope="row" class="${kind}">${cell(row)}</th>`
      : markup`<td class="${kind}" data-label="${title}"><span>${cell(row)}</span></td>`;
  const body = rows.map((row) => markup`<tr>${columns.map((column, k) => cellOf(column, row, k))}</tr>\n`);
  return markup`<table class="data">
<caption>${caption}</caption>
<thead><tr>${header}</tr></thead>
<tbody>
${body}</tbody>
</table>`;
}
