/**
 * One training step as one ONNX graph: state and inputs go in, the next state and outputs come out.
 */
import { requireChoice } from '../../base/option-checks.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { mapValues } from '../../base/map-values.js';
import type { tf } from './tfjs.js';
import { GraphBuilder, type GraphWork, type Precision } from './graph-builder.js';
import { placed, rowMajor } from './placed-tensor.js';
import { describeTensor, type NamedTensors, type Step, type TensorSpec, type TensorSpecs } from './step.js';
import { tracing, type TracingBackend } from './tracing-backend.js';

/** A step as an ONNX graph, with the specifications of its state, inputs and outputs. */
export interface CompiledStep {
  /** An ONNX file; its values are named by `ONNX_NAMES`. */
  readonly model: Uint8Array;
  readonly state: TensorSpecs;
  readonly inputs: TensorSpecs;
  readonly outputs: TensorSpecs;
  readonly work: GraphWork;
}

/** Names of the graph's inputs and outputs. */
export const ONNX_NAMES = {
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

/**
 * Traces a step: forward pass, backward pass and update in one graph.
 *
 * @throws InvalidInput when the step uses a kernel without a lowering, reads values while it is traced, or returns a state
 *   of other names, shapes or types than it was given
 * @example
 * const inputs = { x: { shape: [2, 3], dtype: 'float32' } } as const;
 * const run = ({}, { x = tf.scalar(0) }) => ({ state: {}, outputs: { sum: tf.sum(x, 1) } });
 * compileStep({ state: {}, inputs, run }).outputs; // { sum: { shape: [2], dtype: 'float32' } }
 */
export function compileStep(step: Step, { precision = 'float32' }: CompileOptions = {}): CompiledStep {
  requireChoice('precision', precision, ['float32', 'float16']);
  const graph = new GraphBuilder(precision);
  const outputs = tracing(graph, (backend) => {
    const declare = (specs: TensorSpecs, rename: (name: string) => string): NamedTensors =>
      mapValues(specs, ({ shape, dtype }, name) =>
        backend.tensorOf(placed(graph.input({ name: rename(name), type: dtype, shape }), shape, dtype)),
      );
    const result = step.run(declare(step.state, ONNX_NAMES.state), declare(step.inputs, ONNX_NAMES.input));
    requireSameState(step.state, result.state);
    handOut(graph, backend, result.state, ONNX_NAMES.nextState);
    handOut(graph, backend, result.outputs, ONNX_NAMES.output);
    return mapValues(result.outputs, specOf);
  });
  return { model: graph.bytes(), state: step.state, inputs: step.inputs, outputs, work: graph.work };
}

function handOut(
  graph: GraphBuilder,
  backend: TracingBackend,
  tensors: NamedTensors,
  rename: (name: string) => string,
): void {
  for (const [name, tensor] of Object.entries(tensors)) {
    const { shape, dtype } = specOf(tensor, name);
    graph.output(rowMajor(graph, backend.placeOf(tensor)), { name: rename(name), type: dtype, shape });
  }
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
