/** Adam (Kingma and Ba, ICLR 2015), with the arithmetic of torch.optim.Adam. */
import type { NamedTensors } from '../compile/step.js';
import { tf } from '../tfjs.js';
import { momentSpecs, requireDecay, requireNotNegative, tensorNamed, type Optimiser } from './optimiser.js';

export interface AdamOptions {
  /** Decay of the mean of gradients. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the corrected second moment. Default 1e-8. */
  readonly epsilon?: number;
  /** L2 penalty, added to the gradient as `weightDecay`·parameter. Default 0. */
  readonly weightDecay?: number;
}

const FIRST = 'adam.first';
const SECOND = 'adam.second';
const FIRST_TOTAL = 'adam.firstTotal';
const SECOND_TOTAL = 'adam.secondTotal';

/**
 * With means m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v) and corrections c₁ = 1 − β₁ᵗ, c₂ = 1 − β₂ᵗ:
 *
 *     p ← p − (η/c₁)·m/(√(v/c₂) + ε) = p − (η√c₂/c₁)·m/(√v + ε√c₂)
 *
 * The corrections are state, c ← c + (1 − β)(1 − c) from 0: they are the totals of the weights in m and v. In float32,
 * 1 − βᵗ by a power would lose up to four digits in the first steps.
 *
 * @throws InvalidInput on a decay outside [0, 1) or a negative ε or weight decay
 */
export function adam(options: AdamOptions = {}): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  requireDecay('beta1', beta1);
  requireDecay('beta2', beta2);
  requireNotNegative('epsilon', epsilon);
  requireNotNegative('weightDecay', weightDecay);
  return {
    state: (parameters) => ({
      [FIRST_TOTAL]: { shape: [], dtype: 'float32' },
      [SECOND_TOTAL]: { shape: [], dtype: 'float32' },
      ...momentSpecs(FIRST, parameters),
      ...momentSpecs(SECOND, parameters),
    }),
    update(parameters, gradients, state, learningRate) {
      const firstTotal = towards(tensorNamed(state, FIRST_TOTAL), 1, 1 - beta1);
      const secondTotal = towards(tensorNamed(state, SECOND_TOTAL), 1, 1 - beta2);
      const correction = tf.sqrt(secondTotal);
      const rate = tf.div(tf.mul(learningRate, correction), firstTotal);
      const floor = tf.mul(correction, epsilon);

      const moved: Record<string, tf.Tensor> = {};
      const next: Record<string, tf.Tensor> = { [FIRST_TOTAL]: firstTotal, [SECOND_TOTAL]: secondTotal };
      for (const [name, parameter] of Object.entries(parameters)) {
        const plain = tensorNamed(gradients, name);
        const gradient = weightDecay === 0 ? plain : tf.add(plain, tf.mul(parameter, weightDecay));
        const first = towards(tensorNamed(state, `${FIRST}/${name}`), gradient, 1 - beta1);
        const second = towards(tensorNamed(state, `${SECOND}/${name}`), tf.square(gradient), 1 - beta2);
        next[`${FIRST}/${name}`] = first;
        next[`${SECOND}/${name}`] = second;
        moved[name] = tf.sub(parameter, tf.mul(rate, tf.div(first, tf.add(tf.sqrt(second), floor))));
      }
      return { parameters: moved satisfies NamedTensors, state: next };
    },
  };
}

/** mean + share·(value − mean). */
function towards(mean: tf.Tensor, value: tf.Tensor | number, share: number): tf.Tensor {
  return tf.add(mean, tf.mul(tf.sub(value, mean), share));
}
