/**
 * The eight losses of the family as formulae: Table 1 of the paper in the words of this workbench. `src/losses` has them by
 * hand; tests hold the two against each other.
 */
import type { LossName } from '../losses/named-losses.js';

/** φ and ψ of a named loss as text. */
export interface NamedFormulae {
  readonly phi: string;
  readonly psi: string;
  /** The symbol of each parameter of the named loss. */
  readonly symbols: Readonly<Record<string, string>>;
}

/** φ and ψ of every named loss as text. */
export const NAMED_FORMULAE = {
  infonce: { phi: 'tau*log(eps + x)', psi: 'exp(x/tau)', symbols: { temperature: 'tau', epsilon: 'eps' } },
  mine: { phi: 'log(x)', psi: 'exp(x)', symbols: {} },
  triplet: { phi: 'x', psi: 'max(0, x + eps)', symbols: { epsilon: 'eps' } },
  'soft-triplet': {
    phi: 'tau*log(1 + x)',
    psi: 'exp(x/tau + eps)',
    symbols: { temperature: 'tau', epsilon: 'eps' },
  },
  'n-plus-one-tuplet': { phi: 'log(1 + x)', psi: 'exp(x)', symbols: {} },
  'lifted-structured': { phi: 'max(0, log(x))^2', psi: 'exp(x + eps)', symbols: { epsilon: 'eps' } },
  'modified-triplet': { phi: 'x', psi: 'sigmoid(c*x)', symbols: { steepness: 'c' } },
  'triplet-contrastive': { phi: 'x', psi: 'x', symbols: {} },
} as const satisfies Record<LossName, NamedFormulae>;
