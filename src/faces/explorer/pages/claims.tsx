/** Claims: the list of a report, one claim, or one of its instances, as the address says. */
import { ClaimList } from '../claims/claim-list.js';
import { ClaimPage } from '../claims/claim-page.js';
import { CasePage } from '../claims/case-page.js';
import { ChoiceNav } from '../parts/choice-nav.js';
import type { PageProps } from './page.js';

export function Claims({ sources: { reports }, rest, query }: PageProps) {
  const [id = reports[0]?.id ?? '', claim, which] = rest;
  if (which !== undefined && claim !== undefined) return <CasePage report={id} claim={claim} which={which} />;
  if (claim !== undefined) return <ClaimPage report={id} claim={claim} />;
  return (
    <>
      <ChoiceNav
        label="Reports"
        page="claims"
        here={id}
        of={reports.map(({ id: report, folder }) => ({ id: report, name: folder }))}
      />
      <ClaimList report={id} query={query} />
    </>
  );
}
