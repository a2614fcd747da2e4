/**
 * Makes losses of two formulae, named ones among them.
 *
 * The symbolic forms of log Σ ψ and φ(eˡ) are found where ψ is exponential and φ can follow it, and the loss is then computed in the
 * log domain.
 */
import { lineFunction } from '#line-function';
import { requireText } from '../../base/option-checks.js';
import type { Loss } from './loss.js';
import type { LossFormulae } from './loss-formulae.js';
import type { LogScaleSlopes, ScalarFunction } from './scalar-function.js';
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

/**
 * Makes a loss of two formulae.
 *
 * @throws InvalidInput that names the column when a formula is none, has no real value, or falls, as far as sampling at
 *   margins from −2 to 2 shows; these are all that views of length 1 have
 * @example
 * const loss = lossFromFormulae({ phi: 'tau*log(1 + x)', psi: 'exp(x/tau)', parameters: { tau: 0.5 } });
 * loss.psi.value(1); // 7.3891 = Math.exp(2)
 * loss.phi.derivative(1); // 0.25 = 0.5 / (1 + 1)
 */
export function lossFromFormulae(given: LossFormulae): Loss {
  return formulaeOfLoss(given).loss;
}

/** The loss with the formulae that it was made of, for who computes with these in a way of his own. */
interface FormulaeOfLoss {
  readonly loss: Loss;
  readonly phi: Formula;
  readonly psi: Formula;
  /** φ(eˡ) in l, under the name of the variable, where it can be had without eˡ. */
  readonly composed: Formula | undefined;
}

/**
 * Makes a loss of two formulae, and returns them with it.
 *
 * @throws InvalidInput as `lossFromFormulae`
 * @example
 * const { phi, composed } = formulaeOfLoss({ phi: 'log(1 + x)', psi: 'exp(x)' });
 * phi.text; // 'log(1 + x)'
 * composed?.text; // 'log(1 + exp(x))'
 */
export function formulaeOfLoss(given: LossFormulae): FormulaeOfLoss {
  const { parameters = {} } = given;
  requireText('φ', given.phi);
  requireText('ψ', given.psi);
  const { phi, psi } = readFormulae(given);
  const loss = compiledLoss(
    { name: 'formulae', title: `φ = ${given.phi}, ψ = ${given.psi}`, parameters },
    { ...given, parameters },
  );
  requireIncreasing({ phi, psi }, loss);
  return { loss, phi, psi, composed: loss.phi.ofExponent && readFormulae(given).composed };
}

/**
 * Makes a loss of formulae that are known to be those of a loss.
 *
 * @param about what the loss is called, with its parameters by name
 * @throws InvalidInput that names the column when a formula is none, and when a symbol has no value
 */
export function compiledLoss(
  about: Pick<Loss, 'name' | 'title' | 'parameters'>,
  formulae: Required<LossFormulae>,
): Required<Loss> {
  return { ...about, ...compiled(formulae), formulae };
}

/** Formulae that were read, with what is derived of them for any values of the parameters. */
interface ReadFormulae {
  readonly phi: Formula;
  readonly psi: Formula;
  /** φ(eˡ), l under the name of the variable. */
  readonly composed: Formula;
  /** log ψ, in closed form and as it is. */
  readonly logPsi: Formula;
  readonly plainLogPsi: Formula;
}

const readFormulae = lately(
  ({ phi, psi, parameters = {} }: LossFormulae): ReadFormulae => {
    const names = Object.keys(parameters);
    const [outer, inner] = [parseFormula(phi, names, 'φ'), parseFormula(psi, names, 'ψ')];
    const log = call('log', inner.expression);
    return {
      phi: outer,
      psi: inner,
      composed: formulaOf(simplified(substitute(outer.expression, VARIABLE, call('exp', symbol(VARIABLE))))),
      logPsi: formulaOf(simplified(log)),
      // Not simplified: log u − log(u + v) would lose what the logarithm of their quotient keeps.
      plainLogPsi: formulaOf(log),
    };
  },
  ({ phi, psi, parameters = {} }) => joined(phi, psi, ...Object.keys(parameters)),
);

const compiled = lately(
  (given: Required<LossFormulae>): Pick<Loss, 'phi' | 'psi'> => {
    const { parameters } = given;
    const { phi, psi, composed, logPsi, plainLogPsi } = readFormulae(given);
    const outer = scalarFunction(phi, parameters);
    const course = courseOf(composed, parameters);
    const ofExponent = ofExponentOf(course);
    const logLine = logLineOf(logPsi, parameters);
    return {
      phi: { ...outer, ...(ofExponent !== undefined && { ofExponent }), onLogScale: logScaleSlopesOf(outer, course) },
      psi: {
        ...scalarFunction(psi, parameters),
        ...(logLine === undefined ? { logJet: jetOf(courseOf(plainLogPsi, parameters)) } : { logLine }),
      },
    };
  },
  ({ phi, psi, parameters }) => joined(phi, psi, ...Object.entries(parameters).flat()),
);

/** Joins what tells inputs apart; texts of formulae are of one line each. */
function joined(...texts: readonly unknown[]): string {
  return texts.map(String).join('\n');
}

/** Remembers what a function made of the inputs that came last. @param keyOf what tells inputs apart */
function lately<Input, Output>(make: (input: Input) => Output, keyOf: (input: Input) => string): typeof make {
  const made = new Map<string, Output>();
  return (input) => {
    const key = keyOf(input);
    const before = made.get(key);
    if (before !== undefined) return before;
    const now = make(input);
    made.set(key, now);
    const [oldest] = made.keys();
    if (made.size > MOST_REMEMBERED && oldest !== undefined) made.delete(oldest);
    return now;
  };
}

/** More than a check asks for at a time. */
const MOST_REMEMBERED = 256;

/** A formula and its first two derivatives as functions of its variable. */
interface Course {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
  readonly secondDerivative: (x: number) => number;
}

/**
 * Compiles a formula with its derivatives. Where there are exponentials, derivatives are made of the steps of the formula, which are in the log domain; else of the
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

/** The line of log ψ, where it is one in x. */
function logLineOf(log: Formula, parameters: Values): ScalarFunction['logLine'] {
  const slope = differentiate(log);
  if (slope.symbols.has(VARIABLE)) return undefined;
  const [rate, shift] = [compileFormula(slope, parameters)(0), compileFormula(log, parameters)(0)];
  return Number.isFinite(rate) && rate !== 0 && Number.isFinite(shift) ? { rate, shift } : undefined;
}

function jetOf({ value, derivative, secondDerivative }: Course): NonNullable<ScalarFunction['logJet']> {
  return (x) => ({ value: value(x), slope: derivative(x), bend: secondDerivative(x) });
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
