/** φ and ψ that no loss of the family has are refused before anything is computed with them. */
import type { Loss } from './loss.js';
import { compileFormula } from '../formula/compile-formula.js';
import { constantFault, fallsFault, lackFault, type FormulaName } from './family-faults.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import type { Values } from '../formula/straight-line.js';

/** Margins d²ᵢ − d²ᵢⱼ of views of length 1. */
export const SAMPLED_MARGINS = Array.from({ length: 161 }, (_, k) => -2 + k / 40);

/** Negatives of an anchor. */
export const SAMPLED_COUNTS = [1, 2, 8, 64, 512];

/**
 * By sampling; `analyse` proves more.
 *
 * @throws InvalidInput, one line with the column, where a formula has no finite real value, falls, or never rises
 */
export function requireIncreasing({ phi, psi }: { readonly phi: Formula; readonly psi: Formula }, loss: Loss): void {
  const logarithmic = loss.psi.logLine !== undefined && loss.phi.ofExponent !== undefined;
  const { parameters } = loss;
  const itself = (x: number): number => x;
  if (logarithmic) {
    const { rate, shift } = loss.psi.logLine;
    if (rate < 0) throw fallsFault('ψ', psi, { x: 0 }, loss.psi.derivative(0));
    const exponents = SAMPLED_MARGINS.flatMap((x) => SAMPLED_COUNTS.map((n) => rate * x + shift + Math.log(n)));
    const { value, derivative } = loss.phi.ofExponent;
    const slope = loss.phi.derivative;
    requireRising('φ', phi, { value, derivative, slope }, exponents, (l) => Math.exp(l), parameters);
    return;
  }
  requireRising('ψ', psi, { ...loss.psi, slope: loss.psi.derivative }, SAMPLED_MARGINS, itself, parameters);
  const sums = SAMPLED_MARGINS.flatMap((x) => SAMPLED_COUNTS.map((n) => n * loss.psi.value(x)));
  requireRising('φ', phi, { ...loss.phi, slope: loss.phi.derivative }, sums, itself, parameters);
}

interface Course {
  readonly value: (at: number) => number;
  readonly derivative: (at: number) => number;
  /** The slope of the formula itself, for messages. */
  readonly slope: (x: number) => number;
}

function requireRising(
  name: FormulaName,
  formula: Formula,
  { value, derivative, slope }: Course,
  points: readonly number[],
  place: (at: number) => number,
  parameters: Values,
): void {
  let rises = false;
  for (const at of points) {
    const x = place(at);
    if (!Number.isFinite(value(at)) || !Number.isFinite(derivative(at))) throw notFinite(name, formula, x, parameters);
    // A slope of 0 that rounding has put below 0 is none.
    if (derivative(at) < -1e-12 * Math.max(1, Math.abs(value(at)))) throw fallsFault(name, formula, { x }, slope(x));
    rises ||= derivative(at) > 0;
  }
  if (!rises) throw constantFault(name, formula);
}

function notFinite(name: FormulaName, formula: Formula, x: number, parameters: Values): Error {
  const valueOf = (part: Formula['expression']): number => compileFormula(formulaOf(part), parameters)(x);
  return lackFault(
    name,
    formula,
    { x },
    { isSound: (part) => Number.isFinite(valueOf(part)), valueOf, lack: 'no finite slope' },
  );
}
