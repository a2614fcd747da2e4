/** The head of the page: its title, the outcome in one line, and the facts of the run. */
import { allInOrder, type Verdict } from '../../claims/verdict.js';
import { formatSeconds } from '../../base/format-number.js';
import { thousands } from '../../base/thousands.js';
import { lossOptions } from './loss-options.js';
import { markup, type Markup, type MarkupValue } from '../../base/markup.js';
import type { RunFacts } from './report.js';
import { verdictSummary } from './verdict-summary.js';

export const REPORT_TITLE = 'Understanding Deep Contrastive Learning via Coordinate-wise Optimization';

export function reportMasthead(run: RunFacts, verdicts: readonly Verdict[]): Markup {
  const outcome = allInOrder(verdicts) ? 'all-hold' : 'some-fail';
  return markup`<header class="masthead">
<p class="eyebrow">alpha-cl verification report</p>
<h1>${REPORT_TITLE}</h1>
<p class="lead">Claims of the paper (Y. Tian, NeurIPS 2022, <a href="https://arxiv.org/abs/2201.12680">arXiv 2201.12680</a>) as properties that generated instances, and real images where there are any, could have refuted.</p>
<p class="outcome ${outcome}">${verdictSummary(verdicts)}</p>
<table class="facts">
<caption>The run</caption>
<tbody>
${factsOf(run).map(([name, value]) => markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody>
</table>
</header>`;
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
