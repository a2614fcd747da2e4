/**
 * A formula with corners as a chain of formulae without: on each piece of an interval every max, min and abs is one of its
 * operands, and a corner is where two pieces meet.
 *
 * A switch is decided on a box where the sign of the difference of its operands is proven. Elsewhere the box is cut: at the
 * root of that difference where it is proven to rise or fall throughout, else in the middle. A root that is a double is one
 * point; another lies in a narrow zone that both neighbours cover. What stays undecided stays as it is written, and the
 * corners that it may have are left to enclosures.
 *
 * The base of [w]₊ᵖ with p > 1 counts as no switch: there is no corner where it is 0.
 */
import { difference, middle, negative, product, sum, type Interval } from '../algebra/interval.js';
import { mapValues } from '../../base/map-values.js';
import { middleOfSide } from './certify-sign.js';
import {
  constantValue,
  asFunction,
  isSame,
  negated,
  powerOfPositivePart,
  VARIABLE,
  type CoreExpression,
  type Switch,
} from './core-expression.js';
import { jetOver, type Box } from './interval-jet.js';
import { rememberedFor } from './remembered.js';
import * as simple from './simple-terms.js';

/** A part of the interval, both ends included, on which the formula is this expression. */
export interface Piece {
  readonly over: Interval;
  readonly expression: CoreExpression;
  /** True if the expression has no switch. */
  readonly isSmooth: boolean;
}

/** A change from one smooth piece to the next, at some point of `zone`. */
export interface Seam {
  readonly zone: Interval;
  readonly left: CoreExpression;
  readonly right: CoreExpression;
}

/** Most cuts of one interval; beyond them pieces keep their switches. */
const MOST_CUTS = 160;
/** Share of the interval below which a piece is cut no more. */
const NARROW = 2 ** -44;
/** Widest zone, relative to its place, within which several corners are reported as one. */
export const ONE_PLACE = 2 ** -40;
/** Place of a cut, as a share of the way from the piece's left end to its middle. */
const OFF_CENTRE = 0.97;

/**
 * Returns the pieces of the expression over the interval, from left to right.
 *
 * @param parameters a range for each; where one is more than a number no corner has one place, and there is one piece
 */
export function piecesOf(expression: CoreExpression, over: Interval, parameters: Box): readonly Piece[] {
  return knownPieces(expression, { over, parameters });
}

interface Where {
  readonly over: Interval;
  readonly parameters: Box;
}

const knownPieces = rememberedFor(
  (expression: CoreExpression, { over, parameters }: Where) => cutAtCorners(expression, over, parameters),
  (where) => JSON.stringify(where),
);

function cutAtCorners(expression: CoreExpression, over: Interval, parameters: Box): Piece[] {
  if (switchIn(expression) === undefined) return [{ over, expression, isSmooth: true }];
  const hasPoints = Object.values(parameters).every(({ lower, upper }) => lower === upper);
  if (!hasPoints || !Number.isFinite(over.lower + over.upper)) {
    const whole = resolved(expression, { ...parameters, [VARIABLE]: over });
    return [{ over, expression: whole, isSmooth: switchIn(whole) === undefined }];
  }
  const cutter = {
    parameters,
    values: mapValues(parameters, middle),
    least: NARROW * (over.upper - over.lower),
    left: MOST_CUTS,
  };
  const inside = joined(cut(expression, over, cutter));
  // A corner at an end of the interval has a side that no piece sees.
  const atEnds = [over.lower, over.upper].flatMap((x): Piece[] => {
    const end = { lower: x, upper: x };
    return meets(expression, { ...parameters, [VARIABLE]: end }) ? [{ over: end, expression, isSmooth: false }] : [];
  });
  return [
    ...atEnds.filter(({ over: { lower } }) => lower === over.lower),
    ...inside,
    ...atEnds.filter(({ over: { lower } }) => lower !== over.lower),
  ];
}

/**
 * Lists the seams at which smooth pieces that are written differently meet. Corners too near to each other to be told apart
 * occur in every order, so a piece between two such seams may be nowhere: a statement that holds at every seam holds, one that
 * fails at a seam need not fail.
 */
export function seamsOf(pieces: readonly Piece[]): Seam[] {
  return pieces.flatMap((piece, k) => {
    const next = pieces[k + 1];
    if (next === undefined || !piece.isSmooth || !next.isSmooth) return [];
    const zone = { lower: next.over.lower, upper: piece.over.upper };
    return [{ zone, left: piece.expression, right: next.expression }];
  });
}

