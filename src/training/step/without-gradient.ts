/** The stop-gradient sg(·): values that later operations use, but through which nothing is differentiated. */
import { tf } from '../compile/tfjs.js';

/**
 * tfjs records no operation inside a custom gradient, and this one has no inputs: the tape ends here, at no cost.
 *
 * @param compute builds one tensor; tensors of the surrounding code may be used freely
 */
export function withoutGradient<T extends tf.Tensor>(compute: () => T): T {
  return tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }))();
}
