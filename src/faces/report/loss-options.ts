/** A loss that is given as formulae, as options of a command line. */
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { shellWord } from '../../base/shell-word.js';

export function lossOptions({ phi, psi, parameters = {} }: LossFormulae): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const set = values.length === 0 ? '' : ` --set ${values.join(',')}`;
  return `--phi ${shellWord(phi)} --psi ${shellWord(psi)}${set}`;
}
