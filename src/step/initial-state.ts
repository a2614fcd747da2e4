/** A step's state before the first step. */
import type { NamedData, Step, TensorData, TensorSpec } from '../compile/step.js';
import { InvalidInput } from '../invalid-input.js';
import { LOSS_SCALE_START } from './loss-scaling.js';

/**
 * The given weights, the first loss scale if there is one, and zeros for all else: the optimiser.
 *
 * @param weights parameters and buffers of the model; buffers left out are zero
 * @throws InvalidInput when a weight has another shape or type than the step's state of that name, or belongs to no state
 */
export function initialState(step: Pick<Step, 'state'>, weights: NamedData): NamedData {
  for (const name of Object.keys(weights)) {
    if (!Object.hasOwn(step.state, name)) throw new InvalidInput(`the step has no state for the weight "${name}"`);
  }
  return Object.fromEntries(
    Object.entries(step.state).map(([name, spec]): [string, TensorData] => {
      const given = weights[name] ?? LOSS_SCALE_START[name] ?? zeros(spec);
      if (describe(given) !== describe(spec)) {
        throw new InvalidInput(`the weight "${name}" is ${describe(given)}: the step needs ${describe(spec)}`);
      }
      return [name, given];
    }),
  );
}

function describe({ dtype, shape }: TensorSpec): string {
  return `${dtype} [${shape.join(', ')}]`;
}

function zeros({ shape, dtype }: TensorSpec): TensorData {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, dtype, data: dtype === 'int32' ? new Int32Array(size) : new Float32Array(size) };
}
