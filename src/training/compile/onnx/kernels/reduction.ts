/** Kernels that reduce over axes, and those along one axis. */
import type { tf } from '../../tfjs.js';
import { ELEMENT_TYPE } from '../onnx-format.js';
import { inLayout, rowMajor, placed, uniform, type PlacedTensor } from '../placed-tensor.js';
import { sizeOf } from '../../step.js';
import { resolvedAxes, type ReductionAttributes } from '../../traced-kernels.js';
import { input, type KernelCall, type KernelTable, type Lowering } from './kernel.js';

interface Reduction {
  readonly op: string;
  /** Result for `count` equal entries; without it, they reduce to themselves. */
  readonly ofEqual?: 'times count';
}

function reduce({ op, ofEqual }: Reduction): Lowering {
  return (call) => {
    const x = input(call, 'x');
    const { axis, reductionIndices, keepDims } = call.attributes as ReductionAttributes;
    const axes = resolvedAxes(axis ?? reductionIndices, x.shape.length);
    return reduceAxes(call, x, axes, { op, keepDims: keepDims ?? false, ...(ofEqual && { ofEqual }) });
  };
}

function reduceAxes(
  { graph, outputs: [{ shape }] }: KernelCall,
  x: PlacedTensor,
  axes: readonly number[],
  { op, ofEqual, keepDims }: Reduction & { readonly keepDims: boolean },
): PlacedTensor {
  if (x.uniform) {
    const count = sizeOf(axes.map((axis) => x.shape[axis] as number));
    const times = (): string => graph.node('Mul', [x.value, graph.scalar(x.dtype, count)]);
    return uniform(ofEqual === undefined ? x.value : times(), shape, x.dtype);
  }
  if (axes.length === 0) return x;
  const where = axes.map((axis) => x.layout.indexOf(axis)).toSorted((a, b) => a - b);
  const value = graph.node(op, [x.value, graph.ints(where)], { keepdims: keepDims ? 1 : 0 });
  const kept = x.layout.filter((axis) => !axes.includes(axis));
  const layout = keepDims ? x.layout : kept.map((axis) => kept.filter((other) => other < axis).length);
  return { value, shape, dtype: x.dtype, layout };
}

/**
 * Reduces booleans as 0 and 1, since ONNX has no reduction of them: the least says whether all hold, the greatest whether any
 * does.
 */
function reduceBooleans(op: 'ReduceMin' | 'ReduceMax'): Lowering {
  return (call) => {
    const x = input(call, 'x');
    const numbers = call.graph.node('Cast', [x.value], { to: ELEMENT_TYPE.int32 });
    const reduced = reduce({ op })({
      ...call,
      inputs: { x: { ...x, value: numbers, dtype: 'int32' } },
    }) as PlacedTensor;
    return { ...reduced, dtype: 'bool', value: call.graph.node('Cast', [reduced.value], { to: ELEMENT_TYPE.bool }) };
  };
}

/** Computes a mean, which is a real number also for whole numbers. */
function mean(call: KernelCall): ReturnType<Lowering> {
  const x = input(call, 'x');
  if (x.dtype === 'float32') return reduce({ op: 'ReduceMean' })(call);
  const value = call.graph.node('Cast', [x.value], { to: ELEMENT_TYPE.float32 });
  return reduce({ op: 'ReduceMean' })({ ...call, inputs: { x: { ...x, value, dtype: 'float32' } } });
}

function softmax(call: KernelCall): PlacedTensor {
  const x = input(call, 'logits');
  const { dim } = call.attributes as tf.SoftmaxAttrs;
  const value = inLayout(call.graph, x, x.layout);
  return {
    value: call.graph.node('Softmax', [value], { axis: x.layout.indexOf(dim) }),
    shape: x.shape,
    dtype: x.dtype,
    layout: x.layout,
  };
}

function cumulativeSum(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { axis, exclusive, reverse } = call.attributes as tf.CumsumAttrs;
  const value = call.graph.node(
    'CumSum',
    [inLayout(call.graph, x, x.layout), call.graph.ints([x.layout.indexOf(axis)], [])],
    { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 },
  );
  return { value, shape: x.shape, dtype: x.dtype, layout: x.layout };
}

/** Returns the k largest along the last axis, in descending order, and their indices. */
function topK(call: KernelCall): readonly PlacedTensor[] {
  const x = input(call, 'x');
  const { k } = call.attributes as tf.TopKAttrs;
  const { shape } = call.outputs[0];
  const [values, indices] = call.graph.nodes('TopK', [rowMajor(call.graph, x), call.graph.ints([k])], {}, 2);
  const narrow = call.graph.node('Cast', [indices as string], { to: ELEMENT_TYPE.int32 });
  return [placed(values as string, shape, x.dtype), placed(narrow, shape, 'int32')];
}

export const REDUCTIONS: KernelTable = {
  All: reduceBooleans('ReduceMin'),
  Any: reduceBooleans('ReduceMax'),
  Cumsum: cumulativeSum,
  Max: reduce({ op: 'ReduceMax' }),
  Mean: mean,
  Min: reduce({ op: 'ReduceMin' }),
  Softmax: softmax,
  Sum: reduce({ op: 'ReduceSum', ofEqual: 'times count' }),
  TopK: topK,
};
