/** Ways to mend a formula: the parts that commonly cost a loss a property, each with the form that is nearest without them. */
import {
  call,
  constant,
  difference,
  number,
  operandsOf,
  power,
  product,
  sum,
  type Expression,
} from '../formula/expression.js';
import { expressionText } from '../formula/write-text.js';

/** A formula with some of its parts replaced. */
export interface Mended {
  /** The first replacement: `softplus(c*x) in place of sigmoid(c*x)`. */
  readonly words: string;
  readonly expression: Expression;
}

/** Returns what stands in place of a part, or nothing where the part may stay. */
type Mending = (part: Expression) => Expression | undefined;

const isNumber = (part: Expression, value: number): boolean => part.kind === 'number' && part.value === value;

/** A corner of max, min or abs becomes round. */
const roundCorners: Mending = (part) => {
  if (part.kind === 'abs') return call('sqrt', sum(power(part.of, number(2)), constant(ROUNDNESS)));
  if (part.kind !== 'max' && part.kind !== 'min') return undefined;
  const { a, b } = part;
  if (part.kind === 'min') return difference(a, call('softplus', difference(a, b)));
  if (isNumber(a, 0)) return call('softplus', b);
  return isNumber(b, 0) ? call('softplus', a) : sum(b, call('softplus', difference(a, b)));
};

const ROUNDNESS = 0.01;

/** A function that levels off, so that its slope falls, goes on instead. */
const goOn: Mending = (part) => {
  switch (part.kind) {
    case 'sigmoid':
      return call('softplus', part.of);
    case 'tanh':
      return call('softplus', product(number(2), part.of));
    case 'log':
    case 'sqrt':
      return part.of;
    case 'min':
      if (operandsOf(part.a).length === 0) return part.b;
      return operandsOf(part.b).length === 0 ? part.a : undefined;
    default:
      return undefined;
  }
};

/** An even power, which turns where its base is 0, is 0 below. */
const clampPowers: Mending = (part) => {
  if (part.kind !== 'power' || part.b.kind !== 'number' || part.b.value % 2 !== 0 || part.a.kind === 'max')
    return undefined;
  return power({ kind: 'max', a: number(0), b: part.a }, part.b);
};

const MENDINGS = [roundCorners, goOn, clampPowers];

/** Returns the formula mended in each way that changes it. */
export function mendedForms(expression: Expression): Mended[] {
  return MENDINGS.flatMap((mending) => {
    let words: string | undefined;
    const replaced = (part: Expression): Expression => {
      const by = mending(part);
      if (by === undefined) return withOperands(part, replaced);
      words ??= inPlaceOf(by, part);
      return by;
    };
    const mended = replaced(expression);
    return words === undefined ? [] : [{ words, expression: mended }];
  });
}

/** Writes a replacement. */
export function inPlaceOf(by: Expression, part: Expression): string {
  return `${expressionText(by)} in place of ${expressionText(part)}`;
}

function withOperands(expression: Expression, change: (part: Expression) => Expression): Expression {
  if (expression.kind === 'number' || expression.kind === 'symbol') return expression;
  if ('of' in expression) return { kind: expression.kind, of: change(expression.of) };
  return { kind: expression.kind, a: change(expression.a), b: change(expression.b) };
}
