/** Losses of a configuration that are typed as formulae: which loss they are, and that they are formulae. */
import { InvalidInput } from '../../base/invalid-input.js';
import { importanceFromFormula } from '../../theory/losses/importance-from-formula.js';
import { lossFromFormulae } from '../../theory/losses/loss-from-formulae.js';
import { parameterValues, requireUsedSymbols, type NamedText } from '../../theory/formula/parameter-values.js';
import type { Values } from '../../theory/formula/straight-line.js';
import type { RunConfig } from './run-options.js';

/** Whoever gives formulae means them, and need not name the loss. */
export function lossOfFormulae(given: Readonly<Record<string, unknown>>): string | undefined {
  if (given['phi'] !== undefined || given['psi'] !== undefined) return 'formulae';
  return given['alpha'] === undefined ? undefined : 'alpha-cl-formula';
}

/** @throws InvalidInput when the loss is one of formulae and they are missing, or are none */
export function requireFormulae({ loss, phi, psi, alpha, set = '' }: RunConfig): void {
  if (loss === 'formulae') {
    if (phi === undefined || psi === undefined) {
      throw new InvalidInput(
        `--${phi === undefined ? 'phi' : 'psi'} is missing: the loss formulae needs --phi and --psi`,
      );
    }
    lossFromFormulae({ phi, psi, parameters: valuesIn(set, ['φ', phi], ['ψ', psi]) });
  }
  if (loss === 'alpha-cl-formula') {
    if (alpha === undefined) throw new InvalidInput('--alpha is missing: the loss alpha-cl-formula needs it');
    importanceFromFormula({ alpha, parameters: valuesIn(set, ['α', alpha]) });
  }
}

function valuesIn(set: string, ...formulae: NamedText[]): Values {
  const values = parameterValues(set);
  requireUsedSymbols('--set', values, formulae);
  return values;
}
