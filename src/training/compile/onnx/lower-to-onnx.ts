/** Lowers a trace to the nodes of an ONNX graph. */
import { isUniform, lowered, type ConstantData, type Trace, type TracedSpec } from '../trace.js';
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
  return lowered(trace, trace.calls, {
    name: 'ONNX',
    folder: 'src/training/compile/onnx/kernels',
    inputs,
    constant: (spec, data) => constantOf(graph, spec, data),
    kernel: (name) => {
      const lowering = KERNELS[name];
      return (
        lowering &&
        (({ inputs: given, attributes, outputs }) => lowering({ graph, inputs: given, attributes, outputs }))
      );
    },
  });
}

function constantOf(graph: GraphBuilder, { shape, dtype }: TracedSpec, data: ConstantData): PlacedTensor {
  if (isUniform(data)) return uniform(graph.scalar(dtype, data[0] ?? 0), shape, dtype);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return placed(graph.constant(dtype, shape, bytes), shape, dtype);
}
