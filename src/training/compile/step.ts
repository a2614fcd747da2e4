/**
 * A training step: a pure function of named tensors, written in ordinary tfjs.
 *
 * Engines run it in two ways: traced once into a graph, or op by op on a tfjs backend. It therefore never reads a tensor's
 * values, and all that changes from one step to the next is state: weights, statistics, moments, the step count.
 */
import type { tf } from './tfjs.js';

/** The element types of tensors. */
export type Dtype = 'float32' | 'int32';

/**
 * `float16` and `bfloat16`: operands and results of convolutions are rounded to half precision, all else is float32. `tf32`:
 * operands of convolutions and matrix products are rounded to 10 bits on the way in, which NVIDIA's cards since 2020 do fast.
 */
export type Precision = 'float32' | 'tf32' | 'float16' | 'bfloat16';

/** Shape and type of a tensor. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
}

/** Describes a tensor as errors name it: `float32 [2, 3]`. */
export function describeTensor({
  shape,
  dtype,
}: {
  readonly shape: readonly number[];
  readonly dtype: string;
}): string {
  return `${dtype} [${shape.join(', ')}]`;
}

/** Counts the entries of a tensor of this shape. */
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

/** The result of a step. */
export interface StepResult {
  /** Next state, with the names, shapes and types of the state that went in. */
  readonly state: NamedTensors;
  /** Values that the caller wants to see: the loss, norms. */
  readonly outputs: NamedTensors;
}

/** The replicas that take a step together: each has the whole state, and its part of the inputs. */
export interface Replicas {
  /** Their number, at least 2. */
  readonly count: number;
  /** The inputs of which each replica gets its rows: the first axis is a multiple of the count. */
  readonly split: readonly string[];
}

/** A step of training, or any other pure function of named tensors, in TensorFlow.js. */
export interface Step {
  readonly state: TensorSpecs;
  /** The inputs of the whole step; `run` gets a replica's part of those that are split. */
  readonly inputs: TensorSpecs;
  /** Absent where one replica takes the step. */
  readonly replicas?: Replicas;
  run(state: NamedTensors, inputs: NamedTensors): StepResult;
}
