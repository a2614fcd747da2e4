/**
 * A trace: the tfjs kernels that a step calls, in order, as plain data.
 *
 * Every lowering starts from it: compile/onnx writes an ONNX graph, compile/pytorch a Python file. Values have numbers, in the
 * order in which they are made.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { mapValues } from '../../base/map-values.js';
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

/** A call with what a lowering made of its inputs. */
interface LoweredCall<Value> {
  readonly traced: TracedCall;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly attributes: unknown;
  /** The shapes and types of what it makes, of which there is at least one. */
  readonly outputs: readonly [TracedSpec, ...TracedSpec[]];
  /** Returns what was made of a value already. */
  readonly known: (value: number) => Value | undefined;
}

/** Describes a lowering: the values that it makes, and the way to them. */
interface LoweringTarget<Value> {
  /** Its name, and the folder of its tables, for errors. */
  readonly name: string;
  readonly folder: string;
  /** The trace's inputs, by name. */
  readonly inputs: Readonly<Record<string, Value>>;
  readonly constant: (spec: TracedSpec, data: ConstantData) => Value;
  /** Returns the lowering of a kernel, if it has one. */
  readonly kernel: (name: string) => ((call: LoweredCall<Value>) => Value | readonly Value[]) | undefined;
}

/**
 * Lowers calls of a trace one after the other.
 *
 * @returns what is made of the trace's outputs, by name
 * @throws InvalidInput when a kernel has no lowering
 */
export function lowered<Value>(
  trace: Trace,
  calls: readonly TracedCall[],
  target: LoweringTarget<Value>,
): Record<string, Value> {
  const made = new Map<number, Value>();
  const specOf = (value: number): TracedSpec => trace.values[value] as TracedSpec;
  const valueOf = (value: number): Value => {
    const known = made.get(value) ?? constantOf(value);
    made.set(value, known);
    return known;
  };
  const constantOf = (value: number): Value => {
    const data = trace.constants.get(value);
    if (data === undefined) throw new Error('a trace uses a value that nothing makes');
    return target.constant(specOf(value), data);
  };
  for (const [name, value] of Object.entries(trace.inputs)) made.set(value, target.inputs[name] as Value);
  for (const traced of calls) {
    const lowering = target.kernel(traced.kernel);
    if (lowering === undefined) {
      throw new InvalidInput(
        `the tfjs kernel ${traced.kernel} has no lowering to ${target.name}: add an entry for it to a table in ${target.folder}`,
      );
    }
    const [first, ...rest] = traced.outputs.map(specOf);
    const results = lowering({
      traced,
      inputs: mapValues(traced.inputs, valueOf),
      attributes: traced.attributes,
      outputs: [first as TracedSpec, ...rest],
      known: (value) => made.get(value),
    });
    const list = Array.isArray(results) ? (results as readonly Value[]) : [results as Value];
    for (const [k, result] of list.entries()) made.set(traced.outputs[k] as number, result);
  }
  return mapValues(trace.outputs, valueOf);
}
