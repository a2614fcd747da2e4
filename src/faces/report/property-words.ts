/** The words for properties of losses: what each says, what follows where it is lacking, and how it is known. */
import type { Statement } from '../../theory/analysis/statement.js';
import type { ConclusionRow } from './conclusion.js';

/** The words for a property that is good to have. */
interface GoodProperty {
  readonly claim: string;
  readonly follows: string;
}

/** The words for a fact that is neither good nor bad: as it is, and as it is not. */
interface NeutralFact {
  readonly claim: string;
  readonly otherwise: string;
}

const FARTHER_WEIGHS_MORE = 'some farther negative outweighs a closer one: hard negatives are not preferred';

/** Words by the id of a statement. One that is not here is a neutral fact in its own words. */
const PROPERTIES: Readonly<Record<string, GoodProperty | NeutralFact>> = {
  'psi-increases': {
    claim: 'ψ does not fall: no negative is drawn in',
    follows: 'α < 0 there: such a negative is drawn in',
  },
  'phi-increases': {
    claim: 'φ does not fall: no anchor turns its weights around',
    follows: 'α < 0 at such an anchor: its negatives are drawn in',
  },
  'psi-differentiable': {
    claim: 'ψ has no corner',
    follows: 'α jumps there, and a gradient step may cross the corner',
  },
  'phi-differentiable': { claim: 'φ has no corner', follows: 'all α of the anchor jump there at once' },
  'importance-falls': { claim: 'a closer negative never weighs less', follows: FARTHER_WEIGHS_MORE },
  'importance-falls-strictly': {
    claim: 'a closer negative weighs more wherever there is weight',
    follows: 'some negatives do not weigh less though they are farther',
  },
  convex: {
    claim: 'F is convex, so a min player exists',
    follows: 'the weights are no best response to the distances',
  },
  'alpha-non-negative': {
    claim: 'α ≥ 0: no negative is drawn in',
    follows: 'the loss draws in a negative there, as if it were a positive',
  },
  'beta-non-negative': {
    claim: 'β ≥ 0: the positive is never pushed away',
    follows: 'the loss pushes the positive away there',
  },
  balanced: {
    claim: 'β = Σα: pull and push balance',
    otherwise: 'β differs from Σα: the energy needs both weights',
  },
  'row-sum-constant': {
    claim: 'Σα is the same for all distances',
    otherwise: 'Σα depends on the distances',
  },
  homogeneous: {
    claim: 'scaling all distances only scales the loss',
    otherwise: 'the loss has a scale of distances of its own',
  },
  'temperature-scale': { claim: 'only distances over τ matter', otherwise: 'distances and τ matter apart' },
};

/** Names a property in a few words: `F is convex`. */
export function shortClaim(id: string): string {
  const words = Object.hasOwn(PROPERTIES, id) ? PROPERTIES[id] : undefined;
  return (words?.claim ?? id).replace(/[:,] .*/, '');
}

/** Writes the row of a statement. @param parameters of the loss, which domains name */
export function rowOf(statement: Statement, parameters: Readonly<Record<string, unknown>>): ConclusionRow {
  const { id, outcome, evidence, claim } = statement;
  const words = Object.hasOwn(PROPERTIES, id) ? PROPERTIES[id] : undefined;
  const about = { id, grade: evidence.grade, known: knownWords(statement, Object.keys(parameters)) };
  if (outcome === 'open') return { ...about, sign: 'open', claim: words?.claim ?? claim };
  if (words !== undefined && 'follows' in words) {
    return outcome === 'holds'
      ? { ...about, sign: 'has', claim: words.claim }
      : { ...about, sign: 'lacks', claim: words.claim, follows: words.follows, known: 'fails at a point' };
  }
  if (outcome === 'holds') return { ...about, sign: 'neutral', claim: words?.claim ?? claim };
  return { ...about, sign: 'neutral', claim: words?.otherwise ?? `not so: ${claim}` };
}

/** Writes how a statement is known: `proven for every tau > 0`, `proven on the domain`, `fails at a point`, `sampled`, `undecided`. */
function knownWords({ outcome, evidence: { grade, domain } }: Statement, parameters: readonly string[]): string {
  if (outcome === 'open') return 'undecided';
  if (grade === 'sampled') return 'sampled';
  if (outcome === 'fails') return 'shown at a point';
  const covered = parameters.map((name) => coveredValues(domain, name)).filter((words) => words !== undefined);
  const every = covered.length === 0 ? '' : ` for every ${covered.join(' and ')}`;
  return grade === 'symbolic' ? `proven${every}` : `proven on the domain${every}`;
}

/** Returns the values of a parameter that a domain covers everywhere it names it; undefined where it names one value. */
function coveredValues(domain: string, name: string): string | undefined {
  const places = [...domain.matchAll(new RegExp(String.raw`(?<!\w)${name} (> 0|≥ 0|= [^,;]+|∈ \[[^\]]*\])`, 'g'))];
  const [first] = places.map(([, values]) => values);
  if (first === undefined || places.some(([, values]) => values !== first) || first.startsWith('=')) return undefined;
  const [, lower, upper] = /∈ \[([^,]*), ([^\]]*)\]/.exec(first) ?? [];
  return lower === undefined ? `${name} ${first}` : `${name} from ${lower} to ${upper}`;
}
