/** Tables of results: one of them, as the address says. */
import { addressOf } from '../state/address.js';
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
      {tables.length > 1 && (
        <nav class="choice" aria-label="Tables">
          {tables.map(({ id: other, file }) => (
            <a key={other} href={addressOf(['tables', other])} aria-current={other === id ? 'page' : undefined}>
              {file}
            </a>
          ))}
        </nav>
      )}
      <TablePage table={id} query={query} />
    </>
  );
}
