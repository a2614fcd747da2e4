/** Formulae as functions of their variable. */
import { lineFunction } from '#line-function';
import { VARIABLE } from './expression.js';
import type { Formula } from './formula.js';
import { straightLine, type Values } from './straight-line.js';

/**
 * Makes a function of a formula.
 *
 * @param values of every symbol but the variable
 * @param variable the name of the argument
 * @returns a function that gives NaN where the formula has no real value, and ±∞ where it overflows
 * @throws InvalidInput when a symbol has no value, or one that is not finite
 * @example
 * const psi = compileFormula(parseFormula('exp(x/tau)', ['tau']), { tau: 0.5 });
 * psi(1); // 7.3891 = Math.exp(1 / 0.5)
 * psi(1000); // Infinity
 */
export function compileFormula(formula: Formula, values: Values, variable: string = VARIABLE): (x: number) => number {
  return lineFunction(straightLine(formula, values, variable));
}