/** The part of a smooth piece that no other piece overlaps: the formula is certainly its expression there. */
export interface OwnRange {
  readonly expression: CoreExpression;
  readonly own: Interval;
  /** Position among the pieces. */
  readonly index: number;
}

export function ownRanges(pieces: readonly Piece[]): OwnRange[] {
  return pieces.flatMap(({ expression, over, isSmooth }, index) => {
    if (!isSmooth) return [];
    const own = {
      lower: Math.max(over.lower, ...pieces.slice(0, index).map((before) => before.over.upper)),
      upper: Math.min(over.upper, ...pieces.slice(index + 1).map((after) => after.over.lower)),
    };
    return own.lower < own.upper ? [{ expression, own, index }] : [];
  });
}

/**
 * Lists the seams at which the formula certainly goes over from one expression to another: at one corner, or at several that
 * lie in the same narrow zone and count as one.
 */
export function certainSeams(pieces: readonly Piece[]): Seam[] {
  const ranges = ownRanges(pieces);
  return ranges.flatMap((left, k): Seam[] => {
    const right = ranges[k + 1];
    if (right === undefined) return [];
    const zone = { lower: left.own.upper, upper: right.own.lower };
    const isSmooth = pieces.slice(left.index, right.index).every((piece) => piece.isSmooth);
    const isNarrow = zone.upper - zone.lower <= ONE_PLACE * (1 + Math.abs(zone.upper));
    return isSmooth || isNarrow ? [{ zone, left: left.expression, right: right.expression }] : [];
  });
}

/** Encloses the jump of the slope at a seam, right minus left. @param parameters numbers or ranges */
export function jumpOf(parameters: Box, { zone, left, right }: Seam): Interval | undefined {
  const [before, after] = [left, right].map((piece) => jetOver(piece, { ...parameters, [VARIABLE]: zone })?.first);
  return before && after && difference(after, before);
}

/** Encloses the value over a box, by the formula and by its mean value form, which is the narrower on small boxes. */
export function valueOver(expression: CoreExpression, box: Box): Interval | undefined {
  const jet = jetOver(expression, box);
  const x = box[VARIABLE];
  if (jet === undefined || x === undefined || x.lower === x.upper) return jet?.value;
  const at = middleOfSide(x);
  const there = jetOver(expression, { ...box, [VARIABLE]: { lower: at, upper: at } });
  if (there === undefined) return jet.value;
  const reach = difference(x, { lower: at, upper: at });
  return meet(jet.value, sum(there.value, product(jet.first, reach)));
}

/** Intersects two enclosures of one quantity. */
export function meet(a: Interval, b: Interval): Interval {
  const [lower, upper] = [Math.max(a.lower, b.lower), Math.min(a.upper, b.upper)];
  return lower <= upper ? { lower, upper } : a;
}

interface Cutter {
  readonly parameters: Box;
  readonly values: Readonly<Record<string, number>>;
  /** Width below which pieces are not cut. */
  readonly least: number;
  /** Number of cuts that may still be made. */
  left: number;
}

