/** A step's state before the first step. */
import {
  describeTensor,
  sizeOf,
  type NamedData,
  type Step,
  type TensorData,
  type TensorSpec,
} from '../compile/step.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { LOSS_SCALE_START } from './loss-scaling.js';

/**
 * Returns the state before the first step: the given weights, the first loss scale if there is one, and zeros for all else: the optimiser.
 *
 * @param weights parameters and buffers of the model; buffers left out are zero
 * @throws InvalidInput when a weight has another shape or type than the step's state of that name, or belongs to no state
 * @example
 * const state = { w: { shape: [2], dtype: 'float32' }, 'sgd.velocity/w': { shape: [2], dtype: 'float32' } } as const;
 * initialState({ state }, { w: { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2) } })['sgd.velocity/w']?.data; // [0, 0]
 */
export function initialState(step: Pick<Step, 'state'>, weights: NamedData): NamedData {
  for (const name of Object.keys(weights)) {
    if (!Object.hasOwn(step.state, name)) {
      throw new InvalidInput(
        `the step has no state for the weight "${name}": give the weights of the step's own model`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(step.state).map(([name, spec]): [string, TensorData] => {
      const given = weights[name] ?? LOSS_SCALE_START[name] ?? zeros(spec);
      if (describeTensor(given) !== describeTensor(spec)) {
        throw new InvalidInput(
          `the weight "${name}" is ${describeTensor(given)}: the step needs ${describeTensor(spec)}`,
        );
      }
      return [name, given];
    }),
  );
}

function zeros({ shape, dtype }: TensorSpec): TensorData {
  const size = sizeOf(shape);
  return { shape, dtype, data: dtype === 'int32' ? new Int32Array(size) : new Float32Array(size) };
}
