/** The losses that a person chooses for `alpha-cl analyse`, analysed: of either family, with conditions and changes. */
import { InvalidInput } from '../../base/invalid-input.js';
import { analyseDistances } from '../../theory/analysis/analyse-distances.js';
import { analyseLoss } from '../../theory/analysis/analyse-loss.js';
import { OutsideFamily } from '../../theory/analysis/outside-family.js';
import { requireFiniteWeights } from '../../theory/analysis/require-finite-weights.js';
import { distanceLatex } from '../../theory/distance-losses/distance-latex.js';
import { searchDistances, searchFamily, type Analysed } from '../report/analysed.js';
import type { ChosenDistances } from './distance-options.js';
import type { Chosen } from './loss-options.js';

/** A loss of either family. */
export type Described = Extract<Chosen, { kind: 'loss' }> | ChosenDistances;

/**
 * Analyses losses.
 *
 * @param outsideFamily treatment of a φ or ψ that is none of the family
 * @throws InvalidInput that names the loss, if there are several, and --force, if that helps
 */
export function analysedLosses(losses: readonly Described[], outsideFamily: 'report' | 'refuse'): Analysed[] {
  return losses.map((described) => {
    try {
      return described.kind === 'loss' ? analysedFamily(described, outsideFamily) : analysedDistances(described);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const which = losses.length === 1 ? '' : `loss "${described.title}": `;
      const way = error instanceof OutsideFamily ? '; --force reports on it all the same' : '';
      throw new InvalidInput(`${which}${error.message}${way}`, { cause: error });
    }
  });
}

function analysedFamily(
  { title, name, description }: Extract<Described, { kind: 'loss' }>,
  outsideFamily: 'report' | 'refuse',
): Analysed {
  const analysis = analyseLoss(description, { outsideFamily });
  return { name: title, analysis, ...searchFamily(description, analysis, name) };
}

function analysedDistances({ title, name, loss }: ChosenDistances): Analysed {
  requireFiniteWeights(loss);
  const analysis = analyseDistances(loss);
  return { name: title, analysis, latex: distanceLatex(loss), ...searchDistances(loss, analysis, name) };
}
