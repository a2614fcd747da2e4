/** A loss or α that is given, as options of a command line. */
import { shellWord } from '../../base/shell-word.js';
import type { Given } from '../../claims/claim.js';

export function lossOptions(given: Given): string {
  const options =
    'phi' in given
      ? `--phi ${shellWord(given.phi)} --psi ${shellWord(given.psi)}`
      : `--alpha ${shellWord('alpha' in given ? given.alpha : given.name)}`;
  const values = Object.entries(given.parameters ?? {}).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? options : `${options} --set ${values.join(',')}`;
}
