/**
 * Analyses a loss of distances: its two weights, α = −∂F/∂n of the negatives and β = ∂F/∂p of the positive, and whether a min player
 * chooses them. Each statement has the grade of its evidence and, where it fails, distances at which it does.
 */
import { difference, exactly, negative, product, sum, type Interval } from '../algebra/interval.js';
import { anchorFunction, type AnchorWeights, type DistanceLoss } from '../distance-losses/distance-loss.js';
import { NEGATIVE, POSITIVE, type DistanceProgram } from '../distance-losses/distance-program.js';
import { sum as plus, substitute, symbol } from '../formula/expression.js';
import { simplified } from '../formula/simplify.js';
import type { Values } from '../formula/straight-line.js';
import { symbolsOf } from './core-expression.js';
import { convexOfTerms } from './distance-convexity.js';
import { AnchorLoss, isOfOneAnchor, type AnchorPoint } from './distance-points.js';
import { distanceRanges } from './distance-ranges.js';
import { DistanceSigns, type Direction } from './distance-signs.js';
import type { Box } from './interval-jet.js';
import { bothProven } from './prove-sign.js';
import type { Evidence, Statement } from './statement.js';

/** Names the statements about a loss of distances. */
export type DistanceStatementId =
  'alpha-non-negative' | 'beta-non-negative' | 'importance-falls' | 'balanced' | 'convex';

/** The analysis of a loss of distances, as plain data. */
export interface DistanceAnalysis {
  readonly name: string;
  readonly anchor: string;
  readonly sums: Readonly<Record<string, string>>;
  readonly parameters: Values;
  /** True where parts are held: the weights are those of the loss with these fixed, and no loss has them for its slopes. */
  readonly isSurrogate: boolean;
  readonly statements: readonly (Statement & { readonly id: DistanceStatementId })[];
  /** α of a negative and what is shown beside it, at distances from 0 to 2. */
  readonly curve: readonly { readonly distance: number; readonly alpha: number }[];
  /** β of the positive at distances from 0 to 2, with the negatives of the curve. */
  readonly attraction: readonly { readonly distance: number; readonly beta: number }[];
}

/**
 * Analyses a loss of distances, for rows of length 1.
 *
 * @throws InvalidInput when a parameter has no value
 * @throws Error when a statement and its opposite are proven: a defect of the analysis
 * @example
 * const { statements } = analyseDistances(namedDistanceLoss('siglip'));
 * statements.find(({ id }) => id === 'alpha-non-negative')?.outcome; // 'holds'
 * statements.find(({ id }) => id === 'balanced')?.outcome; // 'fails'
 */
export function analyseDistances(loss: DistanceLoss): DistanceAnalysis {
  const { program, formulae, name } = loss;
  const values = formulae.parameters ?? {};
  const weights = anchorFunction(loss);
  const proofs = new Proofs(loss, values);
  const searched = new Search(program, values, weights);
  const isSurrogate = holdsParts(loss);
  return {
    name,
    anchor: formulae.anchor,
    sums: formulae.sums ?? {},
    parameters: values,
    isSurrogate,
    statements: DISTANCE_IDS.filter((id) => id !== 'convex' || !isSurrogate).map((id) =>
      settled({ id, claim: CLAIMS[id] }, proofs.of(id), searched.of(id)),
    ),
    curve: alphaCurve(weights),
    attraction: betaCurve(weights),
  };
}

/** Tells whether parts of a loss are held fixed, or remembered. */
function holdsParts({ program }: DistanceLoss): boolean {
  return program.parts.some(({ kind }) => kind !== 'sum');
}

const CLAIMS: Readonly<Record<DistanceStatementId, string>> = {
  'alpha-non-negative': 'α ≥ 0: the loss never falls as a negative comes closer',
  'beta-non-negative': 'β ≥ 0: the loss never rises as the positive comes closer',
  'importance-falls': 'among the negatives of an anchor a closer one never weighs less',
  balanced: 'β = Σα: the positive is drawn in as strongly as all negatives are pushed away',
  convex: 'F is convex in (p, −n), so that a min player exists: (β, α) is its best response',
};

