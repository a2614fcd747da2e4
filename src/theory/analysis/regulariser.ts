/**
 * Derives the min player's regulariser R = −F*, where F is convex: in closed form for the φ and ψ that have one, else computed,
 * at the middle of the parameters' ranges.
 */
import { exponentialPsi } from './exponential-psi.js';
import { entropicRegulariser } from './entropic-regulariser.js';
import { affine } from './log-affine.js';
import type { LossExpressions } from './loss-expressions.js';
import { equalWeightsCurve } from './numerical-conjugate.js';
import type { RegulariserForm } from './regulariser-form.js';
import { separableRegulariser } from './separable-regulariser.js';

/** Derives R = −F* of a loss whose F is convex. */
export function regulariser(loss: LossExpressions): RegulariserForm {
  const line = exponentialPsi(loss);
  if (line !== undefined) return entropicRegulariser(loss, line);
  const phi = affine(loss.phi);
  if (phi !== undefined) return separableRegulariser(loss, phi);
  return { regulariser: { kind: 'numerical', of: 'equal-weights', points: equalWeightsCurve(loss) } };
}
