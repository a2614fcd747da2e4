/** Float64 matrices into float32 tensors and back. */
import { generate, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { batchLoss, rememberingLoss, type StepObjective } from '../../../src/training/step/batch-loss.js';
import type { DistanceObjective } from '../../../src/training/step/distance-contrast.js';
import { tf } from '../../../src/training/compile/tfjs.js';

/** The rounding of float32, 2⁻²⁴. */
export const UNIT_ROUNDOFF = 2 ** -24;

export interface FloatLoss {
  readonly value: number;
  readonly gradients: { readonly z: Matrix; readonly zPrime: Matrix };
}

/** Value and gradient of a batch loss, by tfjs's autodiff on its cpu backend. */
export function floatLoss(objective: StepObjective, z: Matrix, zPrime: Matrix, labels?: readonly number[]): FloatLoss {
  const loss = labels === undefined ? batchLoss(objective) : labelledLoss(objective as DistanceObjective, labels);
  // Of both views as one, since a loss need not have a gradient in each.
  const slope = tf.valueAndGrad((both: tf.Tensor) => {
    const [first, second] = tf.split(both, 2) as [tf.Tensor2D, tf.Tensor2D];
    return loss(first, second);
  });
  const [value, first, second] = tf.tidy(() => {
    const found = slope(tf.concat([tensorOf(z), tensorOf(zPrime)]));
    return [found.value, ...tf.split(found.grad, 2)];
  }) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const read = {
    value: value.dataSync()[0] as number,
    gradients: { z: matrixOf(first), zPrime: matrixOf(second) },
  };
  tf.dispose([value, first, second]);
  return read;
}

function labelledLoss(objective: DistanceObjective, labels: readonly number[]): ReturnType<typeof batchLoss> {
  const { compute } = rememberingLoss({ ...objective, labels: 'with' });
  return (z, zPrime) => compute(z, zPrime, { labels: tf.tensor1d([...labels], 'int32') }).loss;
}

/** Entries as float32 holds them, so that both precisions see the same views. */
export function rounded(matrix: Matrix): Matrix {
  return generate(matrix.rows, matrix.columns, (i, j) => Math.fround(matrix.data[i * matrix.columns + j] as number));
}

export function tensorOf({ rows, columns, data }: Matrix): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), [rows, columns]);
}

function matrixOf(tensor: tf.Tensor): Matrix {
  const [rows, columns] = tensor.shape as [number, number];
  const data = tensor.dataSync();
  return generate(rows, columns, (i, j) => data[i * columns + j] as number);
}
