/**
 * Finds points at which a slope or curvature does not have the wanted sign; for a curvature also two points between which the
 * slope goes the wrong way, and corners at which it jumps the wrong way.
 */
import { difference, middle, type Interval } from '../algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import { middleOfSide, refutes, type WantedSign, type Witness } from './certify-sign.js';
import { VARIABLE, type CoreExpression } from './core-expression.js';
import { jetOver, pointBox, type Box } from './interval-jet.js';
import type { Jet } from './jet-rules.js';
import { boxOf, type Domain, type Parameterised } from './loss-expressions.js';
import { certainSeams, jumpOf, ownRanges, piecesOf, type Piece } from './pieces.js';
import { once, rememberedFor } from './remembered.js';

/** The sign that an expression's first or second derivative by x should have. */
export interface WantedShape {
  readonly expression: CoreExpression;
  readonly aspect: 'slope' | 'curvature';
  readonly wanted: WantedSign;
  /** The enclosed quantity, in words: `ψ″(x)`. */
  readonly quantity: string;
  readonly domain: Pick<Domain, 'bounded'>;
}

/** A proof that the sign is not as wanted. */
export interface Fault {
  readonly witness: Witness;
  /** The quantity enclosed at the witness, in words. */
  readonly quantity: string;
  readonly reason: string;
  /** Encloses the corner, of which the witness names but a number nearby. */
  readonly zone?: Interval;
}

/**
 * Returns the first fault found, with the parameters at the middle of their ranges and, where these are more than numbers, at
 * both ends.
 */
export function refuteSign({ parameters }: Parameterised, question: WantedShape): Fault | undefined {
  return fault(question.expression, { parameters, question });
}

interface Asked extends Parameterised {
  readonly question: WantedShape;
}

const fault = rememberedFor(
  (_: CoreExpression, { parameters, question }: Asked) => firstFault({ parameters }, question),
  ({ parameters, question: { aspect, wanted, quantity, domain } }) =>
    JSON.stringify([aspect, wanted, quantity, domain.bounded, parameters]),
);

