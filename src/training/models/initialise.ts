/** Weights before training, as torchvision and PyTorch fill them by default. */
import { sizeOf, type NamedData, type TensorData } from '../compile/step.js';
import { randomStream, type RandomStream } from '../../theory/algebra/random-stream.js';
import type { Initial, WeightSpec } from './layer.js';
import type { Model } from './model.js';

/**
 * Fills every parameter and buffer of the model. A tensor's values depend on the seed and its own name only, so that models
 * which share names and shapes share values.
 *
 * @example
 * const weights = initialWeights(batchNorm('bn', 2), 1);
 * weights['bn.weight']?.data; // [1, 1]
 * weights['bn.bias']?.data; // [0, 0]
 */
export function initialWeights(
  { parameters, buffers }: Pick<Model, 'parameters' | 'buffers'>,
  seed: number,
): NamedData {
  return Object.fromEntries(
    Object.entries({ ...parameters, ...buffers }).map(([name, spec]) => [
      name,
      initialTensor(spec, randomStream(seed, 'weights', name)),
    ]),
  );
}

function initialTensor({ shape, dtype, initial }: WeightSpec, random: RandomStream): TensorData {
  const size = sizeOf(shape);
  const data = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
  const draw = drawer(initial, random);
  for (let k = 0; k < size; k++) data[k] = draw();
  return { shape, dtype, data };
}

function drawer(initial: Initial, random: RandomStream): () => number {
  switch (initial.kind) {
    case 'constant':
      return () => initial.value;
    case 'normal':
      return () => initial.deviation * random.normal();
    case 'uniform':
      return () => initial.bound * (2 * random.uniform() - 1);
  }
}
