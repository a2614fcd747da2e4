/** The losses that code is written of, as a person chooses them: by name, as formulae of either family, or by an α. */
import type { DistanceFormulae } from '../distance-losses/distance-formulae.js';
import { distanceLoss } from '../distance-losses/distance-loss.js';
import { distanceLossEntry, namedDistanceLoss, ofMargins } from '../distance-losses/named-distance-losses.js';
import type { Values } from '../formula/straight-line.js';
import { IMPORTANCES } from '../losses/importances.js';
import { lossFromFormulae } from '../losses/loss-from-formulae.js';
import type { LossFormulae } from '../losses/loss-formulae.js';
import { alphaClFormulae } from './alpha-cl-formulae.js';
import type { CodeSubject } from './code-subject.js';

/** A loss with what its file tells, the command that writes it left out. */
type Chosen = Omit<CodeSubject, 'command'>;

/**
 * Takes a loss by its name.
 *
 * @throws InvalidInput as `namedDistanceLoss`
 */
export function namedSubject(given: string, parameters: Values): Chosen {
  const { name, title, source } = distanceLossEntry(given);
  return { name, title, source, loss: namedDistanceLoss(given, parameters) };
}

/**
 * Takes a loss that is typed: of each anchor's distances, or φ and ψ of the paper's family.
 *
 * @throws InvalidInput as `distanceLoss` and `lossFromFormulae`
 */
export function typedSubject(formulae: DistanceFormulae | LossFormulae): Chosen {
  const own = { name: 'distance', title: 'A loss of your own', source: 'the formula above' };
  if ('anchor' in formulae) return { ...own, loss: distanceLoss(formulae) };
  // Says what is wrong with φ or ψ, not with what they are written as.
  lossFromFormulae(formulae);
  return { ...own, loss: distanceLoss(ofMargins(formulae)) };
}

/**
 * Takes an α of α-CL, by name or as a formula.
 *
 * @throws InvalidInput as `alphaClFormulae`
 */
export function alphaSubject(choice: Parameters<typeof alphaClFormulae>[0]): Chosen {
  const named = 'name' in choice ? IMPORTANCES[choice.name] : undefined;
  return {
    name: 'alpha-cl',
    title: named?.title ?? 'α-CL with an α of your own',
    source: `Tian 2022, arXiv 2201.12680${named === undefined ? '' : `: ${named.source}`}`,
    loss: distanceLoss(alphaClFormulae(choice), { name: 'alpha-cl' }),
  };
}
