/** Kernels that move, cut, join and make entries. */
import { sizeOf } from '../step.js';
import type { tf } from '../tfjs.js';
import { rangeNumbers, resolvedAxes, resolvedAxis, sliceBegin } from '../traced-kernels.js';
import {
  input,
  literal,
  made,
  named,
  permuted,
  tuple,
  uniform,
  type TorchCall,
  type TorchLowering,
  type TorchTable,
  type TorchTensor,
} from './torch-tensor.js';

/** Gives the same entries another shape. */
function reshape(name: 'x' | 'input'): TorchLowering {
  return (call) => {
    const x = input(call, name);
    const spec = call.outputs[0];
    if (x.uniform) return { ...x, shape: spec.shape };
    const same = x.shape.length === spec.shape.length && x.shape.every((length, axis) => length === spec.shape[axis]);
    return same ? x : made(call.python, spec, `${x.code}.reshape(${tuple(spec.shape)})`);
  };
}

function transpose(call: TorchCall): TorchTensor {
  const { perm } = call.attributes as tf.TransposeAttrs;
  return permuted(call.python, input(call, 'x'), perm);
}

function slice(call: TorchCall): TorchTensor {
  const x = input(call, 'x');
  const spec = call.outputs[0];
  if (x.uniform) return { ...x, shape: spec.shape };
  const begin = sliceBegin(x.shape.length, call.attributes);
  const ranges = x.shape.map((length, axis) => {
    const [first, count] = [begin[axis] as number, spec.shape[axis] as number];
    return first === 0 && count === length ? ':' : `${first}:${first + count}`;
  });
  return ranges.every((cut) => cut === ':') ? x : made(call.python, spec, `${x.code}[${ranges.join(', ')}]`);
}

function concat(call: TorchCall): TorchTensor {
  const { axis } = call.attributes as tf.ConcatAttrs;
  const spec = call.outputs[0];
  const parts = Object.values(call.inputs).filter(({ shape }) => sizeOf(shape) > 0);
  if (parts.length === 0) return uniform(spec, 0);
  const names = parts.map((part) => named(call.python, part));
  return made(call.python, spec, `torch.cat([${names.join(', ')}], ${resolvedAxis(axis, spec.shape.length)})`);
}

function tile(call: TorchCall): TorchTensor {
  const x = input(call, 'x');
  const { reps } = call.attributes as tf.TileAttrs;
  const spec = call.outputs[0];
  if (x.uniform) return { ...x, shape: spec.shape };
  if (x.shape.length === 0) return x;
  const spreads = x.shape.every((length, axis) => length === 1 || reps[axis] === 1);
  return made(call.python, spec, spreads ? `${x.code}.expand${tuple(spec.shape)}` : `${x.code}.repeat${tuple(reps)}`);
}

function pad(call: TorchCall): TorchTensor {
  const { paddings, constantValue } = call.attributes as tf.PadV2Attrs;
  const spec = call.outputs[0];
  // From the last axis to the first.
  const pairs = paddings.toReversed().flat();
  const x = named(call.python, input(call, 'x'));
  return made(
    call.python,
    spec,
    `torch.nn.functional.pad(${x}, ${tuple(pairs)}, value=${literal(constantValue, spec.dtype)})`,
  );
}

function pack(call: TorchCall): TorchTensor {
  const { axis } = call.attributes as tf.PackAttrs;
  const spec = call.outputs[0];
  const names = Object.values(call.inputs).map((part) => named(call.python, part));
  return made(call.python, spec, `torch.stack([${names.join(', ')}], ${resolvedAxis(axis, spec.shape.length)})`);
}

function unpack(call: TorchCall): readonly TorchTensor[] {
  const value = input(call, 'value');
  const { axis: given } = call.attributes as tf.UnpackAttrs;
  const axis = resolvedAxis(given, value.shape.length);
  const name = named(call.python, value);
  return call.outputs.map((spec, k) => made(call.python, spec, `${name}.select(${axis}, ${k})`));
}

function split(call: TorchCall): readonly TorchTensor[] {
  const x = input(call, 'x');
  const { axis: given } = call.attributes as tf.SplitVAttrs;
  const axis = resolvedAxis(given, x.shape.length);
  const name = named(call.python, x);
  let start = 0;
  return call.outputs.map((spec) => {
    const length = spec.shape[axis] as number;
    start += length;
    return made(call.python, spec, `${name}.narrow(${axis}, ${start - length}, ${length})`);
  });
}

function reverse(call: TorchCall): TorchTensor {
  const x = input(call, 'x');
  const { dims } = call.attributes as tf.ReverseAttrs;
  if (x.uniform) return x;
  return made(call.python, call.outputs[0], `${x.code}.flip(${tuple(resolvedAxes(dims, x.shape.length))})`);
}

function gather(call: TorchCall): TorchTensor {
  const [x, indices] = [input(call, 'x'), input(call, 'indices')];
  const { axis } = call.attributes as tf.GatherV2Attrs;
  const flat = `${named(call.python, indices)}.reshape(-1)`;
  const rows = call.python.line(`${named(call.python, x)}.index_select(${axis}, ${flat})`);
  const spec = call.outputs[0];
  return indices.shape.length === 1
    ? { ...spec, code: rows }
    : made(call.python, spec, `${rows}.reshape(${tuple(spec.shape)})`);
}

function range(call: TorchCall): TorchTensor {
  const spec = call.outputs[0];
  const numbers = rangeNumbers(call.attributes);
  const data = spec.dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
  return { ...spec, code: call.python.constant(spec, data) };
}

export const ARRANGEMENT: TorchTable = {
  Concat: concat,
  ExpandDims: reshape('input'),
  Fill: ({ attributes, outputs }) => uniform(outputs[0], Number((attributes as tf.FillAttrs).value)),
  GatherV2: gather,
  OnesLike: ({ outputs }) => uniform(outputs[0], 1),
  Pack: pack,
  PadV2: pad,
  Range: range,
  Reshape: reshape('x'),
  Reverse: reverse,
  Slice: slice,
  SplitV: split,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
  ZerosLike: ({ outputs }) => uniform(outputs[0], 0),
};
