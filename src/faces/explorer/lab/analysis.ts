/**
 * The theory of a chosen loss or importance, computed by the library in about the time that a reader takes to look up. Conditions on
 * parameters and changes of the loss take longer, and are searched after it.
 */
import { analyseChosen, CHOSEN_NAMES, type ChosenAnalysis } from '../../../theory/analysis/chosen-importance.js';
import { analyseLoss, type LossAnalysis } from '../../../theory/analysis/analyse-loss.js';
import { analyseDistances, type DistanceAnalysis } from '../../../theory/analysis/analyse-distances.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { searchDistances, searchFamily, type Searched } from '../../report/analysed.js';
import { isLoss, isOfDistances, type Chosen } from './chosen.js';
import { madeDistances, textsOf } from './made.js';

export type Analysis =
  | { readonly kind: 'loss'; readonly analysis: LossAnalysis; readonly searched?: Searched }
  | { readonly kind: 'distances'; readonly analysis: DistanceAnalysis; readonly searched?: Searched }
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

/** Adds what is searched beside an analysis; returns undefined where nothing is. */
export function withSearch(chosen: Chosen, found: Analysis): Analysis | undefined {
  const name = 'name' in chosen ? chosen.name : undefined;
  if (found.kind === 'loss' && isLoss(chosen))
    return { ...found, searched: searchFamily(textsOf(chosen), found.analysis, name) };
  if (found.kind === 'distances' && isOfDistances(chosen))
    return { ...found, searched: searchDistances(madeDistances(chosen), found.analysis, name) };
  return undefined;
}
