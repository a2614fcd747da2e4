/** Concludes the analysis of a loss of the paper's family. */
import { roundNumber } from '../../base/round-number.js';
import type { LossAnalysis, StatementId } from '../../theory/analysis/analyse-loss.js';
import type { Regulariser } from '../../theory/analysis/regulariser-form.js';
import type { Statement } from '../../theory/analysis/statement.js';
import type { Conclusion } from './conclusion.js';
import { rowOf } from './property-words.js';

/** Concludes; the row of convexity speaks of the min player too, whose statement has the same evidence. */
export function aboutFamily(analysis: LossAnalysis): Conclusion {
  const { statements, parameters } = analysis;
  return {
    sentences: [weightSentence(analysis), ...cornerSentences(analysis), minPlayerSentence(analysis)],
    rows: statements.filter(({ id }) => id !== 'min-player').map((statement) => rowOf(statement, parameters)),
  };
}

function weightSentence(analysis: LossAnalysis): string {
  const of = (id: StatementId): Statement | undefined => analysis.statements.find((one) => one.id === id);
  const rises = [of('psi-increases'), of('phi-increases')];
  const [falls, strictly] = [of('importance-falls'), of('importance-falls-strictly')];
  if (rises.some((one) => one?.outcome === 'fails')) {
    return 'α can be negative: such a negative is drawn in, so this is no loss of the family.';
  }
  if (falls?.outcome === 'fails') {
    return 'A farther negative can weigh more than a closer one: the loss does not prefer hard negatives everywhere.';
  }
  if (falls?.outcome !== 'holds') return 'Whether a closer negative always weighs more is undecided.';
  const { regulariser } = analysis;
  if (regulariser?.kind === 'closed-form' && regulariser.set.kind === 'each-equals') {
    return 'All negatives of an anchor weigh the same, near or far.';
  }
  if (strictly?.outcome === 'holds') {
    return `${aCloser(falls, strictly)} weighs more: its α ${pace(analysis)}.`;
  }
  return `${aCloser(falls)} never weighs less, but some weigh the same though one is farther.`;
}

/** Begins a sentence, which may rest on samples. */
function aCloser(...statements: readonly Statement[]): string {
  const isSampled = statements.some(({ evidence }) => evidence.grade === 'sampled');
  return isSampled ? 'As far as samples show, a closer negative' : 'A closer negative';
}

/** Describes how fast α falls, by the distance over which it becomes e times smaller. */
function pace({ preference: { logSlope, evidence } }: LossAnalysis): string {
  const about = evidence.grade === 'sampled' ? 'about ' : '';
  const [least, most] = [1 / logSlope.upper, 1 / logSlope.lower];
  if (!(least > 0)) return 'falls with its distance';
  if (logSlope.lower <= 0) return `falls by a factor e over ${about}${roundNumber(least)} of squared distance or more`;
  return least === most
    ? `falls by a factor e every ${about}${roundNumber(least)} of squared distance`
    : `falls by a factor e over ${about}${roundNumber(least)} to ${roundNumber(most)} of squared distance`;
}

function cornerSentences({ statements, corners }: LossAnalysis): string[] {
  const fails = (id: StatementId): boolean =>
    statements.some((statement) => statement.id === id && statement.outcome === 'fails');
  const places = (name: string, variable: string, found: LossAnalysis['corners']['psi']): string[] =>
    found.filter(({ order }) => order === 1).map(({ at }) => `${name} at ${variable} = ${roundNumber(at)}`);
  const sharp = [
    ...(fails('psi-differentiable') ? places('ψ', 'x', corners.psi) : []),
    ...(fails('phi-differentiable') ? places('φ', 'ξ', corners.phi) : []),
  ];
  if (sharp.length === 0) return [];
  const shown = sharp.length > MOST_NAMED ? `${sharp.length} places` : sharp.join(', ');
  return [`It has a corner where α jumps: ${shown}.`];
}

const MOST_NAMED = 3;

function minPlayerSentence({ statements, regulariser }: LossAnalysis): string {
  const convex = statements.find(({ id }) => id === 'convex');
  if (convex?.outcome === 'fails') return 'F is not convex, so no min player chooses these weights.';
  if (convex?.outcome !== 'holds') return 'Whether a min player exists is undecided: F is not proven to be convex.';
  const sentence = `F is convex, so a min player exists, ${priceWords(regulariser)}.`;
  return convex.evidence.grade === 'sampled' ? `As far as samples show, ${sentence}` : sentence;
}

function priceWords(regulariser: Regulariser | undefined): string {
  if (regulariser?.kind !== 'closed-form') return 'at a price that has no closed form here';
  const { name, set } = regulariser;
  if (set.kind === 'each-equals') return 'with nothing to choose: every weight is given';
  return name === 'linear' || name === 'quadratic'
    ? `at a ${name} price`
    : `with ${name.replace(/ of all .*/, '')} as its price`;
}
