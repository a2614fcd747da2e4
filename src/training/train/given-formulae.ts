/** Losses that are typed as formulae: which loss of a run they are, and the checks of φ and ψ that every command makes. */
import { InvalidInput } from '../../base/invalid-input.js';
import { parameterValues, requireUsedSymbols } from '../../theory/formula/parameter-values.js';
import { lossFromFormulae } from '../../theory/losses/loss-from-formulae.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { importanceChoice } from '../step/importance-choice.js';
import type { RunConfig } from './run-options.js';

/** Whoever gives formulae means them, and need not name the loss. */
export function lossOfFormulae(given: Readonly<Record<string, unknown>>): string | undefined {
  if (given['phi'] !== undefined || given['psi'] !== undefined) return 'formulae';
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
  const used = Object.entries(USUAL).filter(([name]) => new RegExp(String.raw`\b${name}\b`).test(`${phi} ${psi}`));
  return { ...Object.fromEntries(used), ...given };
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
  set = '',
}: Pick<RunConfig, 'loss' | 'phi' | 'psi' | 'alpha' | 'set'>): Pick<RunConfig, 'set'> {
  if (loss === 'formulae') {
    const both = bothFormulae(phi, psi);
    const given = parameterValues(set);
    const parameters = withUsual(both, given);
    lossFromFormulae({ ...both, parameters });
    // What was given stays as it was typed.
    const added = Object.keys(parameters).filter((name) => !Object.hasOwn(given, name));
    const all = [...(set.trim() === '' ? [] : [set]), ...added.map((name) => `${name}=${parameters[name]}`)];
    if (added.length > 0) return { set: all.join(',') };
  }
  if (loss === 'alpha-cl-formula') {
    if (alpha === undefined) throw new InvalidInput('--alpha is missing: the loss alpha-cl-formula needs it');
    importanceChoice(alpha, parameterValues(set));
  }
  return {};
}
