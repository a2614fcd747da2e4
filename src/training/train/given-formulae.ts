/** Losses that are typed as formulae: which loss of a run they are, and the checks of φ and ψ that every command makes. */
import { InvalidInput } from '../../base/invalid-input.js';
import { parameterValues, requireUsedSymbols } from '../../theory/formula/parameter-values.js';
import { lossFromFormulae } from '../../theory/losses/loss-from-formulae.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { importanceChoice } from '../step/importance-choice.js';
import { requireDistances } from './given-distances.js';
import type { RunConfig } from './run-options.js';

/** Whoever gives formulae means them, and need not name the loss. */
export function lossOfFormulae(given: Readonly<Record<string, unknown>>): string | undefined {
  if (given['phi'] !== undefined || given['psi'] !== undefined) return 'formulae';
  if (given['anchor'] !== undefined || given['sum'] !== undefined) return 'distance-formulae';
  return given['alpha'] === undefined ? undefined : 'alpha-cl-formula';
}

/** Returns both formulae. @throws InvalidInput unless both are given */
export function bothFormulae(phi: string | undefined, psi: string | undefined): Pick<LossFormulae, 'phi' | 'psi'> {
  if (phi !== undefined && psi !== undefined) return { phi, psi };
  throw new InvalidInput(`--${phi === undefined ? 'phi' : 'psi'} is missing: the loss formulae needs --phi and --psi`);
}

/** Values of τ and ε for formulae that use them, unless they are given. */
const USUAL: Readonly<Record<string, number>> = { tau: 0.5, eps: 1 };

/**
 * Adds the usual values of τ and ε where φ or ψ uses them and no value is given.
 *
 * @param option that gave the values, in errors
 * @throws InvalidInput on a value for a symbol that neither formula has
 */
export function withUsual<Value>(
  { phi, psi }: Pick<LossFormulae, 'phi' | 'psi'>,
  given: Readonly<Record<string, Value>>,
  option = '--set',
): Record<string, Value | number> {
  requireUsedSymbols(option, given, [
    ['φ', phi],
    ['ψ', psi],
  ]);
  return { ...usualIn(`${phi} ${psi}`), ...given };
}

/** Returns the usual values of the symbols that formulae have. */
export function usualIn(text: string): Record<string, number> {
  return Object.fromEntries(Object.entries(USUAL).filter(([name]) => new RegExp(String.raw`\b${name}\b`).test(text)));
}

/**
 * Returns the parameters of a loss that is given as formulae, as a run stores them.
 *
 * @throws InvalidInput when the loss is one of formulae and they are missing, or are none
 */
export function formulaeOptions({
  loss,
  phi,
  psi,
  alpha,
  anchor,
  sum = '',
  set = '',
}: Pick<RunConfig, 'loss' | 'phi' | 'psi' | 'alpha' | 'anchor' | 'sum' | 'set'>): Pick<RunConfig, 'set'> {
  if (loss === 'formulae') {
    const both = bothFormulae(phi, psi);
    const given = parameterValues(set);
    const parameters = withUsual(both, given);
    lossFromFormulae({ ...both, parameters });
    return withAdded(set, parameters);
  }
  if (loss === 'distance-formulae') {
    const added = withAdded(set, { ...usualIn(`${anchor ?? ''} ${sum}`), ...parameterValues(set) });
    requireDistances({ anchor, sum, set, ...added });
    return added;
  }
  if (loss === 'alpha-cl-formula') {
    if (alpha === undefined) throw new InvalidInput('--alpha is missing: the loss alpha-cl-formula needs it');
    importanceChoice(alpha, parameterValues(set));
  }
  return {};
}

/** Adds to `set` the values that it does not give; what was given stays as it was typed. */
function withAdded(set: string, parameters: Readonly<Record<string, number>>): Pick<RunConfig, 'set'> {
  const given = parameterValues(set);
  const added = Object.keys(parameters).filter((name) => !Object.hasOwn(given, name));
  if (added.length === 0) return {};
  return {
    set: [...(set.trim() === '' ? [] : [set]), ...added.map((name) => `${name}=${parameters[name]}`)].join(','),
  };
}