function cut(expression: CoreExpression, over: Interval, cutter: Cutter): Piece[] {
  const whole = resolved(expression, { ...cutter.parameters, [VARIABLE]: over });
  const at = switchIn(whole);
  if (at === undefined) return [{ over, expression: whole, isSmooth: true }];
  const undecided: Piece = { over, expression: whole, isSmooth: false };
  const gap = gapOf(at);
  const slope = jetOver(gap, { ...cutter.parameters, [VARIABLE]: over })?.first;
  if (slope === undefined || over.lower === over.upper || cutter.left-- <= 0) return [undecided];
  const course = slope.lower > 0 ? 'rises' : slope.upper < 0 ? 'falls' : undefined;
  if (course === undefined) {
    if (over.upper - over.lower < cutter.least) return [undecided];
    // Not the middle, which is where corners often are: one at a cut is seen from one side only.
    const halfway = over.lower + OFF_CENTRE * (middleOfSide(over) - over.lower);
    return [
      ...cut(whole, { lower: over.lower, upper: halfway }, cutter),
      ...cut(whole, { lower: halfway, upper: over.upper }, cutter),
    ];
  }
  const [left, right] = (course === 'rises' ? (['below', 'above'] as const) : (['above', 'below'] as const)).map(
    (side) => decided(whole, gap, side),
  ) as [CoreExpression, CoreExpression];
  // A gap that rises from 0 or more at the left end, or to 0 or less at the right, has one sign between them.
  const sign = course === 'rises' ? 1 : -1;
  const gapAt = (x: number): Interval | undefined => signedGap(gap, sign, x, cutter);
  if ((gapAt(over.upper)?.upper ?? 1) <= 0) return cut(left, over, cutter);
  if ((gapAt(over.lower)?.lower ?? -1) >= 0) return cut(right, over, cutter);
  const zone = rootZone(gap, sign, over, cutter);
  // A root at an end leaves one sign between the ends.
  if (zone.lower === zone.upper && zone.lower === over.upper) return cut(left, over, cutter);
  if (zone.lower === zone.upper && zone.lower === over.lower) return cut(right, over, cutter);
  const [before, after] = [
    { lower: over.lower, upper: zone.lower },
    { lower: zone.upper, upper: over.upper },
  ];
  const isCertain = zone.lower > over.lower && zone.upper < over.upper;
  if (isCertain) {
    const [lefts, rights] = [
      cut(left, { lower: over.lower, upper: zone.upper }, cutter),
      cut(right, { lower: zone.lower, upper: over.upper }, cutter),
    ];
    const [last, first] = [lefts.at(-1), rights[0]];
    const covers = last?.isSmooth && last.over.lower <= zone.lower && first?.isSmooth && first.over.upper >= zone.upper;
    if (covers || zone.lower === zone.upper) return [...lefts, ...rights];
  }
  return [
    ...(before.lower < before.upper ? cut(left, before, cutter) : []),
    { over: zone, expression: whole, isSmooth: false },
    ...(after.lower < after.upper ? cut(right, after, cutter) : []),
  ];
}

/** Encloses the gap at x, times the sign. */
function signedGap(gap: CoreExpression, sign: 1 | -1, x: number, { parameters }: Cutter): Interval | undefined {
  const value = jetOver(gap, { ...parameters, [VARIABLE]: { lower: x, upper: x } })?.value;
  return value && sign < 0 ? negative(value) : value;
}

/** Encloses the root of a gap that rises throughout when multiplied by the sign; the gap's sign is proven on both sides. */
function rootZone(gap: CoreExpression, sign: 1 | -1, over: Interval, cutter: Cutter): Interval {
  const valueAt = asFunction(gap, cutter.values);
  const at = (x: number): number => sign * valueAt(x);
  let { lower, upper } = over;
  for (let halving = 0; halving < 2100; halving++) {
    const halfway = halving < 200 ? middleOfSide({ lower, upper }) : lower / 2 + upper / 2;
    if (halfway <= lower || halfway >= upper) break;
    if (at(halfway) < 0) lower = halfway;
    else upper = halfway;
  }
  const enclosed = (x: number): Interval | undefined => signedGap(gap, sign, x, cutter);
  for (const x of [lower, upper]) {
    const value = enclosed(x);
    if (value?.lower === 0 && value.upper === 0) return { lower: x, upper: x };
  }
  const isBefore = (x: number): boolean => (enclosed(x)?.upper ?? 1) <= 0;
  const isAfter = (x: number): boolean => (enclosed(x)?.lower ?? -1) >= 0;
  return { lower: stepped(lower, -1, over.lower, isBefore), upper: stepped(upper, 1, over.upper, isAfter) };
}

/** Returns the first point that meets the condition, in steps away from x, each twice as long; else the end. */
function stepped(x: number, direction: 1 | -1, end: number, isSo: (x: number) => boolean): number {
  let [here, step] = [x, Math.max(Math.abs(x), 2 ** -40) * 2 ** -52];
  for (let k = 0; k < 60; k++) {
    if (direction * (end - here) <= 0) return end;
    if (isSo(here)) return here;
    here = x + direction * step;
    step *= 2;
  }
  return end;
}

