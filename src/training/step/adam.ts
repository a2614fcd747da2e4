/** Adam (Kingma and Ba, ICLR 2015), with the arithmetic of torch.optim.Adam. */
import { tf } from '../compile/tfjs.js';
import { momentSpecs, tensorNamed, withWeightDecay, type Optimiser } from './optimiser.js';
import { requireDecay, requireNotNegative } from '../../base/option-checks.js';

/** Settings of Adam. */
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
const FIRST_COUNT = 'adam.firstCount';
const SECOND_COUNT = 'adam.secondCount';

/**
 * Makes the optimiser Adam (Kingma and Ba, ICLR 2015).
 *
 * Instead of means, the state holds discounted sums M ← β₁M + g and V ← β₂V + g², and discounted counts T ← βT + 1 of their
 * steps. The corrected moments are M/T₁ and V/T₂, since T = (1 − βᵗ)/(1 − β), and
 *
 *     p ← p − η·(M/T₁)/(√(V/T₂) + ε) = p − (η√T₂/T₁)·M/(√V + ε√T₂)
 *
 * takes ten passes over a parameter, two fewer than with means. Nor is there a power βᵗ, of which 1 − βᵗ would lose up to
 * four of float32's digits in the first steps.
 *
 * @throws InvalidInput on a decay outside [0, 1) or a negative ε or weight decay
 * @example
 * Object.keys(adam().state({ w: { shape: [2], dtype: 'float32' } })); // ['adam.firstCount', 'adam.secondCount', 'adam.first/w', …]
 * adam({ beta1: 1 }); // throws beta1 is 1: it must be at least 0 and below 1
 */
export function adam(options: AdamOptions = {}): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  requireDecay('beta1', beta1);
  requireDecay('beta2', beta2);
  requireNotNegative('epsilon', epsilon);
  requireNotNegative('weightDecay', weightDecay);
  return {
    state: (parameters) => ({
      [FIRST_COUNT]: { shape: [], dtype: 'float32' },
      [SECOND_COUNT]: { shape: [], dtype: 'float32' },
      ...momentSpecs(FIRST, parameters),
      ...momentSpecs(SECOND, parameters),
    }),
    update(parameters, gradients, state, learningRate) {
      const firstCount = discounted(tensorNamed(state, FIRST_COUNT), beta1, 1);
      const secondCount = discounted(tensorNamed(state, SECOND_COUNT), beta2, 1);
      const rootCount = tf.sqrt(secondCount);
      const rate = tf.div(tf.mul(learningRate, rootCount), firstCount);
      const floor = tf.mul(rootCount, epsilon);

      const moved: Record<string, tf.Tensor> = {};
      const next: Record<string, tf.Tensor> = { [FIRST_COUNT]: firstCount, [SECOND_COUNT]: secondCount };
      for (const [name, parameter] of Object.entries(parameters)) {
        const gradient = withWeightDecay(tensorNamed(gradients, name), parameter, weightDecay);
        const first = discounted(tensorNamed(state, `${FIRST}/${name}`), beta1, gradient);
        const second = discounted(tensorNamed(state, `${SECOND}/${name}`), beta2, tf.square(gradient));
        next[`${FIRST}/${name}`] = first;
        next[`${SECOND}/${name}`] = second;
        moved[name] = tf.sub(parameter, tf.mul(rate, tf.div(first, tf.add(tf.sqrt(second), floor))));
      }
      return { parameters: moved, state: next };
    },
  };
}

/** decay·sum + value. */
function discounted(sum: tf.Tensor, decay: number, value: tf.Tensor | number): tf.Tensor {
  return tf.add(tf.mul(sum, decay), value);
}
