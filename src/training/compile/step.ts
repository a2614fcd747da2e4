/**
 * A training step: a pure function of named tensors, written in ordinary tfjs.
 *
 * Engines run it in two ways: traced once into a graph, or op by op on a tfjs backend. It therefore never reads a tensor's
 * values, and all that changes from one step to the next is state: weights, statistics, moments, the step count.
 */
import type { tf } from './tfjs.js';

/** What a tensor holds. */
export type Dtype = 'float32' | 'int32';

/** Shape and type of a tensor. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
}

/** `float32 [2, 3]`, as errors name a tensor. */
export function describeTensor({ shape, dtype }: TensorSpec): string {
  return `${dtype} [${shape.join(', ')}]`;
}

/** Entries of a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Shapes and types by name. */
export type TensorSpecs = Readonly<Record<string, TensorSpec>>;

/** Tensors of TensorFlow.js by name. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** Values in row-major order, outside any engine. */
export interface TensorData extends TensorSpec {
  readonly data: Float32Array | Int32Array;
}

/** Values by name, outside any engine. */
export type NamedData = Readonly<Record<string, TensorData>>;

/** What a step returns. */
export interface StepResult {
  /** Same names, shapes and types as the state that went in. */
  readonly state: NamedTensors;
  /** What the caller wants to see: the loss, norms. */
  readonly outputs: NamedTensors;
}

/** A step of training, or any other pure function of named tensors, in TensorFlow.js. */
export interface Step {
  readonly state: TensorSpecs;
  readonly inputs: TensorSpecs;
  run(state: NamedTensors, inputs: NamedTensors): StepResult;
}
