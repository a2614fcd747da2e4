/** The theory of a chosen loss or importance, computed by the library in about the time that a reader takes to look up. */
import { analyseChosen, CHOSEN_NAMES, type ChosenAnalysis } from '../../../theory/analysis/chosen-importance.js';
import { analyseLoss, type LossAnalysis } from '../../../theory/analysis/analyse-loss.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { isLoss, type Chosen } from './chosen.js';
import { textsOf } from './made.js';

export type Analysis =
  | { readonly kind: 'loss'; readonly analysis: LossAnalysis }
  | { readonly kind: 'chosen'; readonly analysis: ChosenAnalysis }
  /** No analysis, with the reason. */
  | { readonly kind: 'none'; readonly reason: string };

export function analysisOf(chosen: Chosen): Analysis {
  if (isLoss(chosen)) {
    try {
      return { kind: 'loss', analysis: analyseLoss(textsOf(chosen)) };
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
