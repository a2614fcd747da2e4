/**
 * φ and ψ of a loss that a reader gives, with their derivatives, as intervals.
 *
 * Each step that the compiled function takes is taken with outward rounding, so that an interval holds the number that
 * exact arithmetic gives and the one that floating point gives: its width is what rounding can do to the formula, also where
 * large terms cancel in it. Two intervals that do not meet prove that the exact numbers differ.
 */
import { exponential, logarithm, realPower, wholePower } from '../../src/theory/algebra/elementary.js';
import {
  difference,
  exactly,
  magnitude,
  negative,
  product,
  quotient,
  squareRoot,
  sum,
  total,
  WHOLE_LINE,
  width,
  type Interval,
} from '../../src/theory/algebra/interval.js';
import { logAddExp, logistic } from '../../src/theory/algebra/log-sum-exp.js';
import { differentiate } from '../../src/theory/formula/differentiate.js';
import { VARIABLE } from '../../src/theory/formula/expression.js';
import type { Formula } from '../../src/theory/formula/formula.js';
import type { LossFormulae } from '../../src/theory/losses/loss-formulae.js';
import { parseFormula } from '../../src/theory/formula/parse-formula.js';
import { straightLine, type Operand, type StepOperation, type Values } from '../../src/theory/formula/straight-line.js';

/** A formula and its first two derivatives over an interval. */
interface EnclosedFunction {
  readonly value: (x: Interval) => Interval;
  readonly derivative: (x: Interval) => Interval;
  readonly secondDerivative: (x: Interval) => Interval;
}

export interface EnclosedLoss {
  readonly phi: EnclosedFunction;
  readonly psi: EnclosedFunction;
}

/** By the text of the formulae: every instance of a run asks for the same loss. */
const ENCLOSED = new Map<string, EnclosedLoss>();

/** @throws InvalidInput where a formula is none, or a symbol has no value */
export function enclosedLoss({ phi, psi, parameters = {} }: LossFormulae): EnclosedLoss {
  const key = JSON.stringify([phi, psi, parameters]);
  const known = ENCLOSED.get(key);
  if (known !== undefined) return known;
  const names = Object.keys(parameters);
  const made = {
    phi: enclosedFunction(parseFormula(phi, names, 'φ'), parameters),
    psi: enclosedFunction(parseFormula(psi, names, 'ψ'), parameters),
  };
  ENCLOSED.set(key, made);
  return made;
}

/** ξ of an anchor's margins. */
export function sumOver({ psi }: EnclosedLoss, margins: readonly Interval[]): Interval {
  return total(margins.map(psi.value));
}

/** F(x) = φ(Σⱼ ψ(xⱼ)). */
export function anchorOver(loss: EnclosedLoss, margins: readonly Interval[]): Interval {
  return loss.phi.value(sumOver(loss, margins));
}

/** α = φ′(ξ)ψ′(xⱼ), one interval a margin. */
export function importanceOver(loss: EnclosedLoss, margins: readonly Interval[]): Interval[] {
  const outer = loss.phi.derivative(sumOver(loss, margins));
  return margins.map((x) => product(outer, loss.psi.derivative(x)));
}

/** The numbers, each as the interval of itself alone. */
export function pointsOf(numbers: Iterable<number>): Interval[] {
  return Array.from(numbers, exactly);
}

/** The width of an interval, 0 where it is one number. */
export function widthOf(interval: Interval): number {
  return interval.lower === interval.upper ? 0 : width(interval);
}

function enclosedFunction(formula: Formula, parameters: Values): EnclosedFunction {
  const first = differentiate(formula);
  const [value, derivative, secondDerivative] = [formula, first, differentiate(first)].map((one) =>
    lineOver(one, parameters),
  ) as [EnclosedFunction['value'], EnclosedFunction['value'], EnclosedFunction['value']];
  return { value, derivative, secondDerivative };
}

