/**
 * Dynamic loss scaling (Micikevicius et al., "Mixed precision training", ICLR 2018), for engines that compute in float16.
 *
 * The gradient is computed of scale·loss, so that small entries do not vanish in float16, and divided by the scale in
 * float32. A gradient that is not finite means that the scale is too large: that step changes nothing and the scale halves.
 * After 2,000 finite steps in a row it doubles. The start and the interval are those of PyTorch's GradScaler.
 */
import type { NamedData, NamedTensors, TensorSpec, TensorSpecs } from '../compile/step.js';
import { tf } from '../compile/tfjs.js';
import { tensorNamed } from './optimiser.js';

export const SCALE = 'lossScale.scale';
const GOOD_STEPS = 'lossScale.goodSteps';

const SCALAR: TensorSpec = { shape: [], dtype: 'float32' };

export const LOSS_SCALE_STATE: TensorSpecs = { [SCALE]: SCALAR, [GOOD_STEPS]: SCALAR };

export const LOSS_SCALE_START: NamedData = {
  [SCALE]: { ...SCALAR, data: Float32Array.of(2 ** 16) },
  [GOOD_STEPS]: { ...SCALAR, data: Float32Array.of(0) },
};

const GROWTH_INTERVAL = 2000;
/** The largest scale: where float16 is not used no gradient ever overflows, and the scale itself would in the end. */
const LARGEST_SCALE = 2 ** 24;
/** Below the largest finite float32, 2¹²⁸ − 2¹⁰⁴. */
const LARGEST_FINITE = 3.4e38;

/** @param sumOfSquares of all gradients: not finite if any of them is not. @returns a scalar, bool; false for NaN too */
export function gradientIsFinite(sumOfSquares: tf.Tensor): tf.Tensor {
  return tf.less(sumOfSquares, LARGEST_FINITE);
}

/** The scale's state after a step whose gradient was finite or not. */
export function nextLossScale(state: NamedTensors, finite: tf.Tensor): NamedTensors {
  const scale = tensorNamed(state, SCALE);
  const good = tf.add(tensorNamed(state, GOOD_STEPS), 1);
  const grows = tf.greaterEqual(good, GROWTH_INTERVAL);
  const grown = tf.where(grows, tf.minimum(tf.mul(scale, 2), LARGEST_SCALE), scale);
  return {
    [SCALE]: tf.where(finite, grown, tf.div(scale, 2)),
    [GOOD_STEPS]: tf.where(finite, tf.where(grows, tf.scalar(0), good), tf.scalar(0)),
  };
}

/** The new tensors if the gradient was finite, else the old ones of the same names. */
export function keepIfFinite(finite: tf.Tensor, next: NamedTensors, previous: NamedTensors): NamedTensors {
  return Object.fromEntries(
    Object.entries(next).map(([name, tensor]) => [name, tf.where(finite, tensor, tensorNamed(previous, name))]),
  );
}
