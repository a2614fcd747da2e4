/** The part of the atlas on losses of distances that are larger than the paper's family, and on objectives that are none. */
import { gradeLetter } from '../../base/evidence-grades.js';
import { roundNumber } from '../../base/round-number.js';
import type { DistanceAnalysis, DistanceStatementId } from '../../theory/analysis/analyse-distances.js';
import { distanceLatex } from '../../theory/distance-losses/distance-latex.js';
import { symbol as symbolOf } from '../../theory/formula/expression.js';
import { formulaOf } from '../../theory/formula/formula.js';
import { toLatex } from '../../theory/formula/to-latex.js';
import {
  distanceLossEntry,
  largerLoss,
  namedDistanceLoss,
} from '../../theory/distance-losses/named-distance-losses.js';
import { OUTSIDE_LOSSES } from '../../theory/distance-losses/outside-losses.js';
import { answer, math, table } from './atlas-cells.js';
import { conclude } from './conclusion.js';
import { atFewPlaces } from './few-places.js';

/**
 * Returns the section as Markdown.
 *
 * @param analyses of named losses, at the usual values of their parameters
 * @param figure address of the panel of curves
 */
export function distanceSection(
  analyses: readonly DistanceAnalysis[],
  figure: { readonly address: string; readonly title: string; readonly caption: string },
): string {
  return `## Losses of distances

The losses that people use are often larger than that family. A loss of distances is the mean over anchors of a function $F$ of $d_i^2$, the
distance to the positive, which is $1-\\cos$ of unit vectors, and of $d_{ij}^2$, those to the negatives; in formulae that are typed they are p and
n. It has two weights, $\\alpha_{ij}=-\\partial F/\\partial d_{ij}^2$, which pushes a negative away, and $\\beta_i=\\partial F/\\partial d_i^2$, which draws the
positive in. All losses above are losses of distances in which $\\phi'\\ge0$ and $\\psi'\\ge0$ make $\\alpha\\ge0$, and margins alone make
$\\beta_i=\\sum_j\\alpha_{ij}$.

Below, $\\sum_j$ is over the negatives of an anchor, $\\sum_{P_i}$ over its positives, $\\sum_i$ over all anchors; $M$ counts negatives and $N$
samples; $\\operatorname{sg}[\\dots]$ is held fixed where the loss is differentiated, and so is $\\operatorname{avg}_\\gamma[\\dots]$, a moving average of each
sample. \`alpha-cl generate pytorch --loss NAME\` writes the code of each.

${table(
  ['loss', '$F$', 'parameters', 'relation'],
  analyses.map((analysis) => [
    titleOf(analysis),
    formulaeOf(analysis),
    parametersOf(analysis),
    largerLoss(analysis.name)?.relation ?? '',
  ]),
)}
### What follows

${analyses.map((analysis) => `- **${titleOf(analysis)}**: ${conclude(analysis).sentences.join(' ')}`).join('\n')}

![${figure.title}](${figure.address})

${figure.caption}

### Statements on both weights

${table(
  [
    'loss',
    '$\\alpha\\ge0$',
    '$\\beta\\ge0$',
    '$\\alpha$ never rises with distance',
    '$\\beta_i=\\sum_j\\alpha_{ij}$',
    '$F$ convex',
  ],
  analyses.map((analysis) => [titleOf(analysis), ...IDS.map((id) => answerOf(analysis, id))]),
)}
"Held" stands where parts of a loss are held fixed: its weights are those of no loss, and convexity is not asked of it. A sum over all
anchors leaves statements open that one anchor alone cannot refute. Of $\\beta_i=\\sum_j\\alpha_{ij}$ neither answer is a fault.

<details>
<summary>Counterexamples, and what is found there</summary>

${analyses.flatMap(failures).join('\n')}

</details>

### Sources

${table(
  ['loss', 'anchors', 'negatives', 'source'],
  analyses.map((analysis) => [titleOf(analysis), ...viewsOf(analysis), distanceLossEntry(analysis.name).source]),
)}
### Outside

Objectives that people take for losses of distances, and that are none.

${table(
  ['objective', 'outside, because', 'nearest', 'source'],
  Object.values(OUTSIDE_LOSSES).map(({ title, because, nearest, source }) => [title, because, nearest, source]),
)}`;
}

/** Words for a statement that fails. */
const FAILURES: Readonly<Record<DistanceStatementId, string>> = {
  'alpha-non-negative': 'α < 0',
  'beta-non-negative': 'β < 0',
  'importance-falls': 'α rises with distance',
  balanced: 'β ≠ Σα',
  convex: 'F is not convex',
};

/** The statements, in the order of the table. */
const IDS = Object.keys(FAILURES) as readonly DistanceStatementId[];

function titleOf({ name }: DistanceAnalysis): string {
  return distanceLossEntry(name).title;
}

function formulaeOf({ name }: DistanceAnalysis): string {
  const { anchor, parts } = distanceLatex(namedDistanceLoss(name));
  return [math(anchor), ...parts.map(({ symbol, latex }) => math(`${symbol}=${latex}`))].join(', ');
}

/** Writes each parameter by the name that a person gives it: `temperature` $\tau=0.5$. */
function parametersOf({ name, parameters }: DistanceAnalysis): string {
  const { program } = namedDistanceLoss(name);
  return Object.entries(largerLoss(name)?.parameters ?? {})
    .filter(([, { symbol }]) => program.parameters.includes(symbol))
    .map(
      ([key, { symbol }]) =>
        `\`${key}\` ${math(`${toLatex(formulaOf(symbolOf(symbol)))}=${roundNumber(parameters[symbol] ?? 0)}`)}`,
    )
    .join(', ');
}

function answerOf({ statements }: DistanceAnalysis, id: DistanceStatementId): string {
  const statement = statements.find((one) => one.id === id);
  return statement === undefined ? 'held' : answer(statement);
}

function failures(analysis: DistanceAnalysis): string[] {
  const found = analysis.statements.flatMap((statement) => {
    const { witness, evidence } = atFewPlaces(statement);
    if (witness === undefined) return [];
    const { at, quantity, value } = witness;
    const place = Object.entries(at).map(([name, x]) => `${name} = ${x}`);
    const size = roundNumber(value.lower / 2 + value.upper / 2);
    return [
      `${FAILURES[statement.id]} at ${place.join(', ')}: ${quantity} is ${size} (${gradeLetter(evidence.grade)})`,
    ];
  });
  return found.length === 0 ? [] : [`- ${titleOf(analysis)}: ${found.join('; ')}`];
}

function viewsOf({ name }: DistanceAnalysis): [string, string] {
  const { anchors, negatives } = namedDistanceLoss(name);
  return [
    anchors === 'both' ? 'both views' : 'first view',
    { same: "of the anchor's view", other: 'of the other view', both: 'of both views' }[negatives],
  ];
}
