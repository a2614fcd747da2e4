/** Kernels that move, cut, join and make entries. */
import { InvalidInput } from '../../../base/invalid-input.js';
import { tf } from '../tfjs.js';
import {
  inLayout,
  placed,
  reshaped,
  rowMajor,
  rowMajorLayout,
  shapeInLayout,
  uniform,
  type PlacedTensor,
} from '../placed-tensor.js';
import { sizeOf } from '../step.js';
import { input, type KernelCall, type KernelTable } from './kernel.js';
import { resolvedAxes, resolvedAxis } from './reduction.js';

/** Notes a transposition, for which nothing moves yet: axis p of the result is axis perm[p] of x. */
function transpose(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { perm } = call.attributes as tf.TransposeAttrs;
  return {
    ...x,
    shape: perm.map((axis) => x.shape[axis] as number),
    layout: x.layout.map((axis) => perm.indexOf(axis)),
  };
}

function reshape(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { shape } = call.attributes as tf.ReshapeAttrs;
  const known = shape.filter((length) => length >= 0);
  const rest = sizeOf(x.shape) / sizeOf(known);
  return reshaped(
    call.graph,
    x,
    shape.map((length) => (length < 0 ? rest : length)),
  );
}

function expandDims(call: KernelCall): PlacedTensor {
  const x = input(call, 'input');
  const { dim } = call.attributes as tf.ExpandDimsAttrs;
  const shape = x.shape.toSpliced(resolvedAxis(dim, x.shape.length + 1), 0, 1);
  return reshaped(call.graph, x, shape);
}

function slice(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { begin: given, size: asked } = call.attributes as tf.SliceAttrs;
  const begin = x.shape.map((_, axis) => [given].flat()[axis] ?? 0);
  const shape = x.shape.map((length, axis) => {
    const wanted = [asked].flat()[axis] ?? -1;
    return wanted < 0 ? length - (begin[axis] as number) : wanted;
  });
  if (x.uniform) return uniform(x.value, shape, x.dtype);
  const cut = x.layout.filter((axis) => shape[axis] !== x.shape[axis]);
  if (cut.length === 0) return { ...x, shape };
  const value = call.graph.node('Slice', [
    x.value,
    call.graph.ints(cut.map((axis) => begin[axis] as number)),
    call.graph.ints(cut.map((axis) => (begin[axis] as number) + (shape[axis] as number))),
    call.graph.ints(cut.map((axis) => x.layout.indexOf(axis))),
  ]);
  return { ...x, value, shape };
}

function concat(call: KernelCall): PlacedTensor {
  const parts = Object.values(call.inputs);
  const { axis: given } = call.attributes as tf.ConcatAttrs;
  const first = parts.reduce((chosen, part) => (chosen.uniform ? part : chosen));
  const axis = resolvedAxis(given, first.shape.length);
  const length = parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0);
  const values = parts.filter((part) => sizeOf(part.shape) > 0).map((part) => inLayout(call.graph, part, first.layout));
  const value = call.graph.node('Concat', values, { axis: first.layout.indexOf(axis) });
  return { value, shape: first.shape.with(axis, length), dtype: first.dtype, layout: first.layout };
}

function tile(call: KernelCall): PlacedTensor {
  const x = input(call, 'x');
  const { reps } = call.attributes as tf.TileAttrs;
  const shape = x.shape.map((length, axis) => length * (reps[axis] as number));
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
  const shape = x.shape.map((length, axis) => length + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
  return { value, shape, dtype: x.dtype, layout: x.layout };
}

function pack(call: KernelCall): PlacedTensor {
  const { axis: given } = call.attributes as tf.PackAttrs;
  const rank = input(call, '0').shape.length + 1;
  const axis = resolvedAxis(given, rank);
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
  return rowMajorLayout(value.shape[axis] as number).map((k) => {
    const begin = value.shape.map((_, a) => (a === axis ? k : 0));
    const one = slice({ ...call, inputs: { x: value }, attributes: { begin, size: value.shape.with(axis, 1) } });
    return reshaped(call.graph, one, value.shape.toSpliced(axis, 1));
  });
}

function splitV(call: KernelCall): readonly PlacedTensor[] {
  const x = input(call, 'x');
  const { numOrSizeSplits, axis: given } = call.attributes as tf.SplitVAttrs;
  const axis = resolvedAxis(given, x.shape.length);
  let start = 0;
  return tf.backend_util.prepareSplitSize({ shape: [...x.shape] } as tf.Tensor, numOrSizeSplits, axis).map((length) => {
    const begin = x.shape.map((_, a) => (a === axis ? start : 0));
    start += length;
    return slice({ ...call, inputs: { x }, attributes: { begin, size: x.shape.with(axis, length) } });
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
  const { axis, batchDims } = call.attributes as tf.GatherV2Attrs;
  if (batchDims !== 0) throw new InvalidInput(`gather with batchDims ${batchDims} has no lowering: use batchDims 0`);
  const value = call.graph.node('Gather', [rowMajor(call.graph, x), rowMajor(call.graph, indices)], { axis });
  return placed(value, x.shape.toSpliced(axis, 1, ...indices.shape), x.dtype);
}

function filled({ graph, attributes }: KernelCall): PlacedTensor {
  const { shape, value, dtype } = attributes as tf.FillAttrs;
  const type = dtype === 'int32' || dtype === 'bool' ? dtype : 'float32';
  return uniform(graph.scalar(type, Number(value)), shape, type);
}

function range({ graph, attributes }: KernelCall): PlacedTensor {
  const { start, stop, step, dtype } = attributes as tf.RangeAttrs;
  const length = Math.max(0, Math.ceil((stop - start) / step));
  const numbers = Array.from({ length }, (_, k) => start + k * step);
  const type = dtype === 'int32' ? 'int32' : 'float32';
  const typed = type === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
  return placed(graph.constant(type, [length], new Uint8Array(typed.buffer)), [length], type);
}

function filledLike(value: 0 | 1): (call: KernelCall) => PlacedTensor {
  return (call) => {
    const x = input(call, 'x');
    return uniform(call.graph.scalar(x.dtype, value), x.shape, x.dtype);
  };
}

export const ARRANGEMENT: KernelTable = {
  Concat: concat,
  ExpandDims: expandDims,
  Fill: filled,
  GatherV2: gather,
  OnesLike: filledLike(1),
  Pack: pack,
  PadV2: pad,
  Range: range,
  Reshape: reshape,
  Reverse: reverse,
  Slice: slice,
  SplitV: splitV,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
  ZerosLike: filledLike(0),
};
