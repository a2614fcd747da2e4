/** Tables of results: one of them, as the address says. */
import { ChoiceNav } from '../parts/choice-nav.js';
import { TablePage } from '../tables/table-page.js';
import '../training/training.css';
import type { PageProps } from './page.js';

export function Tables({ sources: { tables }, rest, query }: PageProps) {
  const [id = tables[0]?.id ?? ''] = rest;
  return (
    <>
      <ChoiceNav
        label="Tables"
        page="tables"
        here={id}
        of={tables.map(({ id: table, file }) => ({ id: table, name: file }))}
      />
      <TablePage table={id} query={query} />
    </>
  );
}