/** Decides every switch whose operands are proven to keep their order over the box. */
function resolved(expression: CoreExpression, box: Box): CoreExpression {
  if (expression.kind === 'number' || expression.kind === 'symbol') return expression;
  const positivePart = powerOfPositivePart(expression);
  if (positivePart !== undefined && expression.kind === 'power' && expression.a.kind === 'max') {
    const { kind, a, b } = expression.a;
    return { kind: 'power', a: { kind, a: resolved(a, box), b: resolved(b, box) }, b: expression.b };
  }
  if ('of' in expression) {
    const of = resolved(expression.of, box);
    const whole: CoreExpression = { kind: expression.kind, of };
    return whole.kind === 'abs' ? decidedIn(whole, box) : whole;
  }
  const whole: CoreExpression = {
    kind: expression.kind,
    a: resolved(expression.a, box),
    b: resolved(expression.b, box),
  };
  return whole.kind === 'max' || whole.kind === 'min' ? decidedIn(whole, box) : whole;
}

function decidedIn(at: Switch, box: Box): CoreExpression {
  const gap = valueOver(gapOf(at), box);
  if (gap === undefined) return at;
  if (gap.lower >= 0) return branchOf(at, 'above');
  return gap.upper <= 0 ? branchOf(at, 'below') : at;
}

function isSwitch(expression: CoreExpression): expression is Switch {
  return expression.kind === 'max' || expression.kind === 'min' || expression.kind === 'abs';
}

/** Returns the expression whose sign decides the switch. */
export function gapOf(at: Switch): CoreExpression {
  return at.kind === 'abs' ? at.of : simple.sum(at.a, negated(at.b));
}

/** Returns the branch of the switch where its gap is not negative (above), or not positive (below). */
function branchOf(at: Switch, side: 'above' | 'below'): CoreExpression {
  if (at.kind === 'abs') return side === 'above' ? at.of : negated(at.of);
  return (at.kind === 'max') === (side === 'above') ? at.a : at.b;
}

/** Finds an innermost switch, whose operands have none. */
function switchIn(expression: CoreExpression): Switch | undefined {
  if (expression.kind === 'number' || expression.kind === 'symbol') return undefined;
  if (powerOfPositivePart(expression) !== undefined && expression.kind === 'power' && expression.a.kind === 'max') {
    return switchIn(expression.a.a) ?? switchIn(expression.a.b);
  }
  const inner = 'of' in expression ? switchIn(expression.of) : (switchIn(expression.a) ?? switchIn(expression.b));
  return inner ?? (isSwitch(expression) ? expression : undefined);
}

/** Decides all switches that have this gap, or its opposite. */
function decided(expression: CoreExpression, gap: CoreExpression, side: 'above' | 'below'): CoreExpression {
  if (expression.kind === 'number' || expression.kind === 'symbol') return expression;
  const inner = (part: CoreExpression): CoreExpression => decided(part, gap, side);
  if (powerOfPositivePart(expression) !== undefined && expression.kind === 'power' && expression.a.kind === 'max') {
    const { kind, a, b } = expression.a;
    return { kind: 'power', a: { kind, a: inner(a), b: inner(b) }, b: expression.b };
  }
  const whole: CoreExpression =
    'of' in expression
      ? { kind: expression.kind, of: inner(expression.of) }
      : { kind: expression.kind, a: inner(expression.a), b: inner(expression.b) };
  if (!isSwitch(whole)) return whole;
  const own = gapOf(whole);
  if (isSame(own, gap)) return branchOf(whole, side);
  return isSame(simple.opposite(own), gap) ? branchOf(whole, side === 'above' ? 'below' : 'above') : whole;
}

/** Tells if the operands of a switch may be equal somewhere in the box. */
function meets(expression: CoreExpression, box: Box): boolean {
  if (expression.kind === 'number' || expression.kind === 'symbol') return false;
  const positivePart = powerOfPositivePart(expression);
  if (positivePart !== undefined) return meets(positivePart.of, box);
  const inner = 'of' in expression ? meets(expression.of, box) : meets(expression.a, box) || meets(expression.b, box);
  if (inner || !isSwitch(expression)) return inner;
  const gap = jetOver(gapOf(expression), box)?.value;
  return gap === undefined || (gap.lower <= 0 && gap.upper >= 0 && constantValue(expression) === undefined);
}

/** Joins neighbours that are written the same. */
function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last !== undefined && last.isSmooth === piece.isSmooth && isSame(last.expression, piece.expression)) {
      all[all.length - 1] = { ...last, over: { lower: last.over.lower, upper: piece.over.upper } };
    } else all.push(piece);
  }
  return all;
}
