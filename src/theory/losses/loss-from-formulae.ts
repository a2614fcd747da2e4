/**
 * A loss that is given as two formulae: the same type as a named one, so that all that takes a loss takes it.
 *
 * Where ψ is exponential and φ can follow it, log Σ ψ and φ(eˡ) are found symbolically, and the loss takes the path in the
 * log domain that named losses take.
 */
import { lineFunction } from '#line-function';
import type { Loss } from './loss.js';
import type { LogScaleSlopes, ScalarFunction } from './scalar-functions.js';
import { compileFormula } from '../formula/compile-formula.js';
import { differentiate } from '../formula/differentiate.js';
import { call, parts, substitute, symbol, VARIABLE } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { kinksOf } from '../formula/kinks.js';
import { slopeOfLine } from '../formula/line-slope.js';
import { parseFormula } from '../formula/parse-formula.js';
import { requireIncreasing } from './require-increasing.js';
import { simplified } from '../formula/simplify.js';
import { straightLine, type Values } from '../formula/straight-line.js';

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
  const [phiItself, psiItself] = [scalarFunction(phi, parameters), scalarFunction(psi, parameters)];
  const logLine = logLineOf(psi, parameters);
  const composed = composedWithExponential(phi);
  const course = courseOf(composed, parameters);
  const ofExponent = ofExponentOf(course);
  const loss = {
    name: 'formulae',
    title: `φ = ${phiText}, ψ = ${psiText}`,
    parameters,
    phi: {
      ...phiItself,
      ...(ofExponent !== undefined && { ofExponent }),
      onLogScale: logScaleSlopesOf(phiItself, course),
    },
    psi: { ...psiItself, ...(logLine === undefined ? { logJet: logJetOf(psi, parameters) } : { logLine }) },
  };
  requireIncreasing({ phi, psi }, loss);
  return { loss, phi, psi, composed: ofExponent === undefined ? undefined : composed };
}

/** A formula and its first two derivatives as functions of its variable. */
interface Course {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
  readonly secondDerivative: (x: number) => number;
}

/**
 * Where there are exponentials, derivatives are made of the steps of the formula, which are in the log domain; else of the
 * formula itself, where simplification cancels 1 + x − x as steps cannot.
 *
 * @throws InvalidInput when a symbol has no value
 */
function courseOf(formula: Formula, parameters: Values): Course {
  if (!parts(formula.expression).some(({ kind }) => EXPONENTIALS.has(kind))) {
    const first = differentiate(formula);
    const [value, derivative, secondDerivative] = [formula, first, differentiate(first)].map((one) =>
      compileFormula(one, parameters),
    ) as [Course['value'], Course['derivative'], Course['secondDerivative']];
    return { value, derivative, secondDerivative };
  }
  const line = straightLine(formula, parameters, VARIABLE);
  const slope = slopeOfLine(line);
  return {
    value: lineFunction(line),
    derivative: lineFunction(slope),
    secondDerivative: lineFunction(slopeOfLine(slope)),
  };
}

const EXPONENTIALS: ReadonlySet<string> = new Set(['exp', 'tanh', 'sigmoid', 'softplus']);

/** Value, derivatives and corners of a formula, compiled. @throws InvalidInput when a symbol has no value */
function scalarFunction(formula: Formula, parameters: Values): ScalarFunction {
  const { value, derivative, secondDerivative } = courseOf(formula, parameters);
  const kinks = kinksOf(formula, parameters);
  const fromTheRight = (x: number): number =>
    secondDerivative(kinks.some(({ at }) => at === x) ? x + Number.EPSILON * Math.max(1, Math.abs(x)) * 4 : x);
  return {
    value,
    derivative,
    secondDerivative: kinks.length === 0 ? secondDerivative : fromTheRight,
    lowerBound: lowerBoundOf(value),
    kinks,
  };
}

/** log ψ where it is a line in x. */
function logLineOf(psi: Formula, parameters: Values): ScalarFunction['logLine'] {
  const log = formulaOf(simplified(call('log', psi.expression)));
  const slope = differentiate(log);
  if (slope.symbols.has(VARIABLE)) return undefined;
  const [rate, shift] = [compileFormula(slope, parameters)(0), compileFormula(log, parameters)(0)];
  return Number.isFinite(rate) && rate !== 0 && Number.isFinite(shift) ? { rate, shift } : undefined;
}

function logJetOf(psi: Formula, parameters: Values): NonNullable<ScalarFunction['logJet']> {
  // Not simplified: log u − log(u + v) would lose what the logarithm of their quotient keeps.
  const { value, derivative, secondDerivative } = courseOf(formulaOf(call('log', psi.expression)), parameters);
  return (x) => ({ value: value(x), slope: derivative(x), bend: secondDerivative(x) });
}

/** φ(eˡ), l under the name of the variable. */
function composedWithExponential(phi: Formula): Formula {
  return formulaOf(simplified(substitute(phi.expression, VARIABLE, call('exp', symbol(VARIABLE)))));
}

/** Far beyond the logarithm of the largest double: eˡ is ∞ at one end and 0 at the other. */
const BEYOND_EXPONENTS = [1e5, -1e5];

/** l ↦ φ(eˡ) where that can be had without eˡ. @param course of φ(eˡ) in l */
function ofExponentOf({ value, derivative }: Course): ScalarFunction['ofExponent'] {
  const stays = BEYOND_EXPONENTS.every((l) => Number.isFinite(value(l)) && Number.isFinite(derivative(l)));
  return stays ? { value, derivative } : undefined;
}

/** From about the sixth power on, powers of it that a second derivative has in denominators overflow. */
const LARGE = 1e50;

/** @param course of φ(eˡ) in l */
function logScaleSlopesOf(phi: ScalarFunction, course: Course): (l: number) => LogScaleSlopes {
  return (l) => {
    const [slope, bend] = [course.derivative(l), course.secondDerivative(l)];
    const xi = Math.exp(l);
    // Where eˡ can be formed, its own second derivative keeps the digits that the difference loses in small ones.
    const own = phi.secondDerivative(xi) * xi * xi;
    return { slope, bend, curvature: xi < LARGE && Number.isFinite(own) ? own : bend - slope };
  };
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
