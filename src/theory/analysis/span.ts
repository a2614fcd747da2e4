/** Ranges of the symbols of a formula. */
import type { Interval } from '../algebra/interval.js';
import { ANY, NEGATIVE, NON_NEGATIVE, POSITIVE, ZERO, type Sign } from './sign.js';

/** The range of a symbol: an interval, and the signs that occur, which tell (0, ∞) from [0, ∞). */
export interface Span {
  readonly range: Interval;
  readonly sign: Sign;
}

/** The span of each symbol, x among them. */
export type Spans = Readonly<Record<string, Span>>;

export const LINE: Span = { range: { lower: -Infinity, upper: Infinity }, sign: ANY };
export const POSITIVE_NUMBERS: Span = { range: { lower: 0, upper: Infinity }, sign: POSITIVE };
export const NON_NEGATIVE_NUMBERS: Span = { range: { lower: 0, upper: Infinity }, sign: NON_NEGATIVE };

export function spanOf({ lower, upper }: Interval): Span {
  const sign = (lower < 0 ? NEGATIVE : 0) | (lower <= 0 && upper >= 0 ? ZERO : 0) | (upper > 0 ? POSITIVE : 0);
  return { range: { lower, upper }, sign };
}
