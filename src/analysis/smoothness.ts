/**
 * Where a formula has corners. Only max, min, abs and roots can make one; [w]₊ᵖ with p > 1 is continuously differentiable. Where
 * a root may be of 0 nothing is decided.
 *
 * A corner is proven where the two operands of a max or min cross in a narrow interval on whose whole the slopes of the two
 * branches differ.
 */
import { middle, type Interval } from '../intervals/interval.js';
import { rangeOver } from './certify-sign.js';
import { constantValue, negated, number, powerOfPositivePart, VARIABLE, type Expression } from './expression.js';
import { jetOver, pointBox } from './interval-jet.js';
import type { Jet } from './jet-rules.js';
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
import { certified, intervalText, joined, symbolic } from './prove-sign.js';
import { shapeOf } from './shape.js';
import { NON_NEGATIVE, NON_POSITIVE, within, ZERO } from './sign.js';
import type { Statement } from './statement.js';

/** A point at which φ or ψ is not smooth. */
export interface Corner {
  readonly at: number;
  /** 1: the slope jumps; 2: the curvature jumps. */
  readonly order: 1 | 2;
}

export interface Smoothness {
  readonly statement: Statement;
  /** At the middle of the parameters' ranges, in order. */
  readonly corners: readonly Corner[];
}

/** @param variable what stands for x in texts */
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
  if (crossing.length === 0) {
    const evidence = symbolic(
      joined(domain.wholeText, usualParameterText(loss)),
      joints.length === 0 ? 'made of smooth functions alone' : 'its max, min or root never switches there',
    );
    return { statement: { ...about, outcome: 'holds', evidence }, corners: [] };
  }
  const where = joined(`${variable} ∈ ${intervalText(domain.bounded)}`, parameterText(loss));
  const corners = crossing.flatMap((joint) => cornersAt(loss, expression, joint, domain.bounded));
  const sharp = corners.find(({ order }) => order === 1);
  const ordered = corners.map(({ at, order }) => ({ at, order })).toSorted((a, b) => a.at - b.at);
  if (sharp !== undefined) {
    return {
      statement: {
        ...about,
        outcome: 'fails',
        evidence: certified(where, 'the slopes on both sides of a crossing are enclosed and differ'),
        witness: {
          at: { [variable]: sharp.at, ...middleOf(loss) },
          quantity: 'the jump of its slope',
          value: sharp.jump,
        },
      },
      corners: ordered,
    };
  }
  return { statement: { ...about, ...unrefuted(loss, crossing, domain, where) }, corners: ordered };
}

/** What is known where no slope was found to jump. */
function unrefuted(
  loss: LossExpressions,
  crossing: readonly Joint[],
  domain: Domain,
  where: string,
): Pick<Statement, 'outcome' | 'evidence'> {
  const isOfNought = ({ kind, apart }: Joint): boolean =>
    kind === 'root' && !isProvenPositive(loss, apart, domain.bounded);
  if (crossing.some(isOfNought)) {
    const reason = 'where a root is of 0 its slope may jump or have no bound';
    return { outcome: 'open', evidence: { grade: 'sampled', domain: where, reason } };
  }
  const kinds = new Set(crossing.map(({ kind }) => kind));
  if (kinds.has('switch')) {
    return {
      outcome: 'holds',
      evidence: { grade: 'sampled', domain: where, reason: 'no jump of the slope was found' },
    };
  }
  if (kinds.has('root')) return { outcome: 'holds', evidence: certified(where, 'its roots are of positive numbers') };
  const whole = joined(domain.wholeText, usualParameterText(loss));
  return { outcome: 'holds', evidence: symbolic(whole, 'the corner of [w]₊ lies where its power is flat') };
}

function isProvenPositive(loss: LossExpressions, expression: Expression, x: Interval): boolean {
  const range = rangeOver((box) => jetOver(expression, box)?.value, boxOf(loss, x));
  return range !== undefined && range.lower > 0;
}

/** A part that may switch: where `apart` changes sign, `whole` goes over from one branch to the other. A root has one branch. */
interface Joint {
  readonly kind: 'switch' | 'positive-part' | 'root';
  readonly whole: Expression;
  readonly apart: Expression;
  readonly branches: readonly [Expression, Expression];
}

