/** The conditions that a claim needs, on the page, each with the smallest counterexample found without it. */
import type { Claim } from '../../claims/claim.js';
import type { CounterfeitVerdict } from '../../claims/verdict.js';
import { droppedConditions, type ShownCondition } from '../../claims/outcome.js';
import { paperOf } from '../../claims/source.js';
import { conditionOrigin } from './condition-origin.js';
import { instanceText } from './instance-text.js';
import { markup, type Markup } from '../../base/markup.js';
import { numberMarkup } from './number-markup.js';
import { replayCommand } from './replay-command.js';
import type { ReportEntry } from './report.js';
import { typesetLine } from './typeset.js';

export function conditionsBlock(entry: ReportEntry): Markup | undefined {
  const conditions = droppedConditions(entry);
  if (conditions.length === 0) return undefined;
  return markup`<h3>What it needs</h3>
${conditions.map((condition) => conditionItem(entry.claim, condition))}`;
}

function conditionItem(claim: Claim, { condition, statedBy, explanation, verdict }: ShownCondition): Markup {
  return markup`<div class="condition">
<p><strong>${typesetLine(condition)}</strong> <small>(${conditionOrigin(statedBy, paperOf(claim))})</small></p>
<p>${typesetLine(explanation)}</p>
${verdict.refuted ? smallestCounterexample(claim, verdict) : markup`<p>No counterexample was found without it.</p>`}
</div>
`;
}

function smallestCounterexample(claim: Claim, { id, counterexample }: CounterfeitVerdict): Markup | undefined {
  if (counterexample === undefined) return undefined;
  const { instance, residual, bound } = counterexample;
  return markup`<details><summary>Smallest counterexample without it: residual ${numberMarkup(residual)} against a bound of ${numberMarkup(bound)}</summary>
<pre tabindex="0"><code>${instanceText(instance)}</code></pre>
<p>See it again: <code class="command">${replayCommand(claim, counterexample, id)}</code></p></details>`;
}
