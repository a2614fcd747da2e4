/**
 * Finds the corners of a formula. Only max, min, abs and roots can make one; [w]₊ᵖ with p > 1 is continuously differentiable.
 * Nothing is decided where a root may be of 0.
 *
 * The formula is cut into smooth pieces: a corner is proven where the slopes of two neighbours, enclosed where they meet,
 * differ. These slopes include the effect of sums, products and compositions around a max, min or abs on its corner.
 */
import type { Interval } from '../algebra/interval.js';
import { rangeOver } from './certify-sign.js';
import { constantValue, number, powerOfPositivePart, VARIABLE, type CoreExpression } from './core-expression.js';
import { jetOver, pointBox } from './interval-jet.js';
import { isConstant } from './log-affine.js';
import {
  boxOf,
  givenSpans,
  middleOf,
  parameterText,
  usualParameterText,
  usualSpans,
  type Domain,
  type LossExpressions,
} from './loss-expressions.js';
import { certainSeams, gapOf, jumpOf, ONE_PLACE, piecesOf, seamsOf, type Piece } from './pieces.js';
import { certified, intervalText, joined, symbolic } from './prove-sign.js';
import { shapeOf } from './shape.js';
import { NON_NEGATIVE, NON_POSITIVE, within, ZERO } from './sign.js';
import type { Statement } from './statement.js';

/** A point at which φ or ψ is not smooth. */
export interface Corner {
  readonly at: number;
  /** 1: the slope jumps; 2: the curvature jumps. */
  readonly order: 1 | 2;
  /** An enclosure of the jump of the slope there, right minus left. */
  readonly jump: Interval;
}

export interface Smoothness {
  readonly statement: Statement;
  /** The corners at the middle of the parameters' ranges, in order. */
  readonly corners: readonly Corner[];
  /**
   * Intervals in which a max, min or abs may switch and corners were not told apart; there may be more of them than are listed.
   */
  readonly undecided: readonly Interval[];
}

/** Decides if φ or ψ is continuously differentiable, and lists its corners. @param variable name of x in texts */
export function smoothness(
  loss: LossExpressions,
  name: 'phi' | 'psi',
  domain: Domain,
  variable: string = VARIABLE,
): Smoothness {
  const expression = loss[name];
  const about = { id: `${name}-differentiable`, claim: `${name === 'phi' ? 'φ' : 'ψ'} is continuously differentiable` };
  const joints = jointsOf(expression);
  const crossing = joints.filter((joint) => mayCross(loss, joint, domain));
  const where = joined(`${variable} ∈ ${intervalText(domain.bounded)}`, parameterText(loss));
  const isDefined = isDefinedOnWhole(loss, expression, domain);
  if (crossing.length === 0 && (isDefined || hasValues(loss, expression, domain))) {
    const reason = joints.length === 0 ? 'made of smooth functions alone' : 'its max, min or root never switches there';
    const evidence = isDefined
      ? symbolic(joined(domain.wholeText, usualParameterText(loss)), reason)
      : certified(where, `${reason}, and it has a value everywhere`);
    return { statement: { ...about, outcome: 'holds', evidence }, corners: [], undecided: [] };
  }
  const corners = cornersIn(loss, expression, domain);
  const undecided = piecesOf(expression, domain.bounded, pointBox(middleOf(loss))).flatMap(({ over, isSmooth }) =>
    isSmooth ? [] : [over],
  );
  const sharp = corners.find(({ order }) => order === 1);
  if (sharp !== undefined) {
    const evidence = certified(where, 'the slopes on both sides of a corner are enclosed and differ');
    const at = { [variable]: sharp.at, ...middleOf(loss) };
    const witness = { at, quantity: 'the jump of its slope', value: sharp.jump };
    return { statement: { ...about, outcome: 'fails', evidence, witness }, corners, undecided };
  }
  const rest =
    isDefined || hasValues(loss, expression, domain)
      ? unrefuted(loss, expression, crossing, domain, { where, isDefined })
      : open(
          where,
          'it is not proven to have a value everywhere: what it divides by or takes the logarithm of may be 0',
        );
  return { statement: { ...about, ...rest }, corners, undecided };
}

/** Tells if the rules show that no divisor is 0, and no logarithm or root of what has none, on the whole domain. */
function isDefinedOnWhole(loss: LossExpressions, expression: CoreExpression, { whole }: Domain): boolean {
  return [usualSpans(loss), givenSpans(loss)].every(
    (spans) => shapeOf(expression, { ...spans, [VARIABLE]: whole }).defined,
  );
}

/** Tells if a value and a slope are enclosed everywhere on the bounded domain. */
function hasValues(loss: LossExpressions, expression: CoreExpression, { bounded }: Domain): boolean {
  return rangeOver((box) => jetOver(expression, box)?.value, boxOf(loss, bounded)) !== undefined;
}

/** States what is known where no slope was found to jump. @param isDefined on the whole domain, by the rules */
function unrefuted(
  loss: LossExpressions,
  expression: CoreExpression,
  crossing: readonly Joint[],
  domain: Domain,
  { where, isDefined }: { readonly where: string; readonly isDefined: boolean },
): Pick<Statement, 'outcome' | 'evidence'> {
  const isOfNought = ({ kind, apart }: Joint): boolean =>
    kind === 'root' && !isProvenPositive(loss, apart, domain.bounded);
  if (crossing.some(isOfNought)) {
    return open(where, 'where a root is of 0 its slope may jump or have no bound');
  }
  const kinds = new Set(crossing.map(({ kind }) => kind));
  if (kinds.has('switch')) {
    const pieces = piecesOf(expression, domain.bounded, loss.parameters);
    if (agree(loss, pieces)) {
      const reason = 'where its max, min or abs switches, the slopes on both sides are the same';
      return { outcome: 'holds', evidence: certified(where, reason) };
    }
    const isCut = piecesOf(expression, domain.bounded, pointBox(middleOf(loss))).every(({ isSmooth }) => isSmooth);
    if (!isCut) return open(where, 'its max, min or abs may switch at a place that was not separated');
    return {
      outcome: 'holds',
      evidence: { grade: 'sampled', domain: where, reason: 'no jump of the slope was found' },
    };
  }
  if (kinds.has('root')) return { outcome: 'holds', evidence: certified(where, 'its roots are of positive numbers') };
  const flat = 'the corner of [w]₊ lies where its power is flat';
  if (!isDefined) return { outcome: 'holds', evidence: certified(where, flat) };
  return { outcome: 'holds', evidence: symbolic(joined(domain.wholeText, usualParameterText(loss)), flat) };
}