/** Returns a formula over intervals. @throws InvalidInput where a symbol has no value */
export function lineOver(formula: Formula, parameters: Values): (x: Interval) => Interval {
  const { steps, result } = straightLine(formula, parameters, VARIABLE);
  return (x) => {
    const values: Interval[] = [];
    const valueOf = (operand: Operand): Interval => {
      if (operand === 'x') return x;
      if (typeof operand === 'number') return Number.isFinite(operand) ? exactly(operand) : WHOLE_LINE;
      return values[operand.step] ?? WHOLE_LINE;
    };
    for (const { operation, operands } of steps) values.push(OVER[operation](...operands.map(valueOf)));
    return valueOf(result);
  };
}

/** exp, log1p, tanh of V8, as fdlibm has them, err by less than one unit of the last place; two of them follow one another here. */
const LIBRARY_ERROR = 4 * Number.EPSILON;

/** A function of the library that never falls, rounded outwards. */
function rising(f: (x: number) => number): (a: Interval) => Interval {
  return ({ lower, upper }) => ({ lower: below(f(lower)), upper: above(f(upper)) });
}

/** @param term what the result was added to, where that may be larger than the result */
function below(x: number, term = 0): number {
  return Number.isNaN(x) ? -Infinity : x - (Math.abs(x) + Math.abs(term)) * LIBRARY_ERROR - Number.MIN_VALUE;
}

function above(x: number, term = 0): number {
  return Number.isNaN(x) ? Infinity : x + (Math.abs(x) + Math.abs(term)) * LIBRARY_ERROR + Number.MIN_VALUE;
}

const softplus = rising((x) => logAddExp(0, x));
const tanh = rising(Math.tanh);
const sigmoid = rising(logistic);
const log1p = rising(Math.log1p);
const expm1 = rising(Math.expm1);

/** Each operation over intervals; the whole line where it has no value on part of them. */
const OVER: Readonly<Record<StepOperation, (...operands: Interval[]) => Interval>> = {
  sum: (a = WHOLE_LINE, b = WHOLE_LINE) => sum(a, b),
  difference: (a = WHOLE_LINE, b = WHOLE_LINE) => difference(a, b),
  product: (a = WHOLE_LINE, b = WHOLE_LINE) => product(a, b),
  quotient: (a = WHOLE_LINE, b = WHOLE_LINE) => quotient(a, b),
  power: (a = WHOLE_LINE, b = WHOLE_LINE) => powerOver(a, b),
  negative: (a = WHOLE_LINE) => negative(a),
  exp: (a = WHOLE_LINE) => exponential(a),
  log: (a = WHOLE_LINE) => (a.upper <= 0 ? WHOLE_LINE : logarithm(a)),
  sqrt: (a = WHOLE_LINE) => (a.lower < 0 ? WHOLE_LINE : squareRoot(a)),
  abs: (a = WHOLE_LINE) => magnitude(a),
  max: (...all) => ({ lower: Math.max(...all.map((a) => a.lower)), upper: Math.max(...all.map((a) => a.upper)) }),
  min: (...all) => ({ lower: Math.min(...all.map((a) => a.lower)), upper: Math.min(...all.map((a) => a.upper)) }),
  tanh: (a = WHOLE_LINE) => tanh(a),
  sigmoid: (a = WHOLE_LINE) => sigmoid(a),
  softplus: (a = WHOLE_LINE) => softplus(a),
  step: ({ lower, upper } = WHOLE_LINE) => ({ lower: lower > 0 ? 1 : 0, upper: upper > 0 ? 1 : 0 }),
  sign: ({ lower, upper } = WHOLE_LINE) => ({ lower: Math.sign(lower), upper: Math.sign(upper) }),
  logAddExp: (a = WHOLE_LINE, b = WHOLE_LINE) => ({
    lower: below(logAddExp(a.lower, b.lower), Math.max(a.lower, b.lower)),
    upper: above(logAddExp(a.upper, b.upper), Math.max(a.upper, b.upper)),
  }),
  expm1: (a = WHOLE_LINE) => expm1(a),
  log1p: (a = WHOLE_LINE) => (a.lower <= -1 ? WHOLE_LINE : log1p(a)),
};

function powerOver(base: Interval, exponent: Interval): Interval {
  const p = exponent.lower;
  if (p === exponent.upper && Number.isInteger(p) && Math.abs(p) <= 1024) return wholePower(base, p);
  return base.lower < 0 ? WHOLE_LINE : realPower(base, exponent);
}
