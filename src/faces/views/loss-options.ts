/** A loss or α that is given, as options of a command line. */
import { shellWord } from '../../base/shell-word.js';
import type { Given } from '../../claims/claim.js';

export function lossOptions(given: Given): string {
  const { parameters = {} } = 'distances' in given ? given.distances : given;
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const options = optionsOf(given);
  return values.length === 0 ? options : `${options} --set ${values.join(',')}`;
}

function optionsOf(given: Given): string {
  if ('phi' in given) return `--phi ${shellWord(given.phi)} --psi ${shellWord(given.psi)}`;
  if (!('distances' in given)) return `--alpha ${shellWord('alpha' in given ? given.alpha : given.name)}`;
  const { distances } = given;
  if ('name' in distances) return `--loss ${shellWord(distances.name)}`;
  const sums = Object.entries(distances.sums ?? {}).map(([name, text]) => `--sum ${shellWord(`${name}=${text}`)}`);
  return [`--anchor ${shellWord(distances.anchor)}`, ...sums].join(' ');
}