function open(domain: string, reason: string): Pick<Statement, 'outcome' | 'evidence'> {
  return { outcome: 'open', evidence: { grade: 'sampled', domain, reason } };
}

/** Tells if all pieces are smooth, and each goes over into the next with the very same slope. */
function agree(loss: LossExpressions, pieces: readonly Piece[]): boolean {
  if (!pieces.every(({ isSmooth }) => isSmooth)) return false;
  return seamsOf(pieces).every((seam) => {
    const jump = jumpOf(loss.parameters, seam);
    return jump?.lower === 0 && jump.upper === 0;
  });
}

function isProvenPositive(loss: LossExpressions, expression: CoreExpression, x: Interval): boolean {
  const range = rangeOver((box) => jetOver(expression, box)?.value, boxOf(loss, x));
  return range !== undefined && range.lower > 0;
}

/** Lists the corners between smooth pieces in order, with the parameters at the middle of their ranges. */
function cornersIn(loss: LossExpressions, expression: CoreExpression, domain: Domain): Corner[] {
  const found = cornersBetween(loss, expression, domain);
  // A power's own corner may lie so near to another that the two are one narrow piece, in which neither is seen.
  const isNew = ({ at }: Corner): boolean =>
    found.every((one) => Math.abs(one.at - at) > ONE_PLACE * (1 + Math.abs(at)));
  return [...found, ...cornersBetween(loss, withOpenPowers(expression), domain).filter(isNew)].toSorted(
    (a, b) => a.at - b.at,
  );
}

function cornersBetween(loss: LossExpressions, expression: CoreExpression, { bounded }: Domain): Corner[] {
  const parameters = pointBox(middleOf(loss));
  return certainSeams(piecesOf(expression, bounded, parameters)).flatMap((seam): Corner[] => {
    const { zone } = seam;
    const jump = jumpOf(parameters, seam);
    if (jump === undefined) return [];
    if (jump.lower > 0 || jump.upper < 0) return [{ at: zone.upper, order: 1, jump }];
    const [left, right] = [seam.left, seam.right].map((part) => jetOver(part, boxOf({ parameters }, zone))?.second);
    const bends = left && right && (left.upper < right.lower || right.upper < left.lower);
    return bends === true ? [{ at: zone.upper, order: 2, jump }] : [];
  });
}

/** Rewrites every [w]₊ᵖ such that it is cut where w is 0: its curvature may jump there. */
function withOpenPowers(expression: CoreExpression): CoreExpression {
  if (expression.kind === 'number' || expression.kind === 'symbol') return expression;
  if ('of' in expression) return { kind: expression.kind, of: withOpenPowers(expression.of) };
  const [a, b] = [withOpenPowers(expression.a), withOpenPowers(expression.b)];
  if (powerOfPositivePart(expression) === undefined) return { kind: expression.kind, a, b };
  return { kind: expression.kind, a: { kind: 'product', a: number(1), b: a }, b };
}

/** A part that may make a corner. */
interface Joint {
  readonly kind: 'switch' | 'positive-part' | 'root';
  /** The expression that is 0 where the part switches; of a root, the radicand. */
  readonly apart: CoreExpression;
}

function jointsOf(expression: CoreExpression): Joint[] {
  if (expression.kind === 'number' || expression.kind === 'symbol' || isConstant(expression)) return [];
  const positivePart = powerOfPositivePart(expression);
  if (positivePart !== undefined) {
    return [{ kind: 'positive-part', apart: positivePart.of }, ...jointsOf(positivePart.of)];
  }
  const inner = 'of' in expression ? jointsOf(expression.of) : [...jointsOf(expression.a), ...jointsOf(expression.b)];
  switch (expression.kind) {
    case 'max':
    case 'min':
    case 'abs':
      return [{ kind: 'switch', apart: gapOf(expression) }, ...inner];
    case 'sqrt':
      return [{ kind: 'root', apart: expression.of }, ...inner];
    case 'power':
      return isRoot(expression) ? [{ kind: 'root', apart: expression.a }, ...inner] : inner;
    default:
      return inner;
  }
}

/** Tells if the base depends on x and the exponent is, or may be, between 0 and 1. */
function isRoot({ a, b }: Extract<CoreExpression, { kind: 'power' }>): boolean {
  const exponent = constantValue(b);
  return !isConstant(a) && (exponent === undefined || (exponent > 0 && exponent < 1));
}

/** Tells if the rules leave room for the joint to switch. */
function mayCross(loss: LossExpressions, { apart, kind }: Joint, domain: Domain): boolean {
  return [usualSpans(loss), givenSpans(loss)].every((spans) => {
    const { sign } = shapeOf(apart, { ...spans, [VARIABLE]: domain.whole });
    if (kind === 'root') return (sign & ZERO) !== 0;
    return !within(sign, NON_NEGATIVE) && !within(sign, NON_POSITIVE);
  });
}
