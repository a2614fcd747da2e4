/** α-CL as a loss of distances: its α is held fixed and sums to 1 over an anchor's negatives, as in the batch form of 2N views. */
import { InvalidInput } from '../../base/invalid-input.js';
import type { DistanceFormulae } from '../distance-losses/distance-formulae.js';
import { LEVEL, NEGATIVE } from '../distance-losses/distance-program.js';
import { call, substitute, symbol } from '../formula/expression.js';
import { formulaOf } from '../formula/formula.js';
import { parseFormula } from '../formula/parse-formula.js';
import { logLineOf, type Values } from '../formula/straight-line.js';
import type { AlphaFormula } from '../losses/importance-from-formula.js';
import { IMPORTANCE_NAMES, IMPORTANCES, PARAMETER_SYMBOLS, type ImportanceName } from '../losses/importances.js';

/** An importance by name, with its parameters. */
interface NamedChoice {
  readonly name: ImportanceName;
  readonly parameters?: Values;
}

/** Names the level of an anchor, of weights that have one. */
const MU = 'mu';

/** Far below any sum of weights that is not 0; keeps 0/0 from being NaN where all weights are. */
const LEAST_SUM = '1e-30';

/**
 * Writes α-CL in p and n: Σ α (p − n) with α = w/Σw held fixed. Where all weights of an anchor are 0, so is its α. Weights with a level
 * are divided by their sum too, which is 1 up to rounding.
 *
 * @throws InvalidInput on an importance that has no formula
 * @example
 * alphaClFormulae({ alpha: 'exp(-r/tau)', parameters: { tau: 0.5 } }); // { anchor: 'sum(detach(exp(-n/tau)/weights)*(p - n))', sums: { weights: 'exp(-n/tau)' }, parameters: { tau: 0.5 } }
 */
export function alphaClFormulae(choice: AlphaFormula | NamedChoice): DistanceFormulae {
  const { alpha, parameters } = 'alpha' in choice ? { parameters: {}, ...choice } : ofName(choice);
  const names = Object.keys(parameters);
  const read = parseFormula(alpha, names, 'α', 'name' in choice ? ['r', 'd', LEVEL] : ['r', 'd']).expression;
  const inDistance = substitute(read, 'd', call('sqrt', symbol('r')));
  const inLevel = formulaOf(substitute(inDistance, 'r', symbol(NEGATIVE)));
  const hasLevel = inLevel.symbols.has(LEVEL);
  const weight = hasLevel ? formulaOf(substitute(inLevel.expression, LEVEL, symbol(MU))) : inLevel;
  const symbols = { variables: new Set([NEGATIVE]), positive: new Set<string>(), values: parameters };
  const isPositive = hasLevel || logLineOf(weight, symbols) !== undefined;
  const total = isPositive ? 'weights' : `max(weights, ${LEAST_SUM})`;
  return {
    anchor: `sum(detach((${weight.text})/${total})*(p - n))`,
    sums: {
      ...(hasLevel && { [MU]: `level(${inLevel.text})` }),
      weights: weight.symbols.has(NEGATIVE) ? weight.text : `${weight.text} + 0*n`,
    },
    parameters,
  };
}

/** Lists the importances that have a formula of one pair, which code can be written of. */
export function writableImportances(): readonly ImportanceName[] {
  return IMPORTANCE_NAMES.filter((name) => textOf(name) !== undefined);
}

function ofName({ name, parameters = {} }: NamedChoice): Required<AlphaFormula> {
  const entry = IMPORTANCES[name];
  const formula = textOf(name);
  if (formula === undefined) {
    const others = writableImportances().join(', ');
    throw new InvalidInput(
      `the importance ${name} has no formula of one pair: choose one of ${others}, or write α as a formula`,
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

/** Returns what is proportional to the weights of an importance, as text; undefined where there is none. */
function textOf(name: ImportanceName): string | undefined {
  const entry = IMPORTANCES[name];
  return 'formula' in entry ? entry.formula : entry.unnormalised;
}
