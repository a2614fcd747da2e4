/**
 * A trace: the tfjs kernels that a step calls, in order, as plain data.
 *
 * Every lowering starts from it: compile/onnx writes an ONNX graph, compile/pytorch a Python file. Values have numbers, in the
 * order in which they are made.
 */
import type { Dtype } from './step.js';

/** Shape and type of a value in a trace; truth values do not leave a step, so that `Dtype` has no `bool`. */
export interface TracedSpec {
  readonly shape: readonly number[];
  readonly dtype: Dtype | 'bool';
}

/** The numbers of a constant in row-major order; truth values are 0 and 1. */
export type ConstantData = Float32Array | Int32Array | Uint8Array;

/** One call of a tfjs kernel. */
export interface TracedCall {
  /** The name that tfjs has for it: `Conv2D`. */
  readonly kernel: string;
  /** The values that go in, by tfjs's names (`x`, `dy`, …); kernels that take a list have '0', '1', …. */
  readonly inputs: Readonly<Record<string, number>>;
  /** Attributes as tfjs passes them. */
  readonly attributes: unknown;
  /** The values that come out. */
  readonly outputs: readonly number[];
  /** The names that the step gave to its `tf.tidy`s around the call, outermost first. */
  readonly scopes: readonly string[];
}

/** A step as data. */
export interface Trace {
  /** The shape and type of each value, by its number. */
  readonly values: readonly TracedSpec[];
  /** The values that come from outside, by name. */
  readonly inputs: Readonly<Record<string, number>>;
  /** The numbers that the step brings along, by the number of the value. */
  readonly constants: ReadonlyMap<number, ConstantData>;
  readonly calls: readonly TracedCall[];
  /** The values that go outside, by name. */
  readonly outputs: Readonly<Record<string, number>>;
}

/** Lists the calls of a trace on which its outputs depend, in order: a step may compute more than it gives back. */
export function neededCalls({ calls, outputs }: Trace): TracedCall[] {
  const needed = new Set(Object.values(outputs));
  const chosen: TracedCall[] = [];
  for (const call of calls.toReversed()) {
    if (!call.outputs.some((value) => needed.has(value))) continue;
    Object.values(call.inputs).forEach((value) => needed.add(value));
    chosen.push(call);
  }
  return chosen.toReversed();
}

/** Tells if the numbers of a constant are all the same bits, but for the kinds of NaN: -0 is not 0. */
export function isUniform(numbers: ConstantData): boolean {
  for (let k = 1; k < numbers.length; k++) if (!Object.is(numbers[k], numbers[0])) return false;
  return true;
}
