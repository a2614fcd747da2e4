/** α-CL as a loss of distances: its α is held fixed and sums to 1 over an anchor's negatives, as in the batch form of 2N views. */
import { InvalidInput } from '../../base/invalid-input.js';
import type { DistanceFormulae } from '../distance-losses/distance-formulae.js';
import { NEGATIVE } from '../distance-losses/distance-program.js';
import { call, substitute, symbol } from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import { parseFormula } from '../formula/parse-formula.js';
import { logLineOf, type Values } from '../formula/straight-line.js';
import type { AlphaFormula } from '../losses/importance-from-formula.js';
import { IMPORTANCES, PARAMETER_SYMBOLS, type ImportanceName } from '../losses/importances.js';

/** An importance by name, with its parameters. */
interface NamedChoice {
  readonly name: ImportanceName;
  readonly parameters?: Values;
}

/** The importance that solves the min player's problem with entropy, whose normalisation makes of it what has a formula. */
const ENTROPY = 'exp(-r/temperature)';

/** Far below any sum of weights that is not 0; keeps 0/0 from being NaN where all weights are. */
const LEAST_SUM = '1e-30';

/**
 * Writes α-CL in p and n: Σ α (p − n) with α = w/Σw held fixed. Where all weights of an anchor are 0, so is its α.
 *
 * @throws InvalidInput on an importance that has no formula
 * @example
 * alphaClFormulae({ alpha: 'exp(-r/tau)', parameters: { tau: 0.5 } }); // { anchor: 'sum(detach(exp(-n/tau)/weights)*(p - n))', sums: { weights: 'exp(-n/tau)' }, parameters: { tau: 0.5 } }
 */
export function alphaClFormulae(choice: AlphaFormula | NamedChoice): DistanceFormulae {
  const { alpha, parameters } = 'alpha' in choice ? { parameters: {}, ...choice } : ofName(choice);
  const names = Object.keys(parameters);
  const read = parseFormula(alpha, names, 'α', ['r', 'd']).expression;
  const inDistance = substitute(read, 'd', call('sqrt', symbol('r')));
  const weight = formulaOf(substitute(inDistance, 'r', symbol(NEGATIVE)));
  const isPositive = logLineOf(weight, { variables: new Set([NEGATIVE]), positive: new Set(), values: parameters });
  const total = isPositive === undefined ? `max(weights, ${LEAST_SUM})` : 'weights';
  return {
    anchor: `sum(detach((${weight.text})/${total})*(p - n))`,
    sums: { weights: weight.symbols.has(NEGATIVE) ? weight.text : `${weight.text} + 0*n` },
    parameters,
  };
}

function ofName({ name, parameters = {} }: NamedChoice): Required<AlphaFormula> {
  const entry = IMPORTANCES[name];
  const formula = name === 'entropy' ? ENTROPY : 'formula' in entry ? entry.formula : undefined;
  if (formula === undefined) {
    const others = [
      'entropy',
      ...Object.keys(IMPORTANCES).filter((one) => 'formula' in IMPORTANCES[one as ImportanceName]),
    ];
    throw new InvalidInput(
      `the importance ${name} has no formula of one pair: choose one of ${others.join(', ')}, or write α as a formula`,
    );
  }
  const values: Values = { ...entry.defaults, ...parameters };
  // Symbols are shorter than names, and those of the docs: τ for the temperature. p is the distance to the positive.
  const symbolOf = (key: string): string =>
    PARAMETER_SYMBOLS[key] === 'p' ? 'power' : (PARAMETER_SYMBOLS[key] ?? key);
  const alpha = Object.keys(values).reduce(
    (text, key) => text.replaceAll(new RegExp(String.raw`\b${key}\b`, 'g'), symbolOf(key)),
    formula,
  );
  return {
    alpha,
    parameters: Object.fromEntries(Object.entries(values).map(([key, value]) => [symbolOf(key), value])),
  };
}
