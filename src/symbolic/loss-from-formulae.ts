/**
 * A loss that is given as two formulae: the same type as a named one, so that all that takes a loss takes it.
 *
 * Where ψ is exponential and φ can follow it, log Σ ψ and φ(eˡ) are found symbolically, and the loss takes the path in the
 * log domain that named losses take.
 */
import type { Loss } from '../losses/loss.js';
import type { ScalarFunction } from '../losses/scalar-functions.js';
import { compileFormula } from './compile-formula.js';
import { differentiate } from './differentiate.js';
import { formulaOf, substitute, VARIABLE, type Formula } from './formula.js';
import { kinksOf } from './kinks.js';
import { call, symbol } from './nodes.js';
import { parseFormula } from './parse-formula.js';
import { requireIncreasing } from './require-increasing.js';
import { simplified } from './simplify.js';
import type { Values } from './straight-line.js';

/** A loss as two formulae, with values of their parameters. */
export interface LossFormulae {
  /** φ, in x and the parameters. */
  readonly phi: string;
  readonly psi: string;
  /** A value for every other symbol. */
  readonly parameters?: Values;
}

/**
 * @throws InvalidInput that names the column when a formula is none, has no real value, or falls, as far as sampling at
 *   margins from −2 to 2 shows; these are all that views of length 1 have
 */
export function lossFromFormulae(given: LossFormulae): Loss {
  return formulaeOfLoss(given).loss;
}

/** The loss with the formulae that it was made of, for who computes with these in a way of his own. */
export interface FormulaeOfLoss {
  readonly loss: Loss;
  readonly phi: Formula;
  readonly psi: Formula;
  /** φ(eˡ) in l, under the name of the variable, where it can be had without eˡ. */
  readonly composed: Formula | undefined;
}

/** @throws InvalidInput as `lossFromFormulae` */
export function formulaeOfLoss({ phi: phiText, psi: psiText, parameters = {} }: LossFormulae): FormulaeOfLoss {
  const names = Object.keys(parameters);
  const [phi, psi] = [parseFormula(phiText, names, 'φ'), parseFormula(psiText, names, 'ψ')];
  const logLine = logLineOf(psi, parameters);
  const composed = composedWithExponential(phi);
  const ofExponent = ofExponentOf(composed, parameters);
  const loss = {
    name: 'formulae',
    title: `φ = ${phiText}, ψ = ${psiText}`,
    parameters,
    phi: { ...scalarFunction(phi, parameters), ...(ofExponent !== undefined && { ofExponent }) },
    psi: { ...scalarFunction(psi, parameters), ...(logLine !== undefined && { logLine }) },
  };
  requireIncreasing({ phi, psi }, loss);
  return { loss, phi, psi, composed: ofExponent === undefined ? undefined : composed };
}

/** Value, derivatives and corners of a formula, compiled. @throws InvalidInput when a symbol has no value */
function scalarFunction(formula: Formula, parameters: Values): ScalarFunction {
  const first = differentiate(formula);
  const value = compileFormula(formula, parameters);
  const kinks = kinksOf(formula, parameters);
  const curvature = compileFormula(differentiate(first), parameters);
  const fromTheRight = (x: number): number =>
    curvature(kinks.some(({ at }) => at === x) ? x + Number.EPSILON * Math.max(1, Math.abs(x)) * 4 : x);
  return {
    value,
    derivative: compileFormula(first, parameters),
    secondDerivative: kinks.length === 0 ? curvature : fromTheRight,
    lowerBound: lowerBoundOf(value),
    kinks,
  };
}

/** log ψ where it is a line in x. */
function logLineOf(psi: Formula, parameters: Values): ScalarFunction['logLine'] {
  const log = formulaOf(simplified(call('log', psi.node)));
  const slope = differentiate(log);
  if (slope.symbols.has(VARIABLE)) return undefined;
  const [rate, shift] = [compileFormula(slope, parameters)(0), compileFormula(log, parameters)(0)];
  return Number.isFinite(rate) && rate !== 0 && Number.isFinite(shift) ? { rate, shift } : undefined;
}

/** φ(eˡ), l under the name of the variable. */
function composedWithExponential(phi: Formula): Formula {
  return formulaOf(simplified(substitute(phi.node, VARIABLE, call('exp', symbol(VARIABLE)))));
}

/** Far beyond the logarithm of the largest double: eˡ is ∞ at one end and 0 at the other. */
const BEYOND_EXPONENTS = [1e5, -1e5];

/** l ↦ φ(eˡ) where that can be had without eˡ. */
function ofExponentOf(composed: Formula, parameters: Values): ScalarFunction['ofExponent'] {
  const [value, derivative] = [composed, differentiate(composed)].map((one) => compileFormula(one, parameters)) as [
    (l: number) => number,
    (l: number) => number,
  ];
  const stays = BEYOND_EXPONENTS.every((l) => Number.isFinite(value(l)) && Number.isFinite(derivative(l)));
  return stays ? { value, derivative } : undefined;
}

/** The end of the interval below 1024 on which a function is defined, or −∞; the function is asked at one point an octave. */
function lowerBoundOf(value: (x: number) => number): number {
  const defined = (x: number): boolean => !Number.isNaN(value(x));
  const octaves = Array.from({ length: 21 }, (_, k) => 2 ** (10 - k));
  const descending = [...octaves, 0, ...octaves.toReversed().map((x) => -x)];
  const k = descending.findIndex((x) => !defined(x));
  if (k === -1) return -Infinity;
  let [inside, outside] = [descending[k - 1] ?? Infinity, descending[k] as number];
  if (inside === Infinity) return Infinity;
  for (let halving = 0; halving < 200; halving++) {
    const middle = (inside + outside) / 2;
    if (middle >= inside || middle <= outside) break;
    if (defined(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
