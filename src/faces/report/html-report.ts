/** The report as one page that needs no network, no script and no other file. */
import { claimSection } from './claim-section.js';
import { htmlPage } from './html-page.js';
import { markup, type Markup } from '../../base/markup.js';
import { reportMasthead, reportTitle } from './report-masthead.js';
import { chaptersOf, type DrawnEntry, type RunFacts } from './report.js';
import { outcomeOf } from '../../claims/outcome.js';
import { OUTCOMES, outcomeSummary } from '../../claims/outcome-words.js';
import { claimWords } from './claim-words.js';
import { outcomeClass } from './outcome-class.js';
import { outcomeSign } from './status-badge.js';
import { readersKey, summaryTables } from './summary-table.js';
import { typesetLine } from './typeset.js';

/** Returns the report as HTML. @throws Error naming the text when a claim's formula is invalid */
export function htmlReport(run: RunFacts, entries: readonly DrawnEntry[]): string {
  const body = markup`<body>
<a class="skip" href="#main">To the claims</a>
${reportMasthead(run, entries)}
<nav aria-labelledby="contents">
<h2 id="contents">Claims</h2>
<ol>
<li><a href="#summary"><span class="sign" aria-hidden="true">·</span> <span>Summary</span></a></li>
${chaptersOf(entries).map(contentsChapter)}</ol>
</nav>
<main id="main">
<section class="summary" aria-labelledby="summary">
<h2 id="summary">Summary</h2>
${summaryTables(entries)}
${readersKey()}
</section>
${entries.map(claimSection)}
</main>
<footer><p>Made by alpha-cl ${run.version}. Figures are Vega-Lite specifications, saved beside this page with their data.</p></footer>
</body>`;
  const summary = outcomeSummary(entries.map(claimWords));
  return htmlPage({ title: `${summary} · alpha-cl report`, description: `${summary}: ${reportTitle(entries)}` }, body);
}

function contentsChapter({ title, entries }: { title: string; entries: readonly DrawnEntry[] }): Markup {
  return markup`<li><span class="chapter">${title}</span>
<ol>
${entries.map(contentsLine)}</ol></li>\n`;
}

function contentsLine(entry: DrawnEntry): Markup {
  const { claim } = entry;
  const outcome = outcomeOf(entry);
  return markup`<li class="${outcomeClass(outcome)}"><a href="#claim-${claim.id}">${outcomeSign(outcome)} <span>${typesetLine(claim.title)}</span> <span class="hidden">${OUTCOMES[outcome].label}</span></a></li>\n`;
}