function firstFault(given: Parameterised, question: WantedShape): Fault | undefined {
  for (const parameters of parametersTried(given)) {
    const at: Parameterised = { parameters };
    const pieces = piecesOf(question.expression, question.domain.bounded, parameters);
    const found = question.aspect === 'slope' ? slopeFault(at, question, pieces) : curvatureFault(at, question, pieces);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parametersTried({ parameters }: Parameterised): Box[] {
  const at = (place: (range: Interval) => number): Box => pointBox(mapValues(parameters, place));
  const isRange = Object.values(parameters).some(({ lower, upper }) => lower < upper);
  return [at(middle), ...(isRange ? [at(({ lower }) => lower), at(({ upper }) => upper)] : [])];
}

function slopeFault(given: Parameterised, question: WantedShape, pieces: readonly Piece[]): Fault | undefined {
  const { wanted, quantity } = question;
  for (const { x, jet } of pointsAlong(pieces, given)) {
    const slope = jet()?.first;
    if (slope === undefined || !refutes(wanted, slope)) continue;
    const witness = { at: { [VARIABLE]: x, ...pointsOf(given) }, value: slope };
    return { witness, quantity, reason: `${quantity} is enclosed at a point` };
  }
  return undefined;
}

function curvatureFault(given: Parameterised, question: WantedShape, pieces: readonly Piece[]): Fault | undefined {
  const { wanted, quantity, expression } = question;
  const isUp = wanted === 'positive' || wanted === 'non-negative';
  const isStrict = wanted === 'positive' || wanted === 'negative';
  const parameters = pointsOf(given);
  for (const seam of certainSeams(pieces)) {
    const jump = jumpOf(given.parameters, seam);
    if (jump === undefined || !(isUp ? jump.upper < 0 : jump.lower > 0)) continue;
    const witness = { at: { [VARIABLE]: seam.zone.upper, ...parameters }, value: jump };
    const jumped = 'the jump of the slope';
    return { witness, quantity: jumped, reason: `${jumped} at a corner is enclosed`, zone: seam.zone };
  }
  const [up, down] = isUp ? (['lower', 'upper'] as const) : (['upper', 'lower'] as const);
  const sign = isUp ? 1 : -1;
  let before: { readonly x: number; readonly slope: Interval } | undefined;
  for (const { x, jet, piece } of pointsAlong(pieces, given)) {
    const slope = jet()?.first;
    if (slope === undefined) continue;
    // At one point of a smooth piece the curvature says more than two slopes can.
    const there = (piece === expression ? jet() : jetOver(expression, boxOf(given, { lower: x, upper: x })))?.second;
    if (there !== undefined && sign * there[down] < 0) {
      const witness = { at: { [VARIABLE]: x, ...parameters }, value: there };
      return { witness, quantity, reason: `${quantity} is enclosed at a point` };
    }
    if (before !== undefined && before.x < x) {
      const change = difference(slope, before.slope);
      const isWrong = isStrict ? sign * change[down] <= 0 : sign * change[down] < 0;
      if (isWrong) {
        const witness = { at: { [VARIABLE]: before.x, y: x, ...parameters }, value: change };
        return { witness, quantity: 'the slope at y minus that at x', reason: 'the slopes at two points are enclosed' };
      }
    }
    if (before === undefined || sign * slope[up] > sign * before.slope[up]) before = { x, slope };
  }
  return isStrict ? flatPart(given, question, pieces) : undefined;
}

/** Finds a part of some width on which the curvature is proven not to have the strict sign. */
function flatPart(
  given: Parameterised,
  { wanted, quantity }: WantedShape,
  pieces: readonly Piece[],
): Fault | undefined {
  for (const { expression, own } of ownRanges(pieces)) {
    const places = [own.lower, ...between(own, 8), own.upper];
    for (const [k, lower] of places.entries()) {
      const upper = places[k + 1];
      if (upper === undefined || lower >= upper) continue;
      const curvature = jetOver(expression, boxOf(given, { lower, upper }))?.second;
      if (curvature === undefined || !refutes(wanted, curvature)) continue;
      const at = { [VARIABLE]: middleOfSide({ lower, upper }), ...pointsOf(given) };
      return { witness: { at, value: curvature }, quantity, reason: `${quantity} is enclosed on a part of the domain` };
    }
  }
  return undefined;
}

/** A point of a smooth piece. */
interface Point {
  readonly x: number;
  readonly piece: CoreExpression;
  /** Encloses the piece with its derivatives at x. */
  readonly jet: () => Jet | undefined;
}

/** Lists points of each smooth piece, its ends included, from left to right: at a corner from both sides. */
const pointsAlong = rememberedFor(
  (pieces: readonly Piece[], given: Parameterised): readonly Point[] => {
    const share = Math.max(6, Math.ceil(POINTS / Math.max(1, pieces.length)));
    return ownRanges(pieces).flatMap(({ expression: piece, own }) =>
      [own.lower, ...between(own, share), own.upper]
        .filter(Number.isFinite)
        .map((x) => ({ x, piece, jet: once(() => jetOver(piece, boxOf(given, { lower: x, upper: x }))) })),
    );
  },
  ({ parameters }) => JSON.stringify(parameters),
);

const POINTS = 160;

/** Returns up to `count` points strictly between the ends, by bisection; geometric where the ends are far apart. */
function between({ lower, upper }: Interval, count: number): number[] {
  if (count <= 0) return [];
  const at = middleOfSide({ lower, upper });
  if (at <= lower || at >= upper) return [];
  const half = Math.floor((count - 1) / 2);
  return [...between({ lower, upper: at }, half), at, ...between({ lower: at, upper }, count - 1 - half)];
}

function pointsOf({ parameters }: Parameterised): Record<string, number> {
  return mapValues(parameters, middle);
}
