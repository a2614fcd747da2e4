/** Tables of results: one of them, as the address says. */
import { ChoiceNav } from '../parts/choice-nav.js';
import { TablePage } from '../tables/table-page.js';
import type { Page, PageProps } from './page.js';

export const TABLES: Page = {
  path: 'tables',
  title: 'Tables',
  about:
    'Losses by data sets over several seeds, beside what was published, what is left to do, and the way to each run.',
  needs: 'a table',
  view: Tables,
};

function Tables({ sources: { tables }, rest, query }: PageProps) {
  const [id = tables[0]?.id ?? ''] = rest;
  return (
    <>
      <ChoiceNav
        label="Tables"
        page={TABLES.path}
        here={id}
        of={tables.map(({ id: table, file }) => ({ id: table, name: file }))}
      />
      <TablePage table={id} query={query} />
    </>
  );
}
