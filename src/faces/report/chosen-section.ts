/** The part of the atlas on importances that are chosen, not derived from a loss. */
import type { ChosenAnalysis, Finding } from '../../theory/analysis/chosen-importance.js';
import { lossEntry } from '../../theory/losses/named-losses.js';
import { answer, math, table } from './atlas-cells.js';
import { formatNumber } from '../../base/format-number.js';

export function chosenSection(chosen: readonly ChosenAnalysis[]): string {
  return `## Importances that are chosen

$\\alpha$-CL gives $\\alpha$ itself, no $\\phi$ and no $\\psi$. What can be said is how $\\alpha$ falls, and whether a loss of the
family has it. Distances $x=d_{ij}^2$ are those above the least of the anchor where a
multiplier ($\\lambda$ or $\\mu$, from $\\sum_j\\alpha_{ij}=1$) occurs: at one anchor it is the same for every pair.

${table(
  ['importance', '$\\alpha_{ij}$', 'never rises with distance', 'falls strictly', 'min player', 'is the $\\alpha$ of'],
  chosen.map((one) => [
    chosenTitle(one),
    math((SUMMED.has(one.name) ? String.raw`\propto ` : '= ') + one.weight.latex),
    answer(one.falls),
    answer(one.fallsStrictly),
    minPlayer(one),
    belonging(one),
  ]),
)}
That each solves its problem is [a claim that is verified](findings.md#alpha-cl-best-response), by samples (~). The $\\alpha$ of a loss of
the family passes two tests wherever it is not 0: ratios of two weights do not depend on other pairs, and a constant added to
all distances of an anchor changes nothing. One failure, far above rounding, is
enough:

${chosen.map(tests).join('\n')}

`;
}

/** Names of the importances whose multiplier is a factor. */
const SUMMED: ReadonlySet<string> = new Set(['entropy', 'direct']);

function chosenTitle({ title }: ChosenAnalysis): string {
  return title.replace(/^α-CL-r_(.)$/, (_, which: string) => `$\\alpha$-CL-$r_{${which === 'γ' ? '\\gamma' : which}}$`);
}

/** Describes the min player; one with other distances than d² belongs to another game. */
function minPlayer({ minusRegulariser, bestResponse, distance }: ChosenAnalysis): string {
  if (bestResponse.outcome === 'fails') return '**no** (~)';
  const regulariser = `${math(`-R=\\sum_j${minusRegulariser.latex}`)} (~)`;
  return distance.text === 'x' ? `yes, ${regulariser}` : `of other distances, ${math(distance.latex)}: ${regulariser}`;
}

function belonging({ loss, ratiosAlone, marginsAlone }: ChosenAnalysis): string {
  if ([ratiosAlone, marginsAlone].some(({ outcome }) => outcome === 'fails'))
    return 'no $\\phi$ and $\\psi$, see below';
  return loss === undefined
    ? 'no named loss'
    : `${lossEntry(loss.name).title}, $\\varepsilon=0$, $\\tau=${loss.parameters['temperature']}$ (~)`;
}

function tests(one: ChosenAnalysis): string {
  const words = (finding: Finding): string =>
    finding.outcome === 'holds'
      ? `seen at ${finding.at} (~)`
      : `**no**: ${finding.at}, differs by ${formatNumber(finding.apart)}`;
  return `- ${chosenTitle(one)}: ratios depend on the two pairs alone: ${words(one.ratiosAlone)}; on margins alone: ${words(one.marginsAlone)}`;
}
