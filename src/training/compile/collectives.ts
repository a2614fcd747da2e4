/**
 * Operations of the replicas of a step together: each runs the same step on its own part of the batch, and has a rank from 0.
 *
 * They are kernels of tfjs as others are, which only traced steps can call; with one replica each is the identity.
 */
import { tf } from './tfjs.js';
import type { TracedSpec } from './trace.js';
import type { SpecOf } from './traced-kernels.js';

/** The shapes and types that the kernels make, as `TRACED_KERNELS` has them of tfjs's own. */
export const COLLECTIVES: Readonly<Record<string, SpecOf>> = {
  AllSum: ({ inputs: { x } }) => x as TracedSpec,
  AllRows: ({ inputs: { x }, attributes }) => withRows(x as TracedSpec, (rows) => rows * replicasOf(attributes)),
  OwnRows: ({ inputs: { x }, attributes }) => withRows(x as TracedSpec, (rows) => rows / replicasOf(attributes)),
};

/** Sums a tensor over all replicas. */
export function allSum<T extends tf.Tensor>(x: T, replicas: number): T {
  return replicas === 1 ? x : kernel('AllSum', x, replicas);
}

/** Averages a tensor over all replicas. */
export function allMean<T extends tf.Tensor>(x: T, replicas: number): T {
  return replicas === 1 ? x : tf.div<T>(allSum(x, replicas), replicas);
}

/**
 * Joins the rows of all replicas, in the order of their ranks, [n, …] to [replicas·n, …].
 *
 * Its gradient is that of a loss which each replica computes whole from them: a replica's rows get what that loss says of them.
 */
export function allRows(x: tf.Tensor2D, replicas: number): tf.Tensor2D {
  if (replicas === 1) return x;
  return tf.customGrad((own) => ({
    value: kernel('AllRows', own as tf.Tensor2D, replicas),
    gradFunc: (dy) => kernel('OwnRows', dy as tf.Tensor2D, replicas),
  }))(x) as tf.Tensor2D;
}

function kernel<T extends tf.Tensor>(name: string, x: T, replicas: number): T {
  return tf.engine().runKernel(name, { x }, { replicas });
}

function replicasOf(attributes: unknown): number {
  return (attributes as { readonly replicas: number }).replicas;
}

function withRows({ shape: [rows = 1, ...rest], dtype }: TracedSpec, of: (rows: number) => number): TracedSpec {
  return { shape: [of(rows), ...rest], dtype };
}
