/**
 * Analyses a loss of distances: its two weights, α = −∂F/∂n of the negatives and β = ∂F/∂p of the positive, and whether a min player
 * chooses them. Each statement has the grade of its evidence and, where it fails, distances at which it does.
 */
import { anchorFunction, type DistanceLoss } from '../distance-losses/distance-loss.js';
import { NEGATIVE, POSITIVE, type DistanceProgram } from '../distance-losses/distance-program.js';
import type { Values } from '../formula/straight-line.js';
import { convexOfTerms } from './distance-convexity.js';
import { weaker, type Direction } from './distance-direction.js';
import { withExponents } from './distance-exponents.js';
import { distanceRanges, type DistanceRanges, type GivenParameters } from './distance-ranges.js';
import { DistanceSearch, type Counterexample } from './distance-search.js';
import { isShiftInvariant } from './distance-shift.js';
import { DistanceSigns } from './distance-signs.js';
import { bothProven } from './prove-sign.js';
import type { Evidence, Statement } from './statement.js';

/** Names the statements about a loss of distances. */
export type DistanceStatementId =
  | 'alpha-non-negative'
  | 'beta-non-negative'
  | 'importance-falls'
  | 'balanced'
  | 'convex';

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
  const { formulae, name } = loss;
  const values = formulae.parameters ?? {};
  const weights = anchorFunction(loss);
  const proofs = new Proofs(loss, values);
  const search = new DistanceSearch(loss, proofs.program, proofs.domain);
  const isSurrogate = holdsParts(loss);
  return {
    name,
    anchor: formulae.anchor,
    sums: formulae.sums ?? {},
    parameters: values,
    isSurrogate,
    statements: DISTANCE_IDS.filter((id) => id !== 'convex' || !isSurrogate).map((id) =>
      settled(id, proofs.of(id), counterexample(search, id), () => unsettled(loss, search, proofs.domain)),
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
export function decideOfDistances(loss: DistanceLoss, id: DistanceStatementId, parameters: GivenParameters): Statement {
  const proofs = new Proofs(loss, parameters);
  const proof = proofs.of(id);
  const given = numbersOf(parameters);
  const isOnePlace = Object.keys(given).length === Object.keys(parameters).length;
  // What is proven for other values needs no search: that one finds no contradiction is tested.
  if (proof !== undefined || !isOnePlace) {
    return settled(id, proof, undefined, () => ({
      outcome: 'open',
      evidence: sampled(proofs.domain, 'no proof was found'),
    }));
  }
  const there = { ...loss, formulae: { ...loss.formulae, parameters: given } };
  const search = new DistanceSearch(there, proofs.program, proofs.domain);
  return settled(id, undefined, counterexample(search, id), () => unsettled(loss, search, proofs.domain));
}

/** Looks for proofs, for values and ranges of parameters. */
class Proofs {
  readonly program: DistanceProgram;
  readonly domain: string;
  readonly #ranges: DistanceRanges;
  readonly #signs: DistanceSigns;
  readonly #names: readonly string[];

  constructor({ program }: DistanceLoss, parameters: GivenParameters) {
    this.program = withExponents(program, numbersOf(parameters));
    this.#ranges = distanceRanges(this.program, parameters);
    this.domain = this.#ranges.domain;
    this.#signs = new DistanceSigns(this.program, this.#ranges.box);
    this.#names = Object.keys(parameters);
  }

  of(id: DistanceStatementId): Evidence | undefined {
    switch (id) {
      case 'alpha-non-negative':
        return this.#ofSign(this.#signs.ofLoss(NEGATIVE), -1);
      case 'beta-non-negative':
        return this.#ofSign(this.#signs.ofLoss(POSITIVE), 1);
      case 'importance-falls':
        return this.#ofSign(this.#signs.ofWeight(), 1);
      case 'balanced':
        return this.#balance();
      case 'convex':
        return convexOfTerms(this.program, this.#names, this.#ranges);
    }
  }

  #ofSign(direction: Direction | undefined, wanted: 1 | -1): Evidence | undefined {
    if (direction === undefined || direction.sign * wanted < 0) return undefined;
    const reason = 'every slope on the way from the distance to the loss has a proven sign';
    return { grade: direction.grade, domain: this.domain, reason };
  }

  /** Returns the evidence that β = Σα, if it is proven. */
  #balance(): Evidence | undefined {
    if (isShiftInvariant(this.program)) {
      const reason = 'the slope of the loss along a shift of all distances of an anchor cancels to 0';
      return { grade: 'symbolic', domain: 'all p, n', reason };
    }
    const [byNegative, byPositive] = [this.#signs.ofLoss(NEGATIVE), this.#signs.ofLoss(POSITIVE)];
    if (byNegative?.sign !== 0 || byPositive?.sign !== 0) return undefined;
    const reason = 'neither p nor n moves the loss';
    return { grade: weaker(byNegative.grade, byPositive.grade), domain: this.domain, reason };
  }
}

function counterexample(search: DistanceSearch, id: DistanceStatementId): Counterexample {
  switch (id) {
    case 'alpha-non-negative':
      return search.negativeAlpha();
    case 'beta-non-negative':
      return search.negativeBeta();
    case 'importance-falls':
      return search.wrongOrder();
    case 'balanced':
      return search.imbalance();
    case 'convex':
      return search.wrongChord();
  }
}

/** Keeps the parameters that have one value. */
function numbersOf(parameters: GivenParameters): Values {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

type Unsettled = Pick<Statement, 'outcome' | 'evidence'>;

/** Tells what was tried where nothing is certain: averages are tried at their first values alone. */
function unsettled({ program }: DistanceLoss, { size }: DistanceSearch, domain: string): Unsettled {
  const hasAverages = program.parts.some(({ kind }) => kind === 'average');
  const reason = `${size} sets of distances were tried${hasAverages ? ', with averages at their first values' : ''}`;
  return { outcome: hasAverages ? 'open' : 'holds', evidence: sampled(domain, reason) };
}

function sampled(domain: string, reason: string): Evidence {
  return { grade: 'sampled', domain, reason };
}

/** Joins a proof and a counterexample, of which there may be one. @throws Error where there are both */
function settled<Id extends DistanceStatementId>(
  id: Id,
  proof: Evidence | undefined,
  found: Counterexample,
  otherwise: () => Unsettled,
): Statement & { readonly id: Id } {
  const about = { id, claim: CLAIMS[id] };
  const holds = proof && ({ ...about, outcome: 'holds', evidence: proof } as const);
  const fails = found && ({ ...about, outcome: 'fails', ...found } as const);
  if (holds !== undefined && fails !== undefined) throw bothProven(holds, fails);
  return holds ?? fails ?? { ...about, ...otherwise() };
}

/** Distances of the curves, and where the positive of the first and the negatives of both lie. */
const CURVE = Array.from({ length: 41 }, (_, k) => k / 20);
const OWN_DISTANCE = 0.5;

/** Gives the loss of one anchor, and its weights. */
type AnchorFunction = ReturnType<typeof anchorFunction>;

/** Puts a negative at every distance of the curve, all of them of one anchor. */
function alphaCurve(weights: AnchorFunction): { readonly distance: number; readonly alpha: number }[] {
  const { alpha } = weights(OWN_DISTANCE, CURVE);
  return CURVE.map((distance, k) => ({ distance, alpha: alpha[k] as number }));
}

function betaCurve(weights: AnchorFunction): { readonly distance: number; readonly beta: number }[] {
  return CURVE.map((distance) => ({ distance, beta: weights(distance, CURVE).beta }));
}
