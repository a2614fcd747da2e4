/**
 * A tfjs tensor, with the place of its numbers in the graph.
 *
 * tfjs thinks in its own axes (NHWC images, HWIO filters); the graph keeps the order that is best to compute with (see
 * kernels/convolution.ts). So a transposition is only noted, and made when an operator needs another order. A tensor whose
 * entries are all equal is one scalar until it is needed in full.
 */
import type { GraphBuilder } from './graph-builder.js';

/** The order of axes: axis p of the value in the graph is axis layout[p] of the tensor. */
export type Layout = readonly number[];

export interface PlacedTensor {
  /** The value in the graph: of shape layout.map(axis => shape[axis]), or a scalar if `uniform`. */
  readonly value: string;
  /** Shape as tfjs sees it. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly layout: Layout;
  /** True if every entry equals the scalar `value`. */
  readonly uniform?: true;
}

export function rowMajorLayout(rank: number): Layout {
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** Makes a tensor that lies in the graph just as tfjs sees it. */
export function placed(value: string, shape: readonly number[], dtype: PlacedTensor['dtype']): PlacedTensor {
  return { value, shape, dtype, layout: rowMajorLayout(shape.length) };
}

/** Makes a tensor whose entries all equal a scalar of the graph. */
export function uniform(value: string, shape: readonly number[], dtype: PlacedTensor['dtype']): PlacedTensor {
  return { ...placed(value, shape, dtype), uniform: true };
}

/** Returns the shape in the graph of a tensor of `shape` that lies in `layout`. */
export function shapeInLayout(shape: readonly number[], layout: Layout): number[] {
  return layout.map((axis) => shape[axis] as number);
}

/** Returns the tensor's value in the graph with its axes in the order asked for. */
export function inLayout(graph: GraphBuilder, tensor: PlacedTensor, layout: Layout): string {
  const shape = shapeInLayout(tensor.shape, layout);
  if (tensor.uniform) return graph.node('Expand', [tensor.value, graph.ints(shape)]);
  return rearranged(graph, tensor, layout);
}

/** Returns the tensor's value in the graph in tfjs's own order. */
export function rowMajor(graph: GraphBuilder, tensor: PlacedTensor): string {
  return inLayout(graph, tensor, rowMajorLayout(tensor.shape.length));
}

/** Reorders axes. Those of length 1 may stand anywhere: where the others keep their order, a Reshape (free) is enough. */
function rearranged(graph: GraphBuilder, { value, shape, layout: from }: PlacedTensor, to: Layout): string {
  if (sameOrder(from, to)) return value;
  const long = (axis: number): boolean => shape[axis] !== 1;
  if (sameOrder(from.filter(long), to.filter(long))) return graph.reshape(value, shapeInLayout(shape, to));
  return graph.node('Transpose', [value], { perm: to.map((axis) => from.indexOf(axis)) });
}

/** Returns the tensor with axes of length 1 put before its own, as broadcasting sees it. */
export function withRank(graph: GraphBuilder, tensor: PlacedTensor, rank: number): PlacedTensor {
  const added = rank - tensor.shape.length;
  if (added === 0) return tensor;
  const leading = rowMajorLayout(added);
  const shape = [...leading.map(() => 1), ...tensor.shape];
  const layout = [...leading, ...tensor.layout.map((axis) => axis + added)];
  const value = tensor.uniform ? tensor.value : graph.reshape(tensor.value, shapeInLayout(shape, layout));
  return { ...tensor, value, shape, layout };
}

/** Returns the same entries under another shape. Adding or dropping axes of length 1 keeps the order in the graph. */
export function reshaped(graph: GraphBuilder, tensor: PlacedTensor, shape: readonly number[]): PlacedTensor {
  if (tensor.uniform) return uniform(tensor.value, shape, tensor.dtype);
  const longAxes = (of: readonly number[]): number[] => rowMajorLayout(of.length).filter((axis) => of[axis] !== 1);
  const [from, to] = [longAxes(tensor.shape), longAxes(shape)];
  const sameLong = sameOrder(shapeInLayout(tensor.shape, from), shapeInLayout(shape, to));
  if (!sameLong) return placed(graph.reshape(rowMajor(graph, tensor), shape), shape, tensor.dtype);
  const short = rowMajorLayout(shape.length).filter((axis) => shape[axis] === 1);
  const long = tensor.layout.filter((axis) => from.includes(axis)).map((axis) => to[from.indexOf(axis)] as number);
  const layout = sameOrder(long, to) ? rowMajorLayout(shape.length) : [...short, ...long];
  return { ...tensor, value: graph.reshape(tensor.value, shapeInLayout(shape, layout)), shape, layout };
}

function sameOrder(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((axis, k) => axis === b[k]);
}
