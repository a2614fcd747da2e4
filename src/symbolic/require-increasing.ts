/** φ and ψ that no loss of the family has are refused before anything is computed with them. */
import type { Loss } from '../losses/loss.js';
import { compileFormula } from './compile-formula.js';
import { firstNotFinite } from './first-not-finite.js';
import { formulaOf, type Formula } from './formula.js';
import { columnOf } from './parse-formula.js';
import type { Values } from './straight-line.js';
import { formulaFault } from './tokens.js';

/** Margins d²ᵢ − d²ᵢⱼ of views of length 1. */
const MARGINS = Array.from({ length: 161 }, (_, k) => -2 + k / 40);

/** Negatives of an anchor. */
const COUNTS = [1, 2, 8, 64, 512];

/**
 * By sampling; `analyse` proves more.
 *
 * @throws InvalidInput, one line with the column, where a formula has no finite real value, falls, or never rises
 */
export function requireIncreasing({ phi, psi }: { readonly phi: Formula; readonly psi: Formula }, loss: Loss): void {
  const logarithmic = loss.psi.logLine !== undefined && loss.phi.ofExponent !== undefined;
  const { parameters } = loss;
  if (logarithmic) {
    const { rate, shift } = loss.psi.logLine;
    if (rate < 0) throw falls('ψ', psi, 0);
    const exponents = MARGINS.flatMap((x) => COUNTS.map((n) => rate * x + shift + Math.log(n)));
    const { value, derivative } = loss.phi.ofExponent;
    requireRising('φ', phi, { value, derivative }, exponents, (l) => Math.exp(l), parameters);
    return;
  }
  requireRising('ψ', psi, loss.psi, MARGINS, (x) => x, parameters);
  const sums = MARGINS.flatMap((x) => COUNTS.map((n) => n * loss.psi.value(x)));
  requireRising('φ', phi, loss.phi, sums, (x) => x, parameters);
}

function requireRising(
  name: 'φ' | 'ψ',
  formula: Formula,
  { value, derivative }: { value: (at: number) => number; derivative: (at: number) => number },
  points: readonly number[],
  place: (at: number) => number,
  parameters: Values,
): void {
  let rises = false;
  for (const at of points) {
    if (!Number.isFinite(value(at)) || !Number.isFinite(derivative(at)))
      throw notFinite(name, formula, place(at), parameters);
    // A slope of 0 that rounding has put below 0 is none.
    if (derivative(at) < -1e-12 * Math.max(1, Math.abs(value(at)))) throw falls(name, formula, place(at));
    rises ||= derivative(at) > 0;
  }
  if (!rises) {
    throw formulaFault(
      name,
      rootColumn(formula),
      'it is constant for views of length 1, so that every α is 0: let it increase',
    );
  }
}

function falls(name: string, formula: Formula, x: number): Error {
  return formulaFault(name, rootColumn(formula), `it falls at x = ${shown(x)}: φ and ψ must increase`);
}

function notFinite(name: string, formula: Formula, x: number, parameters: Values): Error {
  const node = firstNotFinite(formula.node, (part) => compileFormula(formulaOf(part), parameters)(x));
  const value = compileFormula(formulaOf(node), parameters)(x);
  const what = Number.isNaN(value) ? 'no real value' : Number.isFinite(value) ? 'no finite slope' : 'no finite value';
  return formulaFault(
    name,
    columnOf(node) ?? 1,
    `${formulaOf(node).text} has ${what} at x = ${shown(x)}, which views of length 1 lead to: change it or its parameters`,
  );
}

function rootColumn({ node }: Formula): number {
  return columnOf(node) ?? 1;
}

function shown(x: number): string {
  return String(Number(x.toPrecision(4)));
}
