/** A training step as a trace and as one ONNX graph: state and inputs go in, the next state and outputs come out. */
import { requireChoice } from '../../base/option-checks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { mapKeys, mapValues } from '../../base/map-values.js';
import type { tf } from './tfjs.js';
import { GraphBuilder, type GraphWork } from './onnx/graph-builder.js';
import { lowerToOnnx } from './onnx/lower-to-onnx.js';
import { placed, rowMajor } from './onnx/placed-tensor.js';
import {
  describeTensor,
  type NamedTensors,
  type Precision,
  type Step,
  type TensorSpec,
  type TensorSpecs,
} from './step.js';
import type { Trace } from './trace.js';
import { traceOf } from './tracing-backend.js';

/** A step as an ONNX graph, with the specifications of its state, inputs and outputs. */
export interface CompiledStep {
  /** An ONNX file; its values are named by `STEP_NAMES`. */
  readonly model: Uint8Array;
  readonly state: TensorSpecs;
  readonly inputs: TensorSpecs;
  readonly outputs: TensorSpecs;
  readonly work: GraphWork;
}

/** Names of the inputs and outputs of a step's trace, and of its ONNX graph. */
export const STEP_NAMES = {
  state: (name: string): string => `state/${name}`,
  input: (name: string): string => `input/${name}`,
  nextState: (name: string): string => `next/${name}`,
  output: (name: string): string => `output/${name}`,
} as const;

/** The options of compilation. */
export interface CompileOptions {
  /**
   * `float16` computes convolutions in half precision, which devices with hardware for it do fast; state, statistics and
   * the loss stay float32. Scale the loss then (`lossScaling` of a contrastive step). Default `float32`.
   */
  readonly precision?: Precision;
}

/** A traced step: its inputs and outputs are named by `STEP_NAMES`. Of a step of several replicas, it is what one of them does. */
export interface TracedStep {
  readonly trace: Trace;
  readonly state: TensorSpecs;
  readonly inputs: TensorSpecs;
  readonly outputs: TensorSpecs;
}

/**
 * Traces a step: forward pass, backward pass and update, as plain data.
 *
 * @throws InvalidInput when the step uses a kernel that cannot be traced, reads values while it is traced, or returns a state
 *   of other names, shapes or types than it was given
 * @example
 * const inputs = { x: { shape: [2, 3], dtype: 'float32' } } as const;
 * const run = ({}, { x = tf.scalar(0) }) => ({ state: {}, outputs: { sum: tf.sum(x, 1) } });
 * traceStep({ state: {}, inputs, run }).trace.calls.map(({ kernel }) => kernel); // ['Sum']
 */
export function traceStep(step: Step): TracedStep {
  const { state } = step;
  const inputs = ownInputs(step);
  let outputs: TensorSpecs = {};
  const given = { ...mapKeys(state, STEP_NAMES.state), ...mapKeys(inputs, STEP_NAMES.input) };
  const trace = traceOf(given, (tensors) => {
    const named = (specs: TensorSpecs, rename: (name: string) => string): NamedTensors =>
      mapValues(specs, (_, name) => tensors[rename(name)] as tf.Tensor);
    const result = step.run(named(state, STEP_NAMES.state), named(inputs, STEP_NAMES.input));
    requireSameState(state, result.state);
    outputs = mapValues(result.outputs, specOf);
    return { ...mapKeys(result.state, STEP_NAMES.nextState), ...mapKeys(result.outputs, STEP_NAMES.output) };
  });
  return { trace, state, inputs, outputs };
}

/**
 * Compiles a step to one ONNX graph.
 *
 * @throws InvalidInput as `traceStep`, and when a kernel has no lowering to ONNX
 * @example
 * const inputs = { x: { shape: [2, 3], dtype: 'float32' } } as const;
 * const run = ({}, { x = tf.scalar(0) }) => ({ state: {}, outputs: { sum: tf.sum(x, 1) } });
 * compileStep({ state: {}, inputs, run }).outputs; // { sum: { shape: [2], dtype: 'float32' } }
 */
export function compileStep(step: Step, { precision = 'float32' }: CompileOptions = {}): CompiledStep {
  requireChoice('precision', precision, ['float32', 'float16']);
  const { trace, state, inputs, outputs } = traceStep(step);
  const graph = new GraphBuilder(precision);
  const places = mapValues(trace.inputs, (value, name) => {
    const { shape, dtype } = trace.values[value] as TensorSpec;
    return placed(graph.input({ name, type: dtype, shape }), shape, dtype);
  });
  for (const [name, tensor] of Object.entries(lowerToOnnx(graph, trace, places))) {
    graph.output(rowMajor(graph, tensor), { name, type: tensor.dtype, shape: tensor.shape });
  }
  return { model: graph.bytes(), state, inputs, outputs, work: graph.work };
}

/** Returns the inputs of one replica. */
function ownInputs({ inputs, replicas }: Step): TensorSpecs {
  if (replicas === undefined) return inputs;
  return mapValues(inputs, ({ shape, dtype }, name) => ({
    shape: replicas.split.includes(name) ? shape.with(0, (shape[0] as number) / replicas.count) : shape,
    dtype,
  }));
}

/** Requires that a step gives back the state that it takes, by names, shapes and types. @throws InvalidInput when it does not */
export function requireSameState(expected: TensorSpecs, given: NamedTensors): void {
  for (const name of Object.keys(expected)) {
    if (!Object.hasOwn(given, name))
      throw new InvalidInput(`the step gives back no ${name}: state in must be state out`);
  }
  for (const [name, tensor] of Object.entries(given)) {
    const before = expected[name];
    if (before === undefined) throw new InvalidInput(`the step gives back ${name}, which it did not take as state`);
    const after = specOf(tensor, name);
    const [was, is] = [describeTensor(before), describeTensor(after)];
    if (was !== is) throw new InvalidInput(`the step takes ${name} as ${was} and gives it back as ${is}`);
  }
}

function specOf({ shape, dtype }: tf.Tensor, name: string): TensorSpec {
  if (dtype !== 'float32' && dtype !== 'int32') {
    throw new InvalidInput(`the step gives back ${name} of type ${dtype}: cast it to float32 or int32`);
  }
  return { shape, dtype };
}