const DISTANCE_IDS = Object.keys(CLAIMS) as readonly DistanceStatementId[];

/**
 * Decides one statement, with other values of parameters or with ranges of them, for which it can be proven and not refuted.
 *
 * @throws InvalidInput when a parameter has no value
 */
export function decideOfDistances(
  loss: DistanceLoss,
  id: DistanceStatementId,
  parameters: Readonly<Record<string, number | Interval>>,
): Statement {
  const proof = new Proofs(loss, parameters).of(id);
  const values = Object.entries(parameters).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const isOnePlace = values.length === Object.keys(parameters).length;
  // What is proven for other values needs no search: that one finds no contradiction is tested.
  if (proof !== undefined || !isOnePlace) return settled({ id, claim: CLAIMS[id] }, proof, 'not searched');
  const given = Object.fromEntries(values);
  const weights = anchorFunction({ ...loss, formulae: { ...loss.formulae, parameters: given } });
  return settled({ id, claim: CLAIMS[id] }, undefined, new Search(loss.program, given, weights).of(id));
}

/** Looks for proofs, for values and ranges of parameters. */
class Proofs {
  readonly #ranges: Box;
  readonly #signs: DistanceSigns;

  constructor(
    private readonly loss: DistanceLoss,
    parameters: Readonly<Record<string, number | Interval>>,
  ) {
    this.#ranges = distanceRanges(loss.program, parameters);
    this.#signs = new DistanceSigns(loss.program, this.#ranges);
    this.#names = Object.keys(parameters);
  }

  readonly #names: readonly string[];

