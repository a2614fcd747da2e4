/** An importance of α-CL as data: by its name with parameters, or as a formula in the distance of a pair. */
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { nearestName } from '../../base/nearest-name.js';
import { requireUsedSymbols } from '../../theory/formula/parameter-values.js';
import type { Values } from '../../theory/formula/straight-line.js';
import { importanceFromFormula, type AlphaFormula } from '../../theory/losses/importance-from-formula.js';
import {
  IMPORTANCES,
  IMPORTANCE_NAMES,
  namedImportance,
  PARAMETER_SYMBOLS,
  type Importance,
  type ImportanceName,
} from '../../theory/losses/importances.js';

/** A named importance as data; parameters left out take the defaults of `IMPORTANCES`. */
export interface NamedImportanceChoice {
  readonly name: ImportanceName;
  readonly parameters?: Values;
}

/** A name, or a formula in the distance r. */
export type ImportanceChoice = NamedImportanceChoice | AlphaFormula;

/**
 * Reads α as a person types it.
 *
 * @param typed a name, `direct` or `alpha-cl-direct`, or a formula, `exp(-r^a/tau)`
 * @param values of the parameters; those of a named importance by key or by symbol, `power` or `p`
 * @throws InvalidInput as `importanceFromFormula` and `namedImportance`, on a mistyped name, and on a value that nothing uses
 */
export function importanceChoice(typed: string, values: Values): ImportanceChoice {
  const name = importanceName(typed);
  if (name !== undefined) return { name, parameters: namedParameters(name, values) };
  if (/^[A-Za-z-]+$/.test(typed) && !Object.hasOwn(values, typed) && nearestName(typed, IMPORTANCE_NAMES) !== undefined)
    throw unknownName('importance', typed, IMPORTANCE_NAMES);
  requireUsedSymbols('--set', values, [['α', typed]]);
  const choice = { alpha: typed, parameters: values };
  importanceFromFormula(choice);
  return choice;
}

/**
 * Reads several α that share the values of their parameters: each takes those that it has.
 *
 * @throws InvalidInput as `importanceChoice`, on a value that none of them uses
 */
export function importanceChoices(typed: readonly string[], values: Values): ImportanceChoice[] {
  const takes = (one: string, given: string): boolean => {
    const name = importanceName(one);
    return name !== undefined && keyOf(name, given) !== undefined;
  };
  const strange = Object.entries(values).filter(([given]) => !typed.some((one) => takes(one, given)));
  const formulae = typed.filter((one) => importanceName(one) === undefined);
  requireUsedSymbols(
    '--set',
    Object.fromEntries(strange),
    formulae.map((one) => ['α', one]),
  );
  return typed.map((one) => {
    if (importanceName(one) === undefined) return { alpha: one, parameters: values };
    return importanceChoice(one, Object.fromEntries(Object.entries(values).filter(([given]) => takes(one, given))));
  });
}

/** Finds a parameter of a named importance by its key or its symbol. */
function keyOf(name: ImportanceName, given: string): string | undefined {
  return Object.keys(IMPORTANCES[name].defaults).find((key) => key === given || PARAMETER_SYMBOLS[key] === given);
}

/** Finds a named importance by its name or by that of its objective in training, `alpha-cl-NAME`, whatever the case. */
export function importanceName(typed: string): ImportanceName | undefined {
  const bare = typed
    .trim()
    .toLowerCase()
    .replace(/^alpha-cl-/, '');
  return IMPORTANCE_NAMES.find((name) => name === bare);
}

/**
 * Returns the given parameters of a named importance by key.
 *
 * @param values by key or by symbol
 * @throws InvalidInput on a parameter that it does not have or that is given twice, and on a value out of its range
 */
export function namedParameters(name: ImportanceName, values: Values): Values {
  const given = new Map<string, number>();
  for (const [typed, value] of Object.entries(values)) {
    const key = keyOf(name, typed) ?? typed;
    if (given.has(key)) throw new InvalidInput(`${key} of ${name} is given twice: leave one out`);
    given.set(key, value);
  }
  const parameters = Object.fromEntries(given);
  namedImportance(name, parameters);
  return parameters;
}

/** Makes the function. @throws InvalidInput as `namedImportance` and `importanceFromFormula` */
export function importanceOf(choice: ImportanceChoice): Importance {
  return 'alpha' in choice ? importanceFromFormula(choice).importance : namedImportance(choice.name, choice.parameters);
}
