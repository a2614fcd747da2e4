/**
 * Proves that the same number added to all distances of an anchor changes nothing, so that β = Σα: part by part, a part stays what it
 * is or changes at a rate that is the same for all of its terms, as Σ exp(−n/τ) at −1/τ.
 */
import { NEGATIVE, POSITIVE, type DistanceProgram, type Part } from '../distance-losses/distance-program.js';
import { differentiate } from '../formula/differentiate.js';
import {
  number,
  product,
  quotient,
  substitute,
  sum,
  symbol,
  symbolsOf,
  type Expression,
} from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import { simplified } from '../formula/simplify.js';

// No symbol of a formula begins like this.
const SHIFT = symbol('#shift');

/** True if the slope of the loss along a shift of all distances of an anchor is proven to be 0, what is held being held. */
export function isShiftInvariant({ parts, anchor, parameters }: DistanceProgram): boolean {
  /** The rate c at which a part changes, b′ = c·b; undefined where there is none that is the same for all of its terms. */
  const rates = new Map<string, Expression | undefined>();
  const slopeOf = (expression: Expression): Expression | undefined => {
    let so = expression;
    for (const name of [POSITIVE, NEGATIVE]) so = substitute(so, name, sum(symbol(name), SHIFT));
    for (const name of symbolsOf(expression)) {
      if (!rates.has(name)) continue;
      const rate = rates.get(name);
      if (rate === undefined) return undefined;
      if (!isNought(rate)) so = substitute(so, name, product(symbol(name), sum(number(1), product(rate, SHIFT))));
    }
    const slope = differentiate(formulaOf(so), SHIFT.name).expression;
    return simplified(substitute(slope, SHIFT.name, number(0)));
  };
  for (const part of parts) {
    if (part.kind === 'sum') rates.set(part.name, rateOf(part, slopeOf(part.of.expression), parameters));
  }
  const slope = slopeOf(anchor.expression);
  return slope !== undefined && isNought(slope);
}

function isNought(expression: Expression): boolean {
  return expression.kind === 'number' && expression.value === 0;
}

function rateOf(
  { of, over }: Extract<Part, { kind: 'sum' }>,
  slope: Expression | undefined,
  parameters: readonly string[],
): Expression | undefined {
  if (slope === undefined || isNought(slope)) return slope;
  // The distances of other anchors stay where they are.
  if (over === 'anchors') return undefined;
  const rate = simplified(quotient(slope, of.expression));
  return [...symbolsOf(rate)].every((name) => parameters.includes(name)) ? rate : undefined;
}
