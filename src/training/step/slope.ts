/** A loss, its gradient, and the buffers that move when a network is trained: the forward and the backward pass of a step. */
import type { NamedTensors } from '../compile/step.js';
import { mapValues } from '../../base/map-values.js';
import { tf } from '../compile/tfjs.js';

/** The result of a forward pass. */
export interface ForwardPass {
  readonly loss: tf.Scalar;
  readonly buffers: NamedTensors;
}

export interface Slope extends ForwardPass {
  readonly gradients: NamedTensors;
}

/**
 * The loss with its gradient in the parameters, and the buffers that the forward pass moved.
 *
 * @param forward the loss of all weights, those of `state` with the parameters in their place
 * @param scale with it, the backward pass starts from this instead of 1, and its end is divided by it
 */
export function slopeOf(
  forward: (weights: NamedTensors) => ForwardPass,
  parameters: NamedTensors,
  state: NamedTensors,
  scale?: tf.Scalar,
): Slope {
  const names = Object.keys(parameters);
  let kept: NamedTensors = {};
  const differentiate = tf.valueAndGrads((...values: tf.Tensor[]) => {
    const weights = { ...state, ...Object.fromEntries(names.map((name, k) => [name, values[k] as tf.Tensor])) };
    const { loss, buffers } = forward(weights);
    // tfjs disposes of all but the loss when the forward pass ends. A buffer may be the very tensor of the caller's state:
    // only a copy may be kept and, below, handed back to the scope around. Copies share their data.
    kept = mapValues(buffers, (buffer) => tf.keep(tf.clone(buffer)));
    return loss;
  });
  const { value, grads } = differentiate(Object.values(parameters), scale);
  const unscaled = scale === undefined ? grads : grads.map((gradient) => tf.div(gradient, scale));
  return {
    loss: value,
    gradients: Object.fromEntries(names.map((name, k) => [name, unscaled[k] as tf.Tensor])),
    buffers: mapValues(kept, release),
  };
}

/** A copy that belongs to the scope around, in place of one that was kept from it. */
function release(kept: tf.Tensor): tf.Tensor {
  const copy = tf.clone(kept);
  kept.dispose();
  return copy;
}
