/** A loss that is given as formulae, as options of a command line. */
import type { LossFormulae } from '../symbolic/loss-from-formulae.js';

/** Formulae hold no quotation marks: the parser knows none. */
export function lossOptions({ phi, psi, parameters = {} }: LossFormulae): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const set = values.length === 0 ? '' : ` --set ${values.join(',')}`;
  return `--phi '${phi}' --psi '${psi}'${set}`;
}
