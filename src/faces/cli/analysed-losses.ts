/** The losses that a person chooses for `alpha-cl analyse`, analysed: of either family, with conditions and changes. */
import { InvalidInput } from '../../base/invalid-input.js';
import { analyseDistances } from '../../theory/analysis/analyse-distances.js';
import { analyseLoss } from '../../theory/analysis/analyse-loss.js';
import { changesOf } from '../../theory/analysis/changes.js';
import { changesOfDistances } from '../../theory/analysis/distance-changes.js';
import { conditionsOfDistances } from '../../theory/analysis/distance-conditions.js';
import { conditionsOfFamily } from '../../theory/analysis/family-conditions.js';
import { OutsideFamily } from '../../theory/analysis/outside-family.js';
import { requireFiniteWeights } from '../../theory/analysis/require-finite-weights.js';
import { distanceLatex } from '../../theory/distance-losses/distance-latex.js';
import { largerLoss } from '../../theory/distance-losses/named-distance-losses.js';
import { allowedRanges } from '../../theory/losses/loss-parameters.js';
import { lossEntry } from '../../theory/losses/named-losses.js';
import type { Analysed } from '../report/analysed.js';
import type { ChosenDistances } from './distance-options.js';
import type { Chosen } from './loss-options.js';

/** A loss of either family. */
export type Described = Extract<Chosen, { kind: 'loss' }> | ChosenDistances;

/** Milliseconds for the conditions of one loss, and for these with its changes. */
const [CONDITIONS_TIME, SEARCH_TIME] = [1200, 2000];

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
  const allowed = name === undefined ? undefined : allowedRanges(lossEntry(name));
  const isOver = timer(SEARCH_TIME);
  const conditions = conditionsOfFamily(description, analysis, {
    isOver: timer(CONDITIONS_TIME),
    ...(allowed && { allowed }),
  });
  return { name: title, analysis, conditions, changes: changesOf(description, analysis, { conditions, isOver }) };
}

function analysedDistances({ title, name, loss }: ChosenDistances): Analysed {
  requireFiniteWeights(loss);
  const analysis = analyseDistances(loss);
  const found = name === undefined ? undefined : largerLoss(name);
  const allowed = found && allowedRanges(found);
  const isOver = timer(SEARCH_TIME);
  const conditions = conditionsOfDistances(loss, analysis, {
    isOver: timer(CONDITIONS_TIME),
    ...(allowed && { allowed }),
  });
  return {
    name: title,
    analysis,
    latex: distanceLatex(loss),
    conditions,
    changes: changesOfDistances(loss, analysis, { conditions, isOver }),
  };
}

/** Returns a function that tells if the time of a search has passed. */
function timer(milliseconds: number): () => boolean {
  const start = performance.now();
  return () => performance.now() - start > milliseconds;
}
