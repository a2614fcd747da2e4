/** One claim on the page: its statement, its check, and the result. */
import type { Claim } from '../../claims/claim.js';
import { sourceText } from '../../claims/source.js';
import { tightness, type Counterexample, type Verdict } from '../../claims/verdict.js';
import { counterfeitTable, realTable } from './claim-tables.js';
import { conditionsBlock } from './conditions-block.js';
import { gradeText } from './evidence-grade.js';
import { figureBlock } from './figure-block.js';
import { formatSeconds } from '../../base/format-number.js';
import { counted, thousands } from '../../base/thousands.js';
import { instanceText } from './instance-text.js';
import { markup, type Markup, type MarkupValue } from '../../base/markup.js';
import { numberMarkup, ratioMarkup } from './number-markup.js';
import { objections } from './objections.js';
import { replayCommand } from './replay-command.js';
import type { DrawnEntry } from './report.js';
import { gradeBadge, outcomeBadge } from './status-badge.js';
import { outcomeClass } from './outcome-class.js';
import { outcomeOf } from '../../claims/outcome.js';
import { typeset, typesetLine } from './typeset.js';
import { counterfeitsRefuted } from './counterfeits-refuted.js';

export function claimSection(entry: DrawnEntry): Markup {
  const { claim, verdict, figures } = entry;
  const { id } = claim;
  const outcome = outcomeOf(entry);
  return markup`<section class="claim ${outcomeClass(outcome)}" id="claim-${id}" aria-labelledby="heading-${id}">
<p class="eyebrow">${outcomeBadge(outcome)} ${gradeBadge(claim.grade.kind)} <span>${typesetLine(sourceText(claim))}</span> <code>${id}</code></p>
<h2 id="heading-${id}">${typesetLine(claim.title)}</h2>
<div class="statement">${typeset(claim.statement)}</div>
${notice(verdict)}
${verdict.counterexample && counterexampleBlock(claim, verdict.counterexample)}
<h3>How it is checked</h3>
<div class="method">${typeset(claim.method)}
<p><strong>Evidence: ${claim.grade.kind}.</strong> ${typesetLine(gradeText(claim.grade, verdict))}</p></div>
<h3>What came out</h3>
<dl class="numbers">${numbersOf(verdict).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${verdict.counterfeits.length > 0 ? counterfeitTable(claim, verdict.counterfeits) : undefined}
${conditionsBlock(entry)}
${verdict.real.length > 0 ? realTable(verdict.real) : undefined}
${figures.map(figureBlock)}
</section>`;
}

function notice(verdict: Verdict): Markup | undefined {
  const found = objections(verdict);
  return found.length === 0
    ? undefined
    : markup`<div class="notice">${found.map((words) => markup`<p>${words}</p>`)}</div>`;
}

function counterexampleBlock(claim: Claim, counterexample: Counterexample): Markup {
  const { instance, residual, bound, shrinks, error } = counterexample;
  const found =
    error === undefined
      ? markup`Residual ${numberMarkup(residual)} against a bound of ${numberMarkup(bound)}`
      : markup`The check threw an exception`;
  return markup`<div class="counterexample">
<h3>Counterexample</h3>
<p>${found}, on an instance made simpler ${counted(shrinks, 'time')}.</p>
<pre tabindex="0"><code>${instanceText(instance)}</code></pre>
${error === undefined ? undefined : markup`<pre tabindex="0"><code>${error}</code></pre>`}
<p>See it again: <code class="command">${replayCommand(claim, counterexample)}</code></p>
${claim.given?.condition === undefined ? undefined : markup`<p>The statement needs: ${typesetLine(claim.given.condition.words)}.</p>`}
</div>`;
}

function numbersOf(verdict: Verdict): [string, MarkupValue][] {
  const { cases, requested, worst, evidence, seconds } = verdict;
  const instances = cases === requested ? thousands(cases) : `${thousands(cases)} of ${thousands(requested)}`;
  const numbers: [string, MarkupValue][] = [['Instances', instances]];
  if (worst !== undefined) {
    const { residual, bound } = worst;
    const detail = markup`<small>${numberMarkup(residual)} against ${numberMarkup(bound)}</small>`;
    numbers.push(['Worst residual ÷ bound', markup`${ratioMarkup(worst)} ${detail}`]);
  }
  if (evidence.length > 0) numbers.push(['Median residual ÷ bound', numberMarkup(median(evidence.map(tightness)))]);
  numbers.push(['Counterfeits refuted', counterfeitsRefuted(verdict)], ['Processor time', formatSeconds(seconds)]);
  return numbers;
}

/** Returns the median; of an even number of values, the lower of the two in the middle. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
}
