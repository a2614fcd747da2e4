/** Kernels that move, cut, join and make entries. */
import type { tf } from '../../tfjs.js';
import { inLayout, placed, reshaped, rowMajor, shapeInLayout, uniform, type PlacedTensor } from '../placed-tensor.js';
import type { GraphBuilder } from '../graph-builder.js';
import { sizeOf } from '../../step.js';
import { rangeNumbers, resolvedAxes, resolvedAxis, sliceBegin } from '../../traced-kernels.js';
import { input, type KernelCall, type KernelTable } from './kernel.js';

/** Notes a transposition, for which nothing moves yet: axis p of the result is axis perm[p] of x. */
function transpose(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { perm } = call.attributes as tf.TransposeAttrs;
  return {
    ...x,
    shape: call.outputs[0].shape,
    layout: x.layout.map((axis) => perm.indexOf(axis)),
  };
}

/** Gives the same entries another shape. */
function reshape(name: 'x' | 'input'): (call: KernelCall) => PlacedTensor {
  return (call) => reshaped(call.graph, input(call, name), call.outputs[0].shape);
}

function slice(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  return cutOut(call.graph, x, sliceBegin(x.shape.length, call.attributes), call.outputs[0].shape);
}

/** Returns the part of x that begins at `begin` and has the given shape. */
function cutOut(
  graph: GraphBuilder,
  x: PlacedTensor,
  begin: readonly number[],
  shape: readonly number[],
): PlacedTensor {
  if (x.uniform) return uniform(x.value, shape, x.dtype);
  const cut = x.layout.filter((axis) => shape[axis] !== x.shape[axis]);
  if (cut.length === 0) return { ...x, shape };
  const value = graph.node('Slice', [
    x.value,
    graph.ints(cut.map((axis) => begin[axis] as number)),
    graph.ints(cut.map((axis) => (begin[axis] as number) + (shape[axis] as number))),
    graph.ints(cut.map((axis) => x.layout.indexOf(axis))),
  ]);
  return { ...x, value, shape };
}

function concat(call: KernelCall): PlacedTensor {
  const parts = Object.values(call.inputs);
  const { axis: given } = call.attributes as tf.ConcatAttrs;
  const first = parts.reduce((chosen, part) => (chosen.uniform ? part : chosen));
  const axis = resolvedAxis(given, first.shape.length);
  const values = parts.filter((part) => sizeOf(part.shape) > 0).map((part) => inLayout(call.graph, part, first.layout));
  const value = call.graph.node('Concat', values, { axis: first.layout.indexOf(axis) });
  return { value, shape: call.outputs[0].shape, dtype: first.dtype, layout: first.layout };
}

function tile(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { reps } = call.attributes as tf.TileAttrs;
  const { shape } = call.outputs[0];
  if (x.uniform) return uniform(x.value, shape, x.dtype);
  if (sizeOf(x.shape) === 1) return uniform(call.graph.reshape(x.value, []), shape, x.dtype);
  const value = call.graph.node('Tile', [x.value, call.graph.ints(shapeInLayout(reps, x.layout))]);
  return { ...x, value, shape };
}

function pad(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { paddings, constantValue } = call.attributes as tf.PadV2Attrs;
  const ordered = x.layout.map((axis) => paddings[axis] as [number, number]);
  const value = call.graph.node('Pad', [
    inLayout(call.graph, x, x.layout),
    call.graph.ints([...ordered.map(([before]) => before), ...ordered.map(([, after]) => after)]),
    call.graph.scalar(x.dtype, constantValue),
  ]);
  return { value, shape: call.outputs[0].shape, dtype: x.dtype, layout: x.layout };
}

function pack(call: KernelCall): PlacedTensor {
  const { axis: given } = call.attributes as tf.PackAttrs;
  const axis = resolvedAxis(given, call.outputs[0].shape.length);
  const parts = Object.entries(call.inputs).map(([name, part]) => {
    const shape = part.shape.toSpliced(axis, 0, 1);
    return [name, reshaped(call.graph, part, shape)] as const;
  });
  return concat({ ...call, inputs: Object.fromEntries(parts), attributes: { axis } });
}

function unpack(call: KernelCall): readonly PlacedTensor[] {
  const value = input(call, 'value');
  const { axis: given } = call.attributes as tf.UnpackAttrs;
  const axis = resolvedAxis(given, value.shape.length);
  return call.outputs.map(({ shape }, k) => {
    const begin = value.shape.map((_, a) => (a === axis ? k : 0));
    return reshaped(call.graph, cutOut(call.graph, value, begin, value.shape.with(axis, 1)), shape);
  });
}

function splitV(call: KernelCall): readonly PlacedTensor[] {
  const x = input(call, 'x');
  const { axis: given } = call.attributes as tf.SplitVAttrs;
  const axis = resolvedAxis(given, x.shape.length);
  let start = 0;
  return call.outputs.map(({ shape }) => {
    const begin = x.shape.map((_, a) => (a === axis ? start : 0));
    start += shape[axis] as number;
    return cutOut(call.graph, x, begin, shape);
  });
}

function reverse(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  if (x.uniform) return x;
  const { dims } = call.attributes as tf.ReverseAttrs;
  const axes = resolvedAxes(dims, x.shape.length).map((axis) => x.layout.indexOf(axis));
  const all = (value: number): string => call.graph.ints(axes.map(() => value));
  // From the last entry to before the first: ONNX clamps the end.
  const value = call.graph.node('Slice', [x.value, all(-1), all(-(2 ** 31)), call.graph.ints(axes), all(-1)]);
  return { ...x, value };
}

function gather(call: KernelCall): PlacedTensor {
  const [x, indices] = [input(call, 'x'), input(call, 'indices')];
  const { axis } = call.attributes as tf.GatherV2Attrs;
  const value = call.graph.node('Gather', [rowMajor(call.graph, x), rowMajor(call.graph, indices)], { axis });
  return placed(value, call.outputs[0].shape, x.dtype);
}

function filled({ graph, attributes, outputs: [{ shape, dtype }] }: KernelCall): PlacedTensor {
  const { value } = attributes as tf.FillAttrs;
  return uniform(graph.scalar(dtype, Number(value)), shape, dtype);
}

function range({ graph, attributes, outputs: [{ shape, dtype }] }: KernelCall): PlacedTensor {
  const numbers = rangeNumbers(attributes);
  const typed = dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
  return placed(graph.constant(dtype, shape, new Uint8Array(typed.buffer)), shape, dtype);
}

function filledLike(value: 0 | 1): (call: KernelCall) => PlacedTensor {
  return (call) => {
    const x = input(call, 'x');
    return uniform(call.graph.scalar(x.dtype, value), x.shape, x.dtype);
  };
}

export const ARRANGEMENT: KernelTable = {
  Concat: concat,
  ExpandDims: reshape('input'),
  Fill: filled,
  GatherV2: gather,
  OnesLike: filledLike(1),
  Pack: pack,
  PadV2: pad,
  Range: range,
  Reshape: reshape('x'),
  Reverse: reverse,
  Slice: slice,
  SplitV: splitV,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
  ZerosLike: filledLike(0),
};
