/** The named losses as formulae: what the table of losses says of φ and ψ in the words of this workbench. */
import { NAMED_LOSSES, type LossName } from './named-losses.js';
import { mapValues } from '../../base/map-values.js';

/** φ and ψ of a named loss as text, with the symbols in it. */
export interface NamedFormulae {
  readonly phi: string;
  readonly psi: string;
  /** The symbol of each parameter of the named loss. */
  readonly symbols: Readonly<Record<string, string>>;
  /** The value that a symbol has by default. */
  readonly defaults: Readonly<Record<string, number>>;
}

/** φ and ψ of every named loss as text. */
export const NAMED_FORMULAE = mapValues(NAMED_LOSSES, ({ formulae, parameters }): NamedFormulae => {
  const declared: Readonly<Record<string, { readonly symbol: string; readonly default: number }>> = parameters;
  return {
    ...formulae,
    symbols: mapValues(declared, ({ symbol }) => symbol),
    defaults: Object.fromEntries(Object.values(declared).map(({ symbol, default: value }) => [symbol, value])),
  };
}) as Readonly<Record<LossName, NamedFormulae>>;
