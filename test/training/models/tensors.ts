/** Data as tensors of the current tfjs backend, and their numbers. */
import type { NamedData, NamedTensors, TensorData } from '../../../src/training/compile/step.js';
import { tf } from '../../../src/training/compile/tfjs.js';

export function toTensor({ data, shape, dtype }: TensorData): tf.Tensor {
  return tf.tensor(data, [...shape], dtype);
}

export function toTensors(data: NamedData): NamedTensors {
  return Object.fromEntries(Object.entries(data).map(([name, tensor]) => [name, toTensor(tensor)]));
}

/** max |a − b| / max |b|; 0 where a = b. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let difference = 0;
  let size = 0;
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k] ?? NaN, b[k] ?? NaN];
    if (Number.isNaN(x - y)) return NaN;
    difference = Math.max(difference, Math.abs(x - y));
    size = Math.max(size, Math.abs(y));
  }
  return difference === 0 ? 0 : difference / size;
}
