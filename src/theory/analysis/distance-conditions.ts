/** Searches conditions on the parameters of a loss of distances. */
import { InvalidInput } from '../../base/invalid-input.js';
import type { Interval } from '../algebra/interval.js';
import type { DistanceLoss } from '../distance-losses/distance-loss.js';
import { decideOfDistances, type DistanceAnalysis, type DistanceStatementId } from './analyse-distances.js';
import { searchConditions, type Condition, type SearchLimits } from './conditions.js';
import type { Statement } from './statement.js';

/** Searches the values of each parameter for which a good property of a loss of distances holds. */
export function conditionsOfDistances(
  loss: DistanceLoss,
  { statements, parameters }: DistanceAnalysis,
  { isOver, allowed }: SearchLimits,
): Condition[] {
  const ids: DistanceStatementId[] = ['convex', 'alpha-non-negative', 'importance-falls', 'beta-non-negative'];
  const decide = (id: string, given: Readonly<Record<string, number | Interval>>): Statement | undefined => {
    try {
      return decideOfDistances(loss, id as DistanceStatementId, given);
    } catch (error) {
      if (error instanceof InvalidInput) return undefined;
      throw error;
    }
  };
  return searchConditions({ parameters, statements, ids, decide, isOver, ...(allowed && { allowed }) });
}