  of(id: DistanceStatementId): Evidence | undefined {
    switch (id) {
      case 'alpha-non-negative':
        return ofSign(this.#signs.ofLoss(NEGATIVE), -1);
      case 'beta-non-negative':
        return ofSign(this.#signs.ofLoss(POSITIVE), 1);
      case 'importance-falls':
        return ofSign(this.#signs.ofWeight(), 1);
      case 'balanced':
        return isBalanced(this.loss) ? BY_MARGINS : undefined;
      case 'convex':
        return convexOfTerms(this.loss.program, this.#names, this.#ranges);
    }
  }
}

const EVERYWHERE = 'p, n ∈ [0, 2], up to 8,190 negatives';

function ofSign(direction: Direction | undefined, wanted: 1 | -1): Evidence | undefined {
  if (direction === undefined || direction.sign * wanted < 0) return undefined;
  const reason = 'every slope on the way from the distance to the loss has a proven sign';
  return { grade: direction.grade, domain: EVERYWHERE, reason };
}

const BY_MARGINS: Evidence = {
  grade: 'symbolic',
  domain: 'all p, n',
  reason: 'p and every n occur as differences alone: the same added to all of them cancels in every part',
};

/** Tells if the same number added to all distances of an anchor changes no part of the loss. */
function isBalanced({ program: { parts, anchor } }: DistanceLoss): boolean {
  // No symbol of a formula begins like this.
  const shift = symbol('#shift');
  const moving = [anchor, ...parts.filter(({ kind }) => kind === 'sum').map(({ of }) => of)];
  return moving.every(({ expression }) => {
    const moved = [POSITIVE, NEGATIVE].reduce(
      (so, name) => substitute(so, name, plus(symbol(name), shift)),
      expression,
    );
    return !symbolsOf(simplified(moved)).has(shift.name);
  });
}

/** Joins a proof and a counterexample, of which there may be one. @throws Error where there are both */
function settled<Id extends DistanceStatementId>(
  about: { readonly id: Id; readonly claim: string },
  proof: Evidence | undefined,
  search: SearchOutcome,
): Statement & { readonly id: Id } {
  const holds = proof && ({ ...about, outcome: 'holds', evidence: proof } as const);
  const fails = typeof search === 'object' && ({ ...about, outcome: 'fails', ...search } as const);
  if (holds !== undefined && fails !== false) throw bothProven(holds, fails);
  if (holds !== undefined) return holds;
  if (fails !== false) return fails;
  const tried = search === 'none';
  return {
    ...about,
    outcome: tried ? 'holds' : 'open',
    evidence: {
      grade: 'sampled',
      domain: EVERYWHERE,
      reason: tried
        ? `${POINTS.length} sets of distances were tried`
        : 'no proof was found, and one anchor alone cannot refute it',
    },
  };
}

/** Gives the loss of one anchor, and its weights. */
type AnchorFunction = ReturnType<typeof anchorFunction>;

/** A counterexample; `none` was found where it was looked for; `not searched` where sums over anchors need a whole batch. */
type SearchOutcome = Pick<Statement, 'evidence' | 'witness'> | 'none' | 'not searched';

/** Negatives of a small batch. */
const MANY = 62;

const PLACES = [0.02, 0.1, 0.3, 0.6, 1, 1.4, 1.9];

/** Distances that are tried: one to three negatives on all sides of the positive, and many at one place. */
const POINTS: readonly AnchorPoint[] = PLACES.flatMap((p) => [
  ...PLACES.map((n) => ({ p, n: [n] })),
  ...PLACES.flatMap((a, k) => PLACES.slice(k + 1).map((b) => ({ p, n: [a, b] }))),
  { p, n: [0.1, 0.6, 1.9] },
  ...[0.3, 1, 1.9].map((n) => ({ p, n: Array.from({ length: MANY }, () => n) })),
]);

/** Pairs of points with as many negatives: neighbours in the list, and some that lie farther apart. */
const CHORDS = POINTS.flatMap((a, k) =>
  POINTS.slice(k + 1)
    .filter((b, later) => b.n.length === a.n.length && (b.n.length !== 2 || later % 13 === 0))
    .map((b) => [a, b] as const),
);

/** Looks for distances at which a statement fails: fast ones first, and certain is what an enclosure there says. */
class Search {
  readonly #isOfOne: boolean;

  constructor(
    private readonly program: DistanceProgram,
    private readonly values: Values,
    private readonly weights: AnchorFunction,
  ) {
    this.#isOfOne = isOfOneAnchor(program);
  }

  of(id: DistanceStatementId): SearchOutcome {
    switch (id) {
      case 'alpha-non-negative':
        return this.#negativeAlpha();
      case 'beta-non-negative':
        return this.#negativeBeta();
      case 'importance-falls':
        return this.#wrongOrder();
      case 'balanced':
        return this.#imbalance();
      case 'convex':
        return this.#wrongChord();
    }
  }

  #negativeAlpha(): SearchOutcome {
    const smallest = ({ alpha }: AnchorWeights): number => Math.min(...alpha);
    return this.#find('the smallest α', smallest, (at, { n }) => {
      const all = n.map((_, j) => opposite(at.slope(j)));
      return all.find((alpha) => alpha !== undefined && alpha.upper < 0);
    });
  }

  #negativeBeta(): SearchOutcome {
    return this.#find(
      'β',
      ({ beta }) => beta,
      (at) => at.slope('p'),
    );
  }

  #wrongOrder(): SearchOutcome {
    return this.#find(
      'α of the closer negative, less that of the other',
      ({ alpha }) => (alpha.length < 2 ? 0 : (alpha[0] as number) - (alpha[1] as number)),
      (at) => less(opposite(at.slope(0)), opposite(at.slope(1))),
    );
  }

  #imbalance(): SearchOutcome {
    const gap = (at: AnchorLoss, count: number): Interval | undefined =>
      Array.from({ length: count }, (_, j) => at.slope(j)).reduce(
        (so, slope) => so && slope && sum(so, slope),
        at.slope('p'),
      );
    return this.#find(
      'β − Σα',
      ({ alpha, beta }) => -Math.abs(beta - alpha.reduce((so, one) => so + one, 0)),
      (at, { n }) => {
        const off = gap(at, n.length);
        // Away from 0 on either side: shown as what lies below it.
        return off === undefined || off.upper < 0 ? off : negative(off);
      },
    );
  }

  #wrongChord(): SearchOutcome {
    if (!this.#isOfOne) return 'not searched';
    for (const [a, b] of CHORDS) {
      const middle = { p: (a.p + b.p) / 2, n: a.n.map((x, j) => (x + (b.n[j] as number)) / 2) };
      const [left, right, between] = [a, b, middle].map(({ p, n }) => this.weights(p, n).value) as [
        number,
        number,
        number,
      ];
      const scale = Math.abs(left) + Math.abs(right) + Math.abs(between);
      if (!(left + right - 2 * between < -CLEARLY * scale)) continue;
      const [u, v, w] = [a, b, middle].map((point) => this.#at(point).value());
      if (u === undefined || v === undefined || w === undefined) continue;
      const value = difference(sum(u, v), product(exactly(2), w));
      if (value.upper < 0) return fault(middle, 'F at two points less twice F halfway between them', value, a);
    }
    return 'none';
  }

  #at(point: AnchorPoint): AnchorLoss {
    return new AnchorLoss(this.program, this.values, point);
  }

  /** Finds a point at which a quantity is below 0, by floating point first. */
  #find(
    quantity: string,
    fast: (weights: AnchorWeights) => number,
    enclosed: (at: AnchorLoss, point: AnchorPoint) => Interval | undefined,
  ): SearchOutcome {
    if (!this.#isOfOne) return 'not searched';
    for (const point of POINTS) {
      const weights = this.weights(point.p, point.n);
      const scale = Math.abs(weights.beta) + weights.alpha.reduce((so, one) => so + Math.abs(one), 0);
      if (!(fast(weights) < -CLEARLY * scale)) continue;
      const value = enclosed(this.#at(point), point);
      if (value !== undefined && value.upper < 0) return fault(point, quantity, value);
    }
    return 'none';
  }
}

/** Far above the rounding of a loss in floating point, relative to its weights. */
const CLEARLY = 1e-9;

function fault(point: AnchorPoint, quantity: string, value: Interval, from?: AnchorPoint): SearchOutcome {
  const names = ({ p, n }: AnchorPoint, mark = ''): Record<string, number> => ({
    [`p${mark}`]: p,
    ...Object.fromEntries(n.map((x, j) => [`n${j + 1}${mark}`, x])),
  });
  return {
    evidence: { grade: 'interval-certified', domain: EVERYWHERE, reason: `${quantity} is enclosed at a point` },
    witness: { at: { ...names(point), ...(from && names(from, ' of one of them')) }, quantity, value },
  };
}

function opposite(slope: Interval | undefined): Interval | undefined {
  return slope && negative(slope);
}

function less(a: Interval | undefined, b: Interval | undefined): Interval | undefined {
  return a && b && difference(a, b);
}

/** Distances of the curves, and where the positive of the first and the negatives of both lie. */
const CURVE = Array.from({ length: 41 }, (_, k) => k / 20);
const OWN_DISTANCE = 0.5;

/** Puts a negative at every distance of the curve, all of them of one anchor. */
function alphaCurve(weights: AnchorFunction): { readonly distance: number; readonly alpha: number }[] {
  const { alpha } = weights(OWN_DISTANCE, CURVE);
  return CURVE.map((distance, k) => ({ distance, alpha: alpha[k] as number }));
}

function betaCurve(weights: AnchorFunction): { readonly distance: number; readonly beta: number }[] {
  return CURVE.map((distance) => ({ distance, beta: weights(distance, CURVE).beta }));
}
