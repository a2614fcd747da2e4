/** Formulae as functions of their variable. */
import { lineFunction } from '#line-function';
import { VARIABLE } from './expression.js';
import type { Formula } from './formula.js';
import { straightLine, type Values } from './straight-line.js';

/**
 * @param values of every symbol but the variable
 * @param variable the name of the argument
 * @returns a function that gives NaN where the formula has no real value, and ±∞ where it overflows
 * @throws InvalidInput when a symbol has no value, or one that is not finite
 */
export function compileFormula(formula: Formula, values: Values, variable: string = VARIABLE): (x: number) => number {
  return lineFunction(straightLine(formula, values, variable));
}
