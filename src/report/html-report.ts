/** The report as one page that needs no network, no script and no other file. */
import { claimSection } from './claim-section.js';
import { katexStyle } from './katex-style.js';
import { Markup, markup } from './markup.js';
import { REPORT_TITLE, reportMasthead } from './report-masthead.js';
import { REPORT_STYLE } from './report-style.js';
import { chaptersOf, type DrawnEntry, type RunFacts } from './report.js';
import { statusSign } from './status-badge.js';
import { readersKey, summaryTables } from './summary-table.js';
import { typesetLine } from './typeset.js';
import { verdictSummary } from './verdict-summary.js';

/** Nothing may be loaded: styles are in the page, fonts and pictures are inside the styles and drawings. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";

/** @throws Error naming the text when a claim's formula is invalid */
export function htmlReport(run: RunFacts, entries: readonly DrawnEntry[]): string {
  const verdicts = entries.map(({ verdict }) => verdict);
  const body = markup`<body>
<a class="skip" href="#main">To the claims</a>
${reportMasthead(run, verdicts)}
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
  const style = new Markup(`<style>${katexStyle(body.html)}</style>\n<style>${REPORT_STYLE}</style>`);
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${verdictSummary(verdicts)}: ${REPORT_TITLE}">
<title>${verdictSummary(verdicts)} · alpha-cl report</title>
${style}
</head>
${body}
</html>
`.html;
}

function contentsChapter({ title, entries }: { title: string; entries: readonly DrawnEntry[] }): Markup {
  return markup`<li><span class="chapter">${title}</span>
<ol>
${entries.map(contentsLine)}</ol></li>\n`;
}

function contentsLine({ claim, verdict }: DrawnEntry): Markup {
  return markup`<li class="${verdict.status}"><a href="#claim-${claim.id}">${statusSign(verdict.status)} <span>${typesetLine(claim.title)}</span> <span class="hidden">${verdict.status}</span></a></li>\n`;
}
