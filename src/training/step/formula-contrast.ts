/**
 * A loss given as formulae on a whole batch, in float32.
 *
 * For each of the 2N anchors the margins are xⱼ = d²⁺ − d²ⱼ = sⱼ − s⁺ over its 2N − 2 negatives, and the loss is the mean of
 * φ(Σⱼ ψ(xⱼ)). Its gradient is Theorem 1's: α = φ′(ξ)ψ′(x) of the symbolic derivatives, held fixed, weighs the margins, so
 * that autodiff never passes through φ and ψ.
 */
import type { Loss } from '../../theory/losses/loss.js';
import { differentiate } from '../../theory/formula/differentiate.js';
import { VARIABLE } from '../../theory/formula/expression.js';
import type { Formula } from '../../theory/formula/formula.js';
import type { LossFormulae } from '../../theory/losses/loss-formulae.js';
import { formulaeOfLoss } from '../../theory/losses/loss-from-formulae.js';
import { straightLine, type StraightLine } from '../../theory/formula/straight-line.js';
import { tf } from '../compile/tfjs.js';
import { EXCLUDED } from './negative-distances.js';
import { carriedOut } from './carried-out.js';
import { withoutGradient } from './without-gradient.js';

/** Margins and which of them count, [A, A] each, to the mean loss. */
type FormulaContrast = (margins: tf.Tensor2D, negatives: tf.Tensor2D) => tf.Scalar;

/** @throws InvalidInput as `lossFromFormulae` */
export function formulaContrast(given: LossFormulae): FormulaContrast {
  const anchors = anchorLosses(given);
  return (margins, negatives) => {
    const alpha = withoutGradient(() => anchors.alpha(margins, negatives));
    const weighted = tf.div<tf.Scalar>(tf.sum(tf.mul(alpha, margins)), margins.shape[0]);
    // The value of the loss with the gradient of the weighted margins.
    return tf.add(
      weighted,
      withoutGradient(() => tf.sub<tf.Scalar>(tf.mean(anchors.values(margins, negatives)), weighted)),
    );
  };
}

type OfMargins = (margins: tf.Tensor2D, negatives: tf.Tensor2D) => tf.Tensor2D;

/** The losses of all anchors and their importance; steps that both need are traced once. */
interface AnchorLosses {
  /** φ(ξ), [A, 1]. */
  readonly values: OfMargins;
  /** [A, A], 0 where a view is not a negative. */
  readonly alpha: OfMargins;
}

/** Makes the losses of anchors and their importance; the views that they are compared with may be other ones than the anchors. */
export function anchorLosses(given: LossFormulae): AnchorLosses {
  const { loss, phi, psi, composed } = formulaeOfLoss(given);
  const { logLine } = loss.psi;
  return logLine !== undefined && composed !== undefined ? logarithmic(loss, logLine, composed) : plain(loss, phi, psi);
}

/** ψ = exp(rate·x + shift): α = rate·φ′(ξ)ξ·softmax, of log ξ alone. */
function logarithmic(
  { parameters }: Loss,
  { rate, shift }: { rate: number; shift: number },
  composed: Formula,
): AnchorLosses {
  const [value, slope] = [composed, differentiate(composed)].map((formula) =>
    straightLine(formula, parameters, VARIABLE),
  ) as [StraightLine, StraightLine];
  /** exp of the exponents less their largest, [A, A], its sums and log ξ, [A, 1]. */
  const exponentials = (margins: tf.Tensor2D, negatives: tf.Tensor2D) => {
    const logits = tf.sub<tf.Tensor2D>(tf.mul(margins, rate), tf.mul(tf.sub(1, negatives), EXCLUDED));
    const largest = tf.max<tf.Tensor2D>(logits, 1, true);
    const relative = tf.exp<tf.Tensor2D>(tf.sub(logits, largest));
    const sums = tf.sum<tf.Tensor2D>(relative, 1, true);
    return { relative, sums, logXi: tf.add<tf.Tensor2D>(tf.add(largest, shift), tf.log(sums)) };
  };
  return {
    values: (margins, negatives) => carriedOut(value, exponentials(margins, negatives).logXi),
    alpha: (margins, negatives) => {
      const { relative, sums, logXi } = exponentials(margins, negatives);
      return tf.mul(relative, tf.div(tf.mul(carriedOut(slope, logXi), rate), sums));
    },
  };
}

function plain({ parameters }: Loss, phi: Formula, psi: Formula): AnchorLosses {
  const [outer, inner, outerSlope, innerSlope] = [phi, psi, differentiate(phi), differentiate(psi)].map((formula) =>
    straightLine(formula, parameters, VARIABLE),
  ) as [StraightLine, StraightLine, StraightLine, StraightLine];
  const xi: OfMargins = (margins, negatives) => tf.sum(tf.mul(carriedOut(inner, margins), negatives), 1, true);
  return {
    values: (margins, negatives) => carriedOut(outer, xi(margins, negatives)),
    alpha: (margins, negatives) => {
      const slopes = tf.mul(carriedOut(innerSlope, margins), negatives);
      return tf.mul(slopes, carriedOut(outerSlope, xi(margins, negatives)));
    },
  };
}
