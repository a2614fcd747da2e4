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
  const sums = sumsOf(sum.split(BETWEEN_SUMS).filter((one) => one.trim() !== ''));
  return { anchor, sums, parameters: parameterValues(set) };
}

/** Reads the sums of `--sum`, a name and a formula each. @throws InvalidInput on what is no name=formula, and on a name that comes twice */
export function sumsOf(texts: readonly string[]): Record<string, string> {
  const sums = new Map<string, string>();
  for (const text of texts) {
    const [, name, formula] = /^\s*(\w+)\s*=\s*(.*\S)\s*$/s.exec(text) ?? [];
    if (name === undefined || formula === undefined) {
      throw new InvalidInput(`--sum ${quoted(text)} is no sum: write name=formula, as in u=exp(-n/tau)`);
    }
    if (sums.has(name)) throw new InvalidInput(`--sum gives ${name} twice: leave one out`);
    sums.set(name, formula);
  }
  return Object.fromEntries(sums);
}

/**
 * Refuses a loss of distances that is none.
 *
 * @throws InvalidInput as `distanceFormulae` and `distanceLoss`
 */
export function requireDistances(given: GivenDistances): void {
  distanceLoss(distanceFormulae(given));
}
