/** Lowers a trace to the nodes of an ONNX graph. */
import { InvalidInput } from '../../../base/invalid-input.js';
import { mapValues } from '../../../base/map-values.js';
import { isUniform, type ConstantData, type Trace, type TracedSpec } from '../trace.js';
import type { GraphBuilder } from './graph-builder.js';
import { KERNELS } from './kernels/index.js';
import { placed, uniform, type PlacedTensor } from './placed-tensor.js';

/**
 * Adds the calls of a trace to a graph.
 *
 * @param inputs where the trace's inputs lie in the graph, by name
 * @returns where its outputs lie, by name
 * @throws InvalidInput when a kernel has no lowering to ONNX
 */
export function lowerToOnnx(
  graph: GraphBuilder,
  trace: Trace,
  inputs: Readonly<Record<string, PlacedTensor>>,
): Record<string, PlacedTensor> {
  const places = new Map<number, PlacedTensor>();
  const specOf = (value: number): TracedSpec => trace.values[value] as TracedSpec;
  const placeOf = (value: number): PlacedTensor => {
    const known = places.get(value) ?? constantOf(graph, specOf(value), trace.constants.get(value));
    places.set(value, known);
    return known;
  };
  for (const [name, value] of Object.entries(trace.inputs)) places.set(value, inputs[name] as PlacedTensor);
  for (const { kernel, inputs: given, attributes, outputs } of trace.calls) {
    const lowering = KERNELS[kernel];
    if (lowering === undefined) {
      throw new InvalidInput(
        `the tfjs kernel ${kernel} has no lowering to ONNX: add an entry for it to a table in ` +
          'src/training/compile/onnx/kernels',
      );
    }
    const [first, ...rest] = outputs.map(specOf);
    const made = lowering({
      graph,
      inputs: mapValues(given, placeOf),
      attributes,
      outputs: [first as TracedSpec, ...rest],
    });
    for (const [k, tensor] of [made].flat().entries()) places.set(outputs[k] as number, tensor);
  }
  return mapValues(trace.outputs, placeOf);
}

function constantOf(graph: GraphBuilder, { shape, dtype }: TracedSpec, data: ConstantData | undefined): PlacedTensor {
  if (data === undefined) throw new Error('a trace uses a value that nothing makes');
  if (isUniform(data)) return uniform(graph.scalar(dtype, data[0] ?? 0), shape, dtype);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return placed(graph.constant(dtype, shape, bytes), shape, dtype);
}
