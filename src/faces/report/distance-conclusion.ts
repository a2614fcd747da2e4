/** Concludes the analysis of a loss of distances, which has two weights. */
import { roundNumber } from '../../base/round-number.js';
import type { DistanceAnalysis, DistanceStatementId } from '../../theory/analysis/analyse-distances.js';
import type { Statement } from '../../theory/analysis/statement.js';
import type { Conclusion, ConclusionRow } from './conclusion.js';
import { rowOf } from './property-words.js';

type Find = (id: DistanceStatementId) => Statement | undefined;

export function aboutDistances(analysis: DistanceAnalysis): Conclusion {
  const { statements, parameters } = analysis;
  const of: Find = (id) => statements.find((statement) => statement.id === id);
  return {
    sentences: [
      alphaSentence(analysis, of),
      balanceSentence(of('balanced')),
      minPlayerSentence(analysis, of('convex')),
    ],
    rows: [...statements.map((statement) => rowOf(statement, parameters)), ...infiniteRows(analysis)],
  };
}

function alphaSentence(analysis: DistanceAnalysis, of: Find): string {
  if (!readsNegatives(analysis)) return 'The loss has no negatives: every α is 0.';
  const [repels, falls] = [of('alpha-non-negative'), of('importance-falls')];
  const pushes = {
    holds: `no negative is drawn in${bySamples(repels)}`,
    fails: `α is negative at ${placeWords(repels)}: there the loss draws a negative in`,
    open: 'whether a negative is drawn in anywhere is undecided',
  }[repels?.outcome ?? 'open'];
  const orders = {
    holds: `a closer negative never weighs less${bySamples(falls)}`,
    fails: 'a farther negative can weigh more than a closer one',
    open: 'whether a closer negative never weighs less is undecided',
  }[falls?.outcome ?? 'open'];
  return `${pushes.replace(/^n/, 'N').replace(/^w/, 'W')}, and ${orders}.`;
}

/** Ends a clause that rests on samples. */
function bySamples(statement: Statement | undefined): string {
  return statement?.evidence.grade === 'sampled' ? ' as far as samples show' : '';
}

/** Tells whether the formulae read the distance to a negative. */
function readsNegatives({ anchor, sums }: DistanceAnalysis): boolean {
  return [anchor, ...Object.values(sums)].some((text) => /(?<!\w)n(?!\w)/.test(text));
}

function balanceSentence(balanced: Statement | undefined): string {
  if (balanced?.outcome === 'holds') {
    return balanced.evidence.grade === 'sampled'
      ? 'Pull and push balance, β = Σα, as far as samples show.'
      : 'Pull and push balance: β = Σα.';
  }
  return balanced?.outcome === 'fails'
    ? 'Pull and push do not balance: β ≠ Σα, so that adding the same to all distances changes the loss.'
    : 'Whether pull and push balance, β = Σα, is undecided: the loss sums over a whole batch.';
}

function minPlayerSentence({ isSurrogate }: DistanceAnalysis, convex: Statement | undefined): string {
  if (isSurrogate)
    return 'Parts of the loss are held fixed, so α and β are slopes with these fixed, of no loss on its own.';
  if (convex?.outcome === 'fails') return 'F is not convex, so no min player chooses these weights.';
  if (convex?.outcome !== 'holds') return 'Whether a min player exists is undecided.';
  return convex.evidence.grade === 'sampled'
    ? 'As far as samples show, F is convex, so a min player exists.'
    : 'F is convex, so a min player exists, who chooses α and β.';
}

/** Writes the distances of a witness: `p = 0.02, n1 = 1.4`; of many negatives their number. */
function placeWords(statement: Statement | undefined): string {
  const at = Object.entries(statement?.witness?.at ?? {});
  const shown = at.slice(0, MOST_SHOWN).map(([name, x]) => `${name} = ${roundNumber(x)}`);
  return `${shown.join(', ')}${at.length > MOST_SHOWN ? `, … (${at.length - 1} negatives)` : ''}`;
}

const MOST_SHOWN = 4;

/** Names the distances of the curve at which α is infinite. */
function infiniteRows({ curve }: DistanceAnalysis): ConclusionRow[] {
  const lost = curve.filter(({ alpha }) => !Number.isFinite(alpha)).map(({ distance }) => roundNumber(distance));
  if (lost.length === 0) return [];
  return [
    {
      id: 'finite',
      sign: 'lacks',
      claim: 'α is finite at every distance',
      follows: `it has no finite value at d² = ${lost.slice(0, MOST_SHOWN).join(', ')}${lost.length > MOST_SHOWN ? ', …' : ''}: a step from there is not defined`,
      grade: 'sampled',
      known: 'seen at a point',
    },
  ];
}
