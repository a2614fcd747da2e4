/** A loss of distances that is typed as formulae: `--anchor`, `--sum`, `--set`. */
import { InvalidInput, quoted } from '../../base/invalid-input.js';
import type { DistanceFormulae } from '../../theory/distance-losses/distance-formulae.js';
import { distanceLoss } from '../../theory/distance-losses/distance-loss.js';
import { parameterValues } from '../../theory/formula/parameter-values.js';

/** The options of a loss of distances, as typed. */
interface GivenDistances {
  readonly anchor?: string | undefined;
  readonly sum?: string | undefined;
  readonly set?: string | undefined;
}

/** What stands between the sums of a run, which are stored as one text. */
export const BETWEEN_SUMS = ';';

/**
 * Reads the formulae of a loss of distances.
 *
 * @throws InvalidInput on a missing anchor, a sum that is no name=formula or comes twice, and values that are none
 * @example
 * distanceFormulae({ anchor: 'log(u)', sum: 'u=exp((p-n)/tau)', set: 'tau=0.5' }); // { anchor: 'log(u)', sums: { u: 'exp((p-n)/tau)' }, parameters: { tau: 0.5 } }
 */
export function distanceFormulae({ anchor = '', sum = '', set = '' }: GivenDistances): Required<DistanceFormulae> {
  if (anchor === '') throw new InvalidInput('--anchor is missing: give the loss of one anchor, as in p/tau+log(u)');
  const sums: Record<string, string> = {};
  for (const text of sum.split(BETWEEN_SUMS).filter((one) => one.trim() !== '')) {
    const [, name, formula] = /^\s*(\w+)\s*=(.*)$/s.exec(text) ?? [];
    if (name === undefined || formula === undefined) {
      throw new InvalidInput(`--sum has ${quoted(text)}: write name=formula, as in u=exp(-n/tau)`);
    }
    if (Object.hasOwn(sums, name)) throw new InvalidInput(`--sum gives ${name} twice: leave one out`);
    sums[name] = formula.trim();
  }
  return { anchor, sums, parameters: parameterValues(set) };
}

/**
 * Refuses a loss of distances that is none.
 *
 * @throws InvalidInput as `distanceFormulae` and `distanceLoss`
 */
export function requireDistances(given: GivenDistances): void {
  distanceLoss(distanceFormulae(given));
}
