/** Counterexamples of many distances in few words. */
import type { Statement } from '../../theory/analysis/statement.js';

/** Returns a statement whose counterexample names negatives at one distance once, `each of 62 negatives`, in four digits. */
export function atFewPlaces(statement: Statement): Statement {
  const { witness } = statement;
  return witness === undefined ? statement : { ...statement, witness: { ...witness, at: fewPlaces(witness.at) } };
}

const DIGITS = 4;

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
