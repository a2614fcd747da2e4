/** Matrix products. A transposition that is only noted becomes a flag of the product. */
import type { tf } from '../../tfjs.js';
import type { GraphBuilder } from '../graph-builder.js';
import { inLayout, placed, rowMajorLayout, type PlacedTensor } from '../placed-tensor.js';
import { input, type KernelCall, type KernelTable } from './kernel.js';

/** a·b of stacks of matrices: [B, m, k] and [B, k, n], each with its last two axes exchanged if so asked. */
function batchMatMul(call: KernelCall): PlacedTensor {
  const [a, b] = [input(call, 'a'), input(call, 'b')];
  const { transposeA, transposeB } = call.attributes as tf.BatchMatMulAttrs;
  const rows = a.shape.at(transposeA ? -1 : -2) as number;
  const columns = b.shape.at(transposeB ? -2 : -1) as number;
  const [stackA, stackB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const stack = stackA.map((length, axis) => Math.max(length, stackB[axis] as number));
  const shape = [...stack, rows, columns];
  if (stack.every((length) => length === 1)) {
    const product = oneProduct(call.graph, asMatrix(call.graph, a, transposeA), asMatrix(call.graph, b, transposeB));
    return placed(call.graph.reshape(product, shape), shape, a.dtype);
  }
  const value = call.graph.node('MatMul', [inOrder(call.graph, a, transposeA), inOrder(call.graph, b, transposeB)]);
  return placed(value, shape, a.dtype);
}

interface Operand {
  /** A value with two axes. */
  readonly value: string;
  readonly transposed: boolean;
}

/** The last two axes, just as they lie in the graph. */
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

function oneProduct(graph: GraphBuilder, a: Operand, b: Operand): string {
  if (!a.transposed && !b.transposed) return graph.node('MatMul', [a.value, b.value]);
  return graph.node('Gemm', [a.value, b.value], { transA: a.transposed ? 1 : 0, transB: b.transposed ? 1 : 0 });
}

function inOrder(graph: GraphBuilder, tensor: PlacedTensor, transpose: boolean): string {
  const rank = tensor.shape.length;
  const axes = transpose ? [rank - 1, rank - 2] : [rank - 2, rank - 1];
  return inLayout(graph, tensor, [...rowMajorLayout(rank - 2), ...axes]);
}

export const PRODUCTS: KernelTable = { BatchMatMul: batchMatMul };
