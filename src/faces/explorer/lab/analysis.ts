/** The theory of a chosen loss or importance, computed by the library in about the time that a reader takes to look up. */
import { analyseChosen, CHOSEN_NAMES, type ChosenAnalysis } from '../../../theory/analysis/chosen-importance.js';
import { analyseLoss, type LossAnalysis } from '../../../theory/analysis/analyse-loss.js';
import { analyseDistances, type DistanceAnalysis } from '../../../theory/analysis/analyse-distances.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { isLoss, isOfDistances, type Chosen } from './chosen.js';
import { madeDistances, textsOf } from './made.js';

export type Analysis =
  | { readonly kind: 'loss'; readonly analysis: LossAnalysis }
  | { readonly kind: 'distances'; readonly analysis: DistanceAnalysis }
  | { readonly kind: 'chosen'; readonly analysis: ChosenAnalysis }
  /** No analysis, with the reason. */
  | { readonly kind: 'none'; readonly reason: string };

export function analysisOf(chosen: Chosen): Analysis {
  if (isLoss(chosen) || isOfDistances(chosen)) {
    try {
      return isLoss(chosen)
        ? { kind: 'loss', analysis: analyseLoss(textsOf(chosen)) }
        : { kind: 'distances', analysis: analyseDistances(madeDistances(chosen)) };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return { kind: 'none', reason: error.message };
    }
  }
  const name = chosen.kind === 'importance' ? CHOSEN_NAMES.find((known) => known === chosen.name) : undefined;
  if (name !== undefined) return { kind: 'chosen', analysis: analyseChosen(name) };
  return {
    kind: 'none',
    reason: 'The theory speaks of losses and of the four importances of Tian (2022); this one has weights and no more.',
  };
}
