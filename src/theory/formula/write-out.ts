/** From a sum of products back to an expression, as a person would write it: c·a·b/(d·e), roots as roots, the first term positive. */
import {
  call,
  constant,
  difference,
  negative,
  power,
  product,
  quotient,
  sum as sumOf,
  type Expression,
} from './expression.js';
import { fraction, ofDecimal } from './fraction.js';
import { isOne, negated, singleTerm, valueOf, type Factor, type Sum, type Term } from './polynomial.js';

/** The key of the number e as a base; no symbol of a formula begins like this. */
export const E_KEY = '#e';

/** The formula is left as it was. */
export class Unsimplifiable extends Error {}

/** @throws Unsimplifiable when a number is beyond the range of doubles */
export function expressionOfSum(sum: Sum): Expression {
  const terms = [...sum.values()];
  const leading = Math.max(
    0,
    terms.findIndex(({ coefficient }) => coefficient.n > 0n),
  );
  const [first, ...rest] = [
    ...terms.slice(leading, leading + 1),
    ...terms.slice(0, leading),
    ...terms.slice(leading + 1),
  ];
  if (first === undefined) return constant(0);
  return rest.reduce(
    (so, term) => (isNegative(term) ? difference(so, sizeOf(term)) : sumOf(so, sizeOf(term))),
    isNegative(first) ? negative(sizeOf(first)) : sizeOf(first),
  );
}

function isNegative({ coefficient }: Term): boolean {
  return coefficient.n < 0n;
}

/** The term without its sign. */
function sizeOf({ coefficient, factors }: Term): Expression {
  const [n, d] = [coefficient.n < 0n ? -coefficient.n : coefficient.n, coefficient.d];
  const [above, below] = [numberFactors(n), numberFactors(d)];
  const exponentials: Expression[] = [];
  const simpleFirst = [...factors.values()].toSorted((a, b) => depthOf(a) - depthOf(b));
  for (const factor of simpleFirst) {
    const { base, exponent } = factor;
    if (base.key === E_KEY) exponentials.push(call('exp', expressionOfSum(exponent)));
    else if (isInverse(factor)) below.push(powerOf(base.expression, negated(exponent)));
    else above.push(powerOf(base.expression, exponent));
  }
  const numerator = joined([...above, ...exponentials]);
  return below.length === 0 ? numerator : quotient(numerator, joined(below));
}

/** Symbols before functions and parentheses. */
function depthOf({ base }: Factor): number {
  return base.expression.kind === 'symbol' ? 0 : 1;
}

/** Nothing for 1. */
function numberFactors(value: bigint): Expression[] {
  if (value === 1n) return [];
  const number = Number(value);
  if (!Number.isFinite(number) || ofDecimal(number)?.n !== value) {
    throw new Unsimplifiable(`${value} is not a short number`);
  }
  return [constant(number)];
}

function isInverse({ exponent }: Factor): boolean {
  const only = singleTerm(exponent);
  return only !== undefined && only.coefficient.n < 0n;
}

function powerOf(base: Expression, exponent: Sum): Expression {
  if (isOne(exponent)) return base;
  const value = valueOf(exponent);
  if (value?.n === HALF.n && value.d === HALF.d) return call('sqrt', base);
  return power(base, expressionOfSum(exponent));
}

const HALF = fraction(1n, 2n);

function joined(factors: readonly Expression[]): Expression {
  const [first, ...rest] = factors;
  return first === undefined ? constant(1) : rest.reduce(product, first);
}
