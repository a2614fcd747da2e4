/**
 * An importance that is given as a formula in the distance of a pair: α-CL with any α.
 *
 * The variables are r = 1 − cosine = d², in [0, 2] for unit vectors, and d = √r.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import type { Importance } from './importances.js';
import { compileFormula } from '../formula/compile-formula.js';
import { innermost, shown } from './family-faults.js';
import { call, substitute, symbol, VARIABLE } from '../formula/expression.js';
import { formulaOf, type Formula } from '../formula/formula.js';
import { columnOf, parseFormula } from '../formula/parse-formula.js';
import { straightLine, type Values } from '../formula/straight-line.js';
import { formulaFault } from '../formula/tokens.js';

/** An importance as a formula, with values of its parameters. */
export interface AlphaFormula {
  /** α before it is normalised, in r, d and the parameters: `exp(-r^a/tau)`. */
  readonly alpha: string;
  /** A value for every other symbol. */
  readonly parameters?: Values;
}

/** An importance, ready to be computed, with its formula. */
export interface ImportanceOfFormula {
  /** In r, under the name of the variable; d is written out. */
  readonly formula: Formula;
  readonly parameters: Values;
  /** α at a distance r in [0, 2]. */
  readonly weight: (r: number) => number;
  readonly importance: Importance;
}

/** Distances of unit vectors, 1 − cosine. */
export const LARGEST_DISTANCE = 2;

/**
 * Makes an importance of a formula in the distance r = 1 − cosine of a pair, in [0, 2], or d = √r.
 *
 * @throws InvalidInput that names the column when the formula is none, or is negative, infinite or undefined at some distance
 *   from 0 to 2, or 0 at all of them, as far as sampling shows
 * @example
 * const { weight } = importanceFromFormula({ alpha: 'exp(-r/tau)', parameters: { tau: 0.5 } });
 * weight(1); // 0.1353 = Math.exp(-1 / 0.5)
 */
export function importanceFromFormula({ alpha, parameters = {} }: AlphaFormula): ImportanceOfFormula {
  for (const name of [DISTANCE, ROOT]) {
    if (Object.hasOwn(parameters, name)) {
      throw new InvalidInput(`--set gives ${name} a value: it is the distance of a pair; choose another name`);
    }
  }
  const given = parseFormula(alpha, Object.keys(parameters), 'α', [DISTANCE, ROOT]);
  const inDistance = substitute(given.expression, ROOT, call('sqrt', symbol(DISTANCE)));
  const formula = formulaOf(substitute(inDistance, DISTANCE, symbol(VARIABLE)));
  // A parameter without a value is told of before anything is computed.
  straightLine(formula, parameters, VARIABLE);
  const weight = compileFormula(formula, parameters);
  requireWeights(given, weight, parameters);
  return {
    formula,
    parameters,
    weight,
    // Rounding can put 1 − cosine a little outside.
    importance: (distances) => distances.map((r) => weight(Math.min(LARGEST_DISTANCE, Math.max(0, r)))),
  };
}

/** The distance r = d² of a pair, and d. */
const [DISTANCE, ROOT] = ['r', 'd'] as const;

/** Evenly, and closely towards 0, where powers and logarithms are at their worst. */
const DISTANCES = [
  0,
  ...Array.from({ length: 40 }, (_, k) => 10 ** (-8 + k / 5)).filter((r) => r < 1 / 512),
  ...Array.from({ length: 1024 }, (_, k) => ((k + 1) * LARGEST_DISTANCE) / 1024),
];

function requireWeights(given: Formula, weight: (r: number) => number, parameters: Values): void {
  const column = columnOf(given.expression);
  let some = false;
  for (const r of DISTANCES) {
    const value = weight(r);
    if (!Number.isFinite(value)) throw notFinite(given, r, parameters);
    if (value < 0) throw formulaFault('α', column, `it is negative at r = ${shown(r)}: weights must be at least 0`);
    some ||= value > 0;
  }
  if (!some) throw formulaFault('α', column, 'it is 0 at every distance from 0 to 2: let it weigh some pairs');
}

function notFinite({ expression }: Formula, r: number, parameters: Values): Error {
  const valueOf = (part: typeof expression): number =>
    compileFormula(formulaOf(part), { ...parameters, [ROOT]: Math.sqrt(r) }, DISTANCE)(r);
  const part = innermost(expression, (piece) => Number.isFinite(valueOf(piece)));
  const what = Number.isNaN(valueOf(part)) ? 'no real value' : 'no finite value';
  return formulaFault(
    'α',
    columnOf(part),
    `${formulaOf(part).text} has ${what} at r = ${shown(r)}: α must have one at every distance from 0 to 2`,
  );
}
