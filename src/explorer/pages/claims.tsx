/** Claims: the list of a report, one claim, or one of its instances, as the address says. */
import { addressOf } from '../state/address.js';
import { ClaimList } from '../claims/claim-list.js';
import { ClaimPage } from '../claims/claim-page.js';
import { CasePage } from '../claims/case-page.js';
import type { Page, PageProps } from './page.js';

export const CLAIMS: Page = {
  path: 'claims',
  title: 'Claims',
  about: 'Every statement with its evidence, from the verdict down to the single instance that decides it.',
  needs: 'a report',
  view: Claims,
};

function Claims({ sources: { reports }, rest, query }: PageProps) {
  const [id = reports[0]?.id ?? '', claim, which] = rest;
  if (which !== undefined && claim !== undefined) return <CasePage report={id} claim={claim} which={which} />;
  if (claim !== undefined) return <ClaimPage report={id} claim={claim} />;
  return (
    <>
      {reports.length > 1 && (
        <nav class="choice" aria-label="Reports">
          {reports.map(({ id: other, folder }) => (
            <a key={other} href={addressOf(['claims', other])} aria-current={other === id ? 'page' : undefined}>
              {folder}
            </a>
          ))}
        </nav>
      )}
      <ClaimList report={id} query={query} />
    </>
  );
}
