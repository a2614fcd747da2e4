/** Values of a formula's parameters as they are typed: `tau=0.5,eps=1`. */
import { InvalidInput, quoted, shortened } from '../../base/invalid-input.js';
import { didYouMean } from '../../base/nearest-name.js';
import { parseFormula, requireParameterName } from './parse-formula.js';
import type { Values } from './straight-line.js';

/**
 * Reads values of parameters as they are typed.
 *
 * @param text pairs name=number between commas; empty for none
 * @throws InvalidInput on a pair that is none, a name that no parameter can have or that comes twice, a number that is not
 *   finite
 * @example
 * parameterValues('tau=0.5, eps=1'); // { tau: 0.5, eps: 1 }
 */
export function parameterValues(text: string): Values {
  const values = new Map<string, number>();
  if (text.trim() === '') return {};
  for (const pair of text.split(',')) {
    const [, name = '', number = ''] = /^\s*(\w+)\s*=\s*([-+\d.eE]+)\s*$/.exec(pair) ?? [];
    const value = Number(number);
    if (number === '' || !Number.isFinite(value)) {
      throw new InvalidInput(`--set has "${shortened(pair)}": write name=number, as in tau=0.5,eps=1`);
    }
    requireParameterName(name);
    if (values.has(name)) throw new InvalidInput(`--set gives ${name} twice: leave one out`);
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

/**
 * @param option that gave the values, in errors @param given values by symbol @param formulae as typed, by their names
 * @throws InvalidInput on a value for a symbol that no formula has: under a mistyped one another would keep its usual value.
 *   Faults of the formulae are told first, unless the symbol is nearly one of theirs
 */
export function requireUsedSymbols(
  option: string,
  given: Readonly<Record<string, unknown>>,
  formulae: readonly NamedText[],
): void {
  const symbolsIn = (text: string): string[] => [...text.matchAll(SYMBOL)].map(([name]) => name);
  const used = new Set(formulae.flatMap(([, text]) => symbolsIn(text)));
  const stranger = Object.keys(given).find((name) => !used.has(name));
  if (stranger === undefined) return;
  const known = [
    ...new Set(formulae.flatMap(([name, text]) => symbolsIn(text).filter((one) => !VARIABLES[name].includes(one)))),
  ];
  const hint = didYouMean(stranger, known);
  if (hint === '') {
    const names = [...Object.keys(given), ...USUAL_SYMBOLS];
    for (const [name, text] of formulae.filter(([one]) => one !== 'anchor'))
      parseFormula(text, names, name, name === 'α' ? ['r', 'd'] : ['x']);
  }
  const what = `${option} gives ${quoted(stranger)} a value, and no formula has this symbol`;
  throw new InvalidInput(
    known.length === 0 ? `${what}: leave it out` : `${what}: choose one of ${known.join(', ')}${hint}`,
  );
}

/** The name of a formula, and the formula as typed. */
export type NamedText = readonly [name: 'φ' | 'ψ' | 'α' | 'anchor', text: string];

/** A name that calls nothing. */
const SYMBOL = /\b[A-Za-z]\w*\b(?!\s*[(.])/g;

/** Symbols that have a value where none is given. */
const USUAL_SYMBOLS = ['tau', 'eps'];

/** The variables of each formula; of an anchor the distances, and the counts. */
const VARIABLES: Readonly<Record<NamedText[0], readonly string[]>> = {
  φ: ['x'],
  ψ: ['x'],
  α: ['r', 'd'],
  anchor: ['p', 'n', 'N', 'M', 'P'],
};
