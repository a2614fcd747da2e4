/**
 * LARS: a learning rate for each layer, in proportion to the size of its weights (You, Gitman, Ginsburg 2017,
 * arXiv 1708.03888), in the form that SimCLR trains with (google-research/simclr, lars_optimizer.py).
 */
import { tf } from '../compile/tfjs.js';
import { momentSpecs, tensorNamed, withWeightDecay, type Optimiser } from './optimiser.js';
import { requireDecay, requireNotNegative } from '../../base/option-checks.js';

/** Settings of LARS. */
export interface LarsOptions {
  /** Default 0.9. */
  readonly momentum?: number;
  /** L2 penalty on parameters of two axes and more. Default 1e-6. */
  readonly weightDecay?: number;
  /** The share of a layer's length that a step of learning rate 1 moves it by. Default 0.001. */
  readonly trustCoefficient?: number;
}

const VELOCITY = 'lars.velocity';

/**
 * Makes the optimiser LARS (You, Gitman, Ginsburg 2017).
 *
 * With g the gradient plus `weightDecay`·p: v ← μv + η·trust·g, p ← p − v, where trust = `trustCoefficient`·‖p‖/‖g‖, and 1
 * where either length is 0. Parameters of one axis (biases, batch norm) have no weight decay and trust 1.
 *
 * @throws InvalidInput on a momentum outside [0, 1), or a negative weight decay or trust coefficient
 * @example
 * const { update } = lars({ weightDecay: 0, trustCoefficient: 0.1 });
 * const state = { 'lars.velocity/w': tf.zeros([1, 2]) };
 * update({ w: tf.tensor2d([[3, 4]]) }, { w: tf.tensor2d([[2, 0]]) }, state, tf.scalar(1)).parameters['w']; // [[2.5, 4]]
 */
export function lars(options: LarsOptions = {}): Optimiser {
  const { momentum = 0.9, weightDecay = 1e-6, trustCoefficient = 0.001 } = options;
  requireDecay('momentum', momentum);
  requireNotNegative('weightDecay', weightDecay);
  requireNotNegative('trustCoefficient', trustCoefficient);

  /** η·trust·g, without a pass over the gradient more than it needs. */
  const scaledGradient = (parameter: tf.Tensor, gradient: tf.Tensor, learningRate: tf.Tensor): tf.Tensor => {
    if (parameter.rank < 2) return tf.mul(gradient, learningRate);
    const decayed = withWeightDecay(gradient, parameter, weightDecay);
    const trust = trustRatio(length(parameter), length(decayed), trustCoefficient);
    return tf.mul(decayed, tf.mul(trust, learningRate));
  };
  return {
    state: (parameters) => momentSpecs(VELOCITY, parameters),
    update(parameters, gradients, state, learningRate) {
      const moved: Record<string, tf.Tensor> = {};
      const next: Record<string, tf.Tensor> = {};
      for (const [name, parameter] of Object.entries(parameters)) {
        const push = scaledGradient(parameter, tensorNamed(gradients, name), learningRate);
        const velocity = tf.add(tf.mul(tensorNamed(state, `${VELOCITY}/${name}`), momentum), push);
        next[`${VELOCITY}/${name}`] = velocity;
        moved[name] = tf.sub(parameter, velocity);
      }
      return { parameters: moved, state: next };
    },
  };
}

function trustRatio(weights: tf.Tensor, gradient: tf.Tensor, coefficient: number): tf.Tensor {
  const both = tf.greater(tf.mul(weights, gradient), 0);
  const divisor = tf.where(both, gradient, tf.scalar(1));
  return tf.where(both, tf.div(tf.mul(weights, coefficient), divisor), tf.scalar(1));
}

function length(tensor: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.sum(tf.square(tensor)));
}
