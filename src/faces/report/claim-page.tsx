/** The page of one claim in a report: nothing on it needs a script, and instances are folded. */
import { claimDetail, type CaseDetail } from '../views/claim-detail.js';
import { CaseView } from '../views/case.js';
import { ClaimView } from '../views/claim.js';
import { claimWords } from '../views/claim-words.js';
import type { DrawnEntry } from '../views/report-entry.js';
import type { Verdict } from '../../claims/verdict.js';
import { htmlPage } from './html-page.js';
import { SavedFigure } from './saved-figure.js';

/** Claims before and after one, in the order of the report. */
export interface Neighbours {
  readonly before?: DrawnEntry;
  readonly after?: DrawnEntry;
}

/** Returns the page. @throws Error naming the text when a formula of the claim is invalid */
export function claimPage(entry: DrawnEntry, { before, after }: Neighbours): string {
  const words = claimWords(entry);
  const { verdict, figures } = entry;
  return htmlPage(
    { title: `${words.title.replaceAll('$', '')} · alpha-cl report`, folder: '..' },
    <body>
      <nav class="steps" aria-label="Claims">
        <a href="../index.html">All claims</a>
        {before !== undefined && <a href={`${before.claim.id}.html`}>← before</a>}
        {after !== undefined && <a href={`${after.claim.id}.html`}>after →</a>}
      </nav>
      <main>
        <ClaimView
          detail={claimDetail(words, verdict)}
          instance={(which, name) => {
            const found = caseOf(verdict, which);
            return (
              found !== undefined && (
                <details>
                  <summary>{name}</summary>
                  <CaseView words={words} which={which} found={found} />
                </details>
              )
            );
          }}
          other={(id) => <code>{id}</code>}
          refuting={({ id, counterexample }) =>
            words.conditions[id] === undefined ? <code>{counterexample?.replay}</code> : 'under conditions'
          }
          figures={figures.map((drawn) => (
            <SavedFigure key={drawn.figure.id} drawn={drawn} folder=".." />
          ))}
        />
      </main>
    </body>,
  );
}

/** Finds an instance that a verdict keeps. */
function caseOf({ worst, counterexample, counterfeits }: Verdict, which: string): CaseDetail | undefined {
  if (which === 'worst') return worst;
  if (which === 'counterexample') return counterexample;
  return counterfeits.find(({ id }) => which === `counterfeit:${id}`)?.counterexample;
}
