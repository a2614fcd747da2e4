/** Explains what is wrong with a φ or ψ that no loss of the family has, in one line that points at a column. */
import type { InvalidInput } from '../../base/invalid-input.js';
import { operandsOf, type Expression } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { columnOf } from '../formula/parse-formula.js';
import { formulaFault } from '../formula/tokens.js';

export type FormulaName = 'φ' | 'ψ';

/** A value for x and for what else has a range. */
export type Place = Readonly<Record<string, number>>;

/** @param slope there, below 0 */
export function fallsFault(name: FormulaName, formula: Formula, place: Place, slope: number): InvalidInput {
  const { x = Number.NaN, ...others } = place;
  const where = Object.keys(others).length === 0 ? '' : ` with ${placeText(others)}`;
  const words = `it falls: ${name}′(${shown(x)}) = ${shown(slope)}${where}, and φ and ψ must increase`;
  return formulaFault(name, columnOf(formula.expression), words);
}

export function constantFault(name: FormulaName, formula: Formula): InvalidInput {
  return formulaFault(
    name,
    columnOf(formula.expression),
    'it is constant for views of length 1, so that every α is 0: let it increase',
  );
}

/** A part of a formula at a place: if it is as it must be, and its value in floating point. */
export interface PartAtPlace {
  readonly isSound: (part: Expression) => boolean;
  readonly valueOf: (part: Expression) => number;
  /** The words for a part that has a value. */
  readonly lack: 'no finite slope' | 'no slope that can be proven';
}

/** The innermost part that is not sound, the first of several, has no value or no slope there. */
export function lackFault(
  name: string,
  { expression }: Formula,
  place: Place,
  { isSound, valueOf, lack: ofSlope }: PartAtPlace,
): InvalidInput {
  const part = innermost(expression, isSound);
  const value = valueOf(part);
  const lack = Number.isNaN(value) ? 'no real value' : Number.isFinite(value) ? ofSlope : 'no finite value';
  return formulaFault(
    name,
    columnOf(part),
    `${formulaOf(part).text} has ${lack} at ${placeText(place)}, which views of length 1 lead to: ` +
      'change it or its parameters',
  );
}

/** The innermost part that is not sound; the whole formula when all parts are. */
export function innermost(expression: Expression, isSound: (part: Expression) => boolean): Expression {
  const within = operandsOf(expression).find((operand) => !isSound(operand));
  return within === undefined ? expression : innermost(within, isSound);
}

function placeText(place: Place): string {
  return Object.entries(place)
    .map(([symbol, value]) => `${symbol} = ${shown(value)}`)
    .join(', ');
}

/** Four digits of a number. */
export function shown(x: number): string {
  return String(Number(x.toPrecision(4)));
}
