/** Matrix products. A transposition that is only noted becomes a flag of the product. */
import type { tf } from '../../tfjs.js';
import type { GraphBuilder } from '../graph-builder.js';
import { ELEMENT_TYPE } from '../onnx-format.js';
import { inLayout, placed, rowMajor, rowMajorLayout, withRank, type PlacedTensor } from '../placed-tensor.js';
import { sizeOf } from '../../step.js';
import { input, type KernelCall, type KernelTable } from './kernel.js';

/** Multiplies stacks of matrices, […, m, k] and […, k, n], each with its last two axes exchanged if so asked. */
function batchMatMul(call: KernelCall): PlacedTensor {
  const given = [input(call, 'a'), input(call, 'b')] as const;
  const rank = Math.max(...given.map(({ shape }) => shape.length));
  const [a, b] = [withRank(call.graph, given[0], rank), withRank(call.graph, given[1], rank)];
  const { transposeA, transposeB } = call.attributes as tf.BatchMatMulAttrs;
  const { shape } = call.outputs[0];
  const multiplyAdds = sizeOf(shape) * (a.shape.at(transposeA ? -2 : -1) as number);
  if (shape.slice(0, -2).every((length) => length === 1)) {
    const operands = [asMatrix(call.graph, a, transposeA), asMatrix(call.graph, b, transposeB)] as const;
    const product = oneProduct(call.graph, operands, multiplyAdds);
    return placed(call.graph.reshape(product, shape), shape, a.dtype);
  }
  const operands = [inOrder(call.graph, a, transposeA), inOrder(call.graph, b, transposeB)];
  const value = call.graph.product('MatMul', operands, multiplyAdds);
  return placed(value, shape, a.dtype);
}

interface Operand {
  /** A value with two axes. */
  readonly value: string;
  readonly transposed: boolean;
}

/** Returns the last two axes as a matrix, in the order in which they lie in the graph. */
function asMatrix(graph: GraphBuilder, tensor: PlacedTensor, transpose: boolean): Operand {
  const rank = tensor.shape.length;
  const [first, second] = [tensor.layout.indexOf(rank - 2), tensor.layout.indexOf(rank - 1)];
  const exchanged = !tensor.uniform && first > second;
  const axes = exchanged ? [rank - 1, rank - 2] : [rank - 2, rank - 1];
  const value = inLayout(graph, tensor, [...rowMajorLayout(rank - 2), ...axes]);
  const matrix = graph.reshape(
    value,
    axes.map((axis) => tensor.shape[axis] as number),
  );
  return { value: matrix, transposed: exchanged !== transpose };
}

function oneProduct(graph: GraphBuilder, [a, b]: readonly [Operand, Operand], multiplyAdds: number): string {
  const values = [a.value, b.value];
  if (!a.transposed && !b.transposed) return graph.product('MatMul', values, multiplyAdds);
  return graph.product('Gemm', values, multiplyAdds, {
    transA: a.transposed ? 1 : 0,
    transB: b.transposed ? 1 : 0,
  });
}

function inOrder(graph: GraphBuilder, tensor: PlacedTensor, transpose: boolean): string {
  const rank = tensor.shape.length;
  const axes = transpose ? [rank - 1, rank - 2] : [rank - 2, rank - 1];
  return inLayout(graph, tensor, [...rowMajorLayout(rank - 2), ...axes]);
}

/**
 * Sums the rows of x that have the same segment (the gradient of a gather), as a product with the matrix [segments, rows] of
 * ones and zeros: slower than scattering, but in the same order on every device.
 */
function segmentSums(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const [x, segments] = [input(call, 'x'), input(call, 'segmentIds')];
  const { numSegments } = call.attributes as tf.UnsortedSegmentSumAttrs;
  const rows = sizeOf(segments.shape);
  const entry = x.shape.slice(segments.shape.length);
  const all = graph.constant(
    'int32',
    [numSegments, 1],
    new Uint8Array(Int32Array.from({ length: numSegments }, (_, k) => k).buffer),
  );
  const belongs = graph.node('Equal', [all, graph.reshape(rowMajor(graph, segments), [1, rows])]);
  const matrix = graph.node('Cast', [belongs], { to: ELEMENT_TYPE[x.dtype] });
  const operands = [matrix, graph.reshape(rowMajor(graph, x), [rows, sizeOf(entry)])];
  const product = graph.product('MatMul', operands, numSegments * rows * sizeOf(entry));
  const { shape } = call.outputs[0];
  return placed(graph.reshape(product, shape), shape, x.dtype);
}

export const PRODUCTS: KernelTable = { BatchMatMul: batchMatMul, UnsortedSegmentSum: segmentSums };
