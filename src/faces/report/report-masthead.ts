/** The head of the page: its title, the outcome in one line, and the facts of the run. */
import { citation, paperAddress, papersOf, type Paper } from '../../claims/source.js';
import { allInOrder } from '../../claims/verdict.js';
import { formatSeconds } from '../../base/format-number.js';
import { counted, thousands } from '../../base/thousands.js';
import { lossOptions } from './loss-options.js';
import { markup, type Markup, type MarkupValue } from '../../base/markup.js';
import type { ReportEntry, RunFacts } from './report.js';
import { claimWords } from './claim-words.js';
import { outcomeSummary } from '../../claims/outcome-words.js';

/** Returns the title of a report: that of the one paper that its claims are of, or how many they are of. */
export function reportTitle(entries: readonly ReportEntry[]): string {
  const papers = papersOf(entries.map(({ claim }) => claim));
  return (papers.length === 1 && papers[0]?.title) || `Claims of ${counted(papers.length, 'paper')}`;
}

export function reportMasthead(run: RunFacts, entries: readonly ReportEntry[]): Markup {
  const verdicts = entries.map(({ verdict }) => verdict);
  const outcome = allInOrder(verdicts) ? 'all-hold' : 'some-fail';
  return markup`<header class="masthead">
<p class="eyebrow">alpha-cl verification report</p>
<h1>${reportTitle(entries)}</h1>
<p class="lead">Claims${papersOf(entries.map(({ claim }) => claim)).map((paper, k) => markup`${k === 0 ? ' of ' : ', '}${paperLink(paper)}`)} as properties that generated instances, and real images where there are any, could have refuted.</p>
<p class="outcome ${outcome}">${outcomeSummary(entries.map(claimWords))}</p>
<table class="facts">
<caption>The run</caption>
<tbody>
${factsOf(run).map(([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody>
</table>
</header>`;
}

function paperLink(paper: Paper): Markup {
  return markup`${citation(paper)}, <a href="${paperAddress(paper)}">${paper.identifier}</a>`;
}

function lossFact({ loss }: RunFacts): [string, MarkupValue][] {
  if (loss === undefined) return [];
  return [
    [
      'Loss',
      markup`<code>${lossOptions(loss.formulae)}</code>; ${loss.claimsLeftOut} claims are not about it and were left out`,
    ],
  ];
}

function factsOf(run: RunFacts): [string, MarkupValue][] {
  const started = new Date(run.startedAt).toISOString();
  return [
    ['Seed', markup`<code>${run.seed}</code>`],
    ['Profile', markup`${run.profile}, ${thousands(run.requestedCases)} instances a claim`],
    ...lossFact(run),
    ['Real images', run.real],
    ['Versions', markup`alpha-cl ${run.version}, Node ${run.node}`],
    ['Started', markup`<time datetime="${started}">${started.slice(0, 16).replace('T', ' ')} UTC</time>`],
    ['Wall time', formatSeconds(run.seconds)],
    ['Reproduce', markup`<code class="command">${run.command}</code>`],
    ['Data', markup`<a href="verdicts.json">verdicts.json</a>, <a href="findings.md">findings.md</a>`],
  ];
}
