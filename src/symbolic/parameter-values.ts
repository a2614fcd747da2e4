/** Values of a formula's parameters as they are typed: `tau=0.5,eps=1`. */
import { InvalidInput, shortened } from '../invalid-input.js';
import { requireParameterName } from './parse-formula.js';
import type { Values } from './straight-line.js';

/**
 * @param text pairs name=number between commas; empty for none
 * @throws InvalidInput on a pair that is none, a name that no parameter can have or that comes twice, a number that is not
 *   finite
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
