/** Conditions on the parameters of a loss of the paper's family. */
import { InvalidInput } from '../../base/invalid-input.js';
import { mapValues } from '../../base/map-values.js';
import type { Interval } from '../algebra/interval.js';
import { parseFormula } from '../formula/parse-formula.js';
import type { LossFormulae } from '../losses/loss-formulae.js';
import type { LossAnalysis } from './analyse-loss.js';
import { searchConditions, type Condition, type SearchLimits } from './conditions.js';
import { convexity } from './convexity.js';
import { importanceFalls } from './hard-negatives.js';
import { expressionIn, xiDomain, type LossExpressions } from './loss-expressions.js';
import { phiIncreases } from './monotonicity.js';
import type { Statement } from './statement.js';

/**
 * Searches the values of each parameter for which a closer negative never weighs less, and for which F is convex.
 */
export function conditionsOfFamily(
  { phi, psi, parameters }: Required<LossFormulae<number | Interval>>,
  { statements }: LossAnalysis,
  { isOver, allowed }: SearchLimits,
): Condition[] {
  const names = Object.keys(parameters);
  const [outer, inner] = [parseFormula(phi, names, 'φ').expression, parseFormula(psi, names, 'ψ').expression];
  const decide = (id: string, given: typeof parameters): Statement | undefined => {
    const ranges = mapValues(given, (value) => (typeof value === 'number' ? { lower: value, upper: value } : value));
    const loss: LossExpressions = {
      phi: expressionIn(outer, ranges),
      psi: expressionIn(inner, ranges),
      parameters: ranges,
    };
    try {
      const xi = xiDomain(loss);
      const rises = phiIncreases(loss, xi);
      return id === 'convex' ? convexity(loss, xi, rises) : importanceFalls(loss, rises, xi);
    } catch (error) {
      // With these values ψ is not defined everywhere.
      if (error instanceof InvalidInput) return undefined;
      throw error;
    }
  };
  return searchConditions({
    parameters,
    statements,
    ids: ['importance-falls', 'convex'],
    decide,
    isOver,
    ...(allowed && { allowed }),
  });
}
