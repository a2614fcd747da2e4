/** Stochastic gradient descent with momentum, with the arithmetic of torch.optim.SGD. */
import { tf } from '../compile/tfjs.js';
import { momentSpecs, tensorNamed, withWeightDecay, type Optimiser } from './optimiser.js';
import { requireDecay, requireNotNegative } from '../../base/option-checks.js';

/** Settings of gradient descent. */
export interface SgdOptions {
  /** Default 0.9. */
  readonly momentum?: number;
  /** L2 penalty, added to the gradient as `weightDecay`·parameter. Default 0. */
  readonly weightDecay?: number;
}

const VELOCITY = 'sgd.velocity';

/**
 * Makes the optimiser of gradient descent with momentum: v ← μv + g, p ← p − ηv.
 *
 * @throws InvalidInput on a momentum outside [0, 1) or a negative weight decay
 * @example
 * const state = { 'sgd.velocity/w': tf.scalar(1) };
 * const update = sgd().update({ w: tf.scalar(1) }, { w: tf.scalar(2) }, state, tf.scalar(0.1));
 * update.parameters['w']; // 0.7100 = 1 - 0.1 * (0.9 * 1 + 2)
 */
export function sgd(options: SgdOptions = {}): Optimiser {
  const { momentum = 0.9, weightDecay = 0 } = options;
  requireDecay('momentum', momentum);
  requireNotNegative('weightDecay', weightDecay);
  return {
    state: (parameters) => momentSpecs(VELOCITY, parameters),
    update(parameters, gradients, state, learningRate) {
      const moved: Record<string, tf.Tensor> = {};
      const next: Record<string, tf.Tensor> = {};
      for (const [name, parameter] of Object.entries(parameters)) {
        const gradient = withWeightDecay(tensorNamed(gradients, name), parameter, weightDecay);
        const velocity = tf.add(tf.mul(tensorNamed(state, `${VELOCITY}/${name}`), momentum), gradient);
        next[`${VELOCITY}/${name}`] = velocity;
        moved[name] = tf.sub(parameter, tf.mul(velocity, learningRate));
      }
      return { parameters: moved, state: next };
    },
  };
}