function jointsOf(expression: Expression): Joint[] {
  if (expression.kind === 'number' || expression.kind === 'symbol' || isConstant(expression)) return [];
  const positivePart = powerOfPositivePart(expression);
  if (positivePart !== undefined) {
    const { of } = positivePart;
    const branches = [number(0), { kind: 'power', a: of, b: number(positivePart.exponent) }] as const;
    return [{ kind: 'positive-part', whole: expression, apart: of, branches }, ...jointsOf(of)];
  }
  const inner = 'of' in expression ? jointsOf(expression.of) : [...jointsOf(expression.a), ...jointsOf(expression.b)];
  switch (expression.kind) {
    case 'max':
    case 'min': {
      const { a, b } = expression;
      return [
        { kind: 'switch', whole: expression, apart: { kind: 'sum', a, b: negated(b) }, branches: [a, b] },
        ...inner,
      ];
    }
    case 'abs':
      return [
        { kind: 'switch', whole: expression, apart: expression.of, branches: [expression.of, negated(expression.of)] },
        ...inner,
      ];
    case 'sqrt':
      return [rootOf(expression, expression.of), ...inner];
    case 'power':
      return isRoot(expression) ? [rootOf(expression, expression.a), ...inner] : inner;
    default:
      return inner;
  }
}

function rootOf(whole: Expression, of: Expression): Joint {
  return { kind: 'root', whole, apart: of, branches: [whole, whole] };
}

/** Whether the exponent is below 1, or may be. */
function isRoot({ a, b }: Extract<Expression, { kind: 'power' }>): boolean {
  const exponent = constantValue(b);
  return !isConstant(a) && (exponent === undefined || (exponent > 0 && exponent < 1));
}

/** Whether the rules leave room for the joint to switch. */
function mayCross(loss: LossExpressions, { apart, kind }: Joint, domain: Domain): boolean {
  return [usualSpans(loss), givenSpans(loss)].every((spans) => {
    const { sign } = shapeOf(apart, { ...spans, [VARIABLE]: domain.whole });
    if (kind === 'root') return (sign & ZERO) !== 0;
    return !within(sign, NON_NEGATIVE) && !within(sign, NON_POSITIVE);
  });
}

const STEPS = 4000;
/** Halvings of a step: down to neighbouring doubles. */
const CUTS = 80;

interface ProvenCorner extends Corner {
  readonly jump: Interval;
}

function cornersAt(loss: LossExpressions, whole: Expression, joint: Joint, { lower, upper }: Interval): ProvenCorner[] {
  const parameters = pointBox(middleOf(loss));
  const over = (expression: Expression, x: Interval): Jet | undefined =>
    jetOver(expression, { ...parameters, [VARIABLE]: x });
  const apart = (x: number): number => {
    const value = over(joint.apart, { lower: x, upper: x })?.value;
    return value === undefined ? Number.NaN : middle(value);
  };
  const place = (k: number): number =>
    lower > 0 ? lower * (upper / lower) ** (k / STEPS) : lower + ((upper - lower) * k) / STEPS;
  const found: ProvenCorner[] = [];
  for (let k = 0; k < STEPS; k++) {
    let [left, right] = [place(k), place(k + 1)];
    const [atLeft, atRight] = [apart(left), apart(right)];
    // A zero at a grid point belongs to the step that begins there.
    if (!(atLeft * atRight < 0 || (atLeft === 0 && k > 0))) continue;
    for (let cut = 0; cut < CUTS; cut++) {
      if (atLeft === 0) break;
      const halfway = left / 2 + right / 2;
      if (apart(halfway) * atLeft > 0) left = halfway;
      else right = halfway;
    }
    const at = atLeft === 0 ? left : right;
    const near = { lower: at - NEAR * (1 + Math.abs(at)), upper: at + NEAR * (1 + Math.abs(at)) };
    const [one, other] = joint.branches.map((branch) => over(replaced(whole, joint.whole, branch), near));
    if (one === undefined || other === undefined) continue;
    const jump = { lower: other.first.lower - one.first.upper, upper: other.first.upper - one.first.lower };
    if (jump.lower > 0 || jump.upper < 0) found.push({ at, order: 1, jump });
    else if (one.second.upper < other.second.lower || one.second.lower > other.second.upper) {
      found.push({ at, order: 2, jump });
    }
  }
  return found;
}

const NEAR = 2 ** -40;

function replaced(whole: Expression, part: Expression, by: Expression): Expression {
  if (whole === part) return by;
  if (whole.kind === 'number' || whole.kind === 'symbol') return whole;
  if ('of' in whole) return { kind: whole.kind, of: replaced(whole.of, part, by) };
  return { kind: whole.kind, a: replaced(whole.a, part, by), b: replaced(whole.b, part, by) };
}
