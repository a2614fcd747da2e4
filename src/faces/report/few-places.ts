/** Counterexamples of many distances in few words. */
import type { Statement } from '../../theory/analysis/statement.js';

/**
 * Returns a statement whose counterexample is short: negatives at one distance are named once, `each of 62 negatives`, and numbers
 * have four digits, an enclosure rounded outwards.
 */
export function atFewPlaces(statement: Statement): Statement {
  const { witness } = statement;
  if (witness === undefined) return statement;
  const { lower, upper } = witness.value;
  const value = { lower: rounded(lower, -1), upper: rounded(upper, 1) };
  return { ...statement, witness: { ...witness, at: fewPlaces(witness.at), value } };
}

const DIGITS = 4;

/** Rounds to so many digits, towards −∞ or ∞. */
function rounded(x: number, towards: -1 | 1): number {
  const near = Number(x.toPrecision(DIGITS));
  if (!Number.isFinite(x) || near === x || Math.sign(near - x) === towards) return near;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(x))) + 1 - DIGITS);
  return Number((near + towards * unit).toPrecision(DIGITS));
}

/** Fewer negatives than this are named one by one. */
const MANY = 4;

function fewPlaces(at: Readonly<Record<string, number>>): Record<string, number> {
  // `n1`, and `n1 of one of them` at the end of a chord.
  const places = Object.entries(at).map(([name, x]) => ({ name, x, end: /^n\d+(.*)$/.exec(name)?.[1] }));
  const found = new Map<string, number>();
  for (const { name, x, end } of places) {
    const alike = places.filter((one) => end !== undefined && one.end === end);
    const isOneOfMany = alike.length >= MANY && alike.every((one) => one.x === x);
    found.set(isOneOfMany ? `each of ${alike.length} negatives${end ?? ''}` : name, Number(x.toPrecision(DIGITS)));
  }
  return Object.fromEntries(found);
}
