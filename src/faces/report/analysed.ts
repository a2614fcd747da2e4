/** A loss with its analysis and what was searched beside it, as pages, terminals and the explorer show it. */
import type { Interval } from '../../theory/algebra/interval.js';
import type { DistanceAnalysis } from '../../theory/analysis/analyse-distances.js';
import type { LossAnalysis } from '../../theory/analysis/analyse-loss.js';
import { changesOf, type Change } from '../../theory/analysis/changes.js';
import type { Condition } from '../../theory/analysis/conditions.js';
import { changesOfDistances } from '../../theory/analysis/distance-changes.js';
import { conditionsOfDistances } from '../../theory/analysis/distance-conditions.js';
import { conditionsOfFamily } from '../../theory/analysis/family-conditions.js';
import type { DistanceLatex } from '../../theory/distance-losses/distance-latex.js';
import type { DistanceLoss } from '../../theory/distance-losses/distance-loss.js';
import { largerLoss } from '../../theory/distance-losses/named-distance-losses.js';
import { allowedRanges } from '../../theory/losses/loss-parameters.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { lossEntry } from '../../theory/losses/named-losses.js';

/** Holds what a search beside an analysis found. */
export interface Searched {
  /** Conditions on the parameters. */
  readonly conditions: readonly Condition[];
  /** Changes that prove what fails. */
  readonly changes: readonly Change<object>[];
}

/** A loss of either family, analysed. */
export interface Analysed extends Partial<Searched> {
  readonly name: string;
  readonly analysis: LossAnalysis | DistanceAnalysis;
  /** A loss of distances in LaTeX. */
  readonly latex?: DistanceLatex;
}

/** Milliseconds for the conditions of one loss, and for these with its changes. */
const [CONDITIONS_TIME, SEARCH_TIME] = [1200, 2000];

/**
 * Searches conditions and changes of a loss of the paper's family, for two seconds at most.
 *
 * @param name the name of the loss, where it has one
 */
export function searchFamily(
  formulae: Required<LossFormulae<number | Interval>>,
  analysis: LossAnalysis,
  name?: string,
): Searched {
  const [isLong, isOver] = [timer(CONDITIONS_TIME), timer(SEARCH_TIME)];
  const allowed = name === undefined ? {} : { allowed: allowedRanges(lossEntry(name)) };
  const conditions = conditionsOfFamily(formulae, analysis, { isOver: isLong, ...allowed });
  return { conditions, changes: changesOf(formulae, analysis, { conditions, isOver }) };
}

/**
 * Searches conditions and changes of a loss of distances, for two seconds at most.
 *
 * @param name the name of the loss, where it has one
 */
export function searchDistances(loss: DistanceLoss, analysis: DistanceAnalysis, name?: string): Searched {
  const [isLong, isOver] = [timer(CONDITIONS_TIME), timer(SEARCH_TIME)];
  const named = name === undefined ? undefined : largerLoss(name);
  const allowed = named === undefined ? {} : { allowed: allowedRanges(named) };
  const conditions = conditionsOfDistances(loss, analysis, { isOver: isLong, ...allowed });
  return { conditions, changes: changesOfDistances(loss, analysis, { conditions, isOver }) };
}

/** Returns a function that tells if the time of a search has passed. */
function timer(milliseconds: number): () => boolean {
  const start = performance.now();
  return () => performance.now() - start > milliseconds;
}
