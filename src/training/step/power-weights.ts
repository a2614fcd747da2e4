/**
 * The min player's solution for the power regulariser, α = (r + λ)^(−1/γ) with Σα = 1, on a whole batch.
 *
 * λ solves h(t) = (Σ_j (ρ_j + t)^(−1/γ))^(−γ) = 1 with ρ = r − min r. h is a power mean: concave and increasing in t, so
 * Newton's method from the left of the root never passes it. With n negatives and c = n^γ, everything is divided by c:
 * v = t/c lies in (0, 1], no power of float32 overflows, and G(v) = (mean_j (ρ_j/c + v)^(−1/γ))^(−γ) = 1.
 * A start from the left: t ≥ 1, since one ρ is 0; and t ≥ c − mean ρ, since a power mean is at most the arithmetic one.
 */
import { tf } from '../compile/tfjs.js';
import { withoutGradient } from './without-gradient.js';

/**
 * Among 360,000 rows of 2 to 1,000 negatives, γ from 0.02 to 8, one needed four steps until float32's rounding was all that
 * was left, the others three or fewer. The last step is the differentiable one.
 */
const NEWTON_STEPS = 5;

/**
 * @param lifted [A, A], ρ ≥ 0 on the negatives, 0 at one of them at least
 * @param negatives [A, A], 1 for a negative, 0 elsewhere
 * @param count negatives in each row
 * @returns [A, A], rows of sum 1, differentiable in ρ (the implicit derivative of λ included)
 */
export function powerWeights(lifted: tf.Tensor2D, negatives: tf.Tensor2D, count: number, gamma: number): tf.Tensor2D {
  const scale = count ** gamma;
  const scaled = tf.div<tf.Tensor2D>(tf.mul(lifted, negatives), scale);
  const mean = (x: tf.Tensor2D): tf.Tensor2D => tf.div(tf.sum<tf.Tensor2D>(tf.mul(x, negatives), 1, true), count);
  const weightsAt = (v: tf.Tensor2D): tf.Tensor2D => tf.exp(tf.div(tf.log(tf.add(scaled, v)), -gamma));
  const start = withoutGradient(() => tf.maximum<tf.Tensor2D>(tf.sub(1, mean(scaled)), 1 / scale));

  /** v + (1 − G)/G′ with G′ held fixed: its derivative at the root is that of the root. */
  const newton = (v: tf.Tensor2D): tf.Tensor2D => {
    const weights = weightsAt(v);
    const level = mean(weights);
    const slope = withoutGradient(() => mean(tf.div(weights, tf.add(scaled, v))));
    // (1 − M^(−γ))/(M^(−γ−1)·m) = (M^γ − 1)·M/m, with M the mean of the weights and m that of the weights over (ρ/c + v).
    const excess = tf.sub(tf.exp(tf.mul(tf.log(level), gamma)), 1);
    return tf.add(v, tf.div(tf.mul(excess, level), slope));
  };
  const root = withoutGradient(() => {
    let v = start;
    for (let step = 1; step < NEWTON_STEPS; step++) v = newton(v);
    return v;
  });
  const weights = tf.mul(weightsAt(newton(root)), negatives);
  return tf.div(weights, tf.sum(weights, 1, true));
}
