/** The counterfeits of a claim, and its instances of real images, as tables. */
import { holds, type CounterfeitVerdict, type RealVerdict } from '../../claims/verdict.js';
import type { Claim } from '../../claims/claim.js';
import { dataTable } from './data-table.js';
import { counted } from '../../base/thousands.js';
import { markup, type Markup, type MarkupValue } from '../../base/markup.js';
import { numberMarkup, ratioMarkup } from './number-markup.js';
import { replayCommand } from './replay-command.js';
import { outcomeSign } from './status-badge.js';
import { typesetLine } from './typeset.js';

export function counterfeitTable(claim: Claim, counterfeits: readonly CounterfeitVerdict[]): Markup {
  const table = dataTable<CounterfeitVerdict>(
    'Counterfeits: the same mathematics with one thing broken',
    [
      { title: 'Counterfeit', kind: 'words', cell: ({ id }) => markup`<code>${id}</code>` },
      { title: 'What is broken', kind: 'words', cell: ({ description }) => typesetLine(description) },
      { title: 'Refuted after', kind: 'words', cell: outcome },
      { title: 'Residual ÷ bound there', kind: 'number', cell: refutingRatio },
      {
        title: 'Seed and path',
        kind: 'number',
        cell: ({ counterexample }) => (counterexample ? markup`<code>${counterexample.replay}</code>` : '–'),
      },
    ],
    counterfeits,
  );
  const command = replayCommand(claim, { replay: 'SEED:PATH' }, 'COUNTERFEIT');
  return markup`${table}
<p>See one of them refuted again: <code class="command">${command}</code></p>`;
}

function outcome({ refuted, alike, cases, counterexample }: CounterfeitVerdict): Markup {
  const instances = counted(cases, 'instance');
  if (refuted) return markup`${outcomeSign('holds as stated')} ${instances}`;
  if (alike) return markup`${outcomeSign('cannot be told')} cannot be told on this loss: the same on ${instances}`;
  const words = counterexample?.error === undefined ? `never: accepted ${instances}` : 'never: crashed the check';
  return markup`<strong class="exceeds">${outcomeSign('broken')} ${words}</strong>`;
}

function refutingRatio({ counterexample }: CounterfeitVerdict): MarkupValue {
  if (counterexample === undefined || counterexample.error !== undefined) return '–';
  return numberMarkup(counterexample.residual / counterexample.bound);
}

export function realTable(real: readonly RealVerdict[]): Markup {
  return dataTable<RealVerdict>(
    'Real images: the same check',
    [
      { title: 'Images', kind: 'words', cell: ({ label }) => label },
      { title: 'Residual', kind: 'number', cell: ({ residual }) => numberMarkup(residual) },
      { title: 'Bound', kind: 'number', cell: ({ bound }) => numberMarkup(bound) },
      { title: 'Residual ÷ bound', kind: 'number', cell: ratioMarkup },
      {
        title: 'Outcome',
        kind: 'words',
        cell: (found) =>
          holds(found) ? markup`${outcomeSign('holds as stated')} within` : markup`${outcomeSign('refuted')} exceeds`,
      },
    ],
    real,
  );
}
