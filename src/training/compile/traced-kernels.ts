/**
 * The tfjs kernels that can be traced, each with the shapes and types of what it makes.
 *
 * Whatever a lowering could not do is refused here, so that it is refused in the same words for all of them.
 */
import { InvalidInput } from '../../base/invalid-input.js';
import { sizeOf } from './step.js';
import { tf } from './tfjs.js';
import type { TracedSpec } from './trace.js';

/** A kernel's call, without its numbers. */
interface KernelUse {
  /** By tfjs's names. */
  readonly inputs: Readonly<Record<string, TracedSpec>>;
  readonly attributes: unknown;
}

/** Returns the shapes and types that a call makes: a list if tfjs gives back a list. */
export type SpecOf = (use: KernelUse) => TracedSpec | readonly TracedSpec[];

type Dtype = TracedSpec['dtype'];

function input({ inputs }: KernelUse, name: string): TracedSpec {
  const spec = inputs[name];
  if (spec === undefined)
    throw new Error(`a tfjs kernel has no input "${name}", but ${Object.keys(inputs).join(', ')}`);
  return spec;
}

/** Counts an axis from the start: tfjs passes on axes that are counted from the end. */
export function resolvedAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** One axis or several; all, where none is given. */
export type Axes = number | readonly number[] | null | undefined;

/** Counts axes from the start; all of them where none is given. */
export function resolvedAxes(axes: Axes, rank: number): readonly number[] {
  if (axes === undefined || axes === null) return Array.from({ length: rank }, (_, axis) => axis);
  return [axes].flat().map((axis) => resolvedAxis(axis, rank));
}

/** The attributes of kernels that reduce. */
export interface ReductionAttributes {
  readonly axis?: Axes;
  /** The axes, by the name that Max has for them. */
  readonly reductionIndices?: Axes;
  readonly keepDims?: boolean;
}

/** The shape of x, of its type or of the one given. */
function ofOne(dtype?: Dtype, name = 'x'): SpecOf {
  return (use) => {
    const x = input(use, name);
    return { shape: x.shape, dtype: dtype ?? x.dtype };
  };
}

/** The shape to which the inputs broadcast, of the type of the first or of the one given. */
function broadcast(names: readonly [string, ...string[]], dtype?: Dtype, typed: string = names[0]): SpecOf {
  return (use) => ({
    shape: commonShape(names.map((name) => input(use, name))),
    dtype: dtype ?? input(use, typed).dtype,
  });
}

function commonShape(specs: readonly TracedSpec[]): number[] {
  return specs.reduce<number[]>(
    (shape, spec) => tf.broadcast_util.assertAndGetBroadcastShape(shape, [...spec.shape]),
    [],
  );
}

/** The shape of x without the reduced axes, or with length 1 there. */
function reduced(dtype?: Dtype): SpecOf {
  return (use) => {
    const x = input(use, 'x');
    const { axis, reductionIndices, keepDims } = use.attributes as ReductionAttributes;
    const axes = resolvedAxes(axis ?? reductionIndices, x.shape.length);
    const shape = keepDims
      ? x.shape.map((length, k) => (axes.includes(k) ? 1 : length))
      : x.shape.filter((_, k) => !axes.includes(k));
    return { shape, dtype: dtype ?? x.dtype };
  };
}

function cast(use: KernelUse): TracedSpec {
  const { dtype } = use.attributes as tf.CastAttrs;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new InvalidInput(`a step cannot hold numbers of type ${dtype}: use float32, int32 or bool`);
  }
  return { shape: input(use, 'x').shape, dtype };
}

function batchMatMul(use: KernelUse): TracedSpec {
  const [a, b] = [input(use, 'a'), input(use, 'b')];
  const { transposeA, transposeB } = use.attributes as tf.BatchMatMulAttrs;
  const stack = commonShape([a, b].map(({ shape, dtype }) => ({ shape: shape.slice(0, -2), dtype })));
  const [rows, columns] = [a.shape.at(transposeA ? -1 : -2), b.shape.at(transposeB ? -2 : -1)] as [number, number];
  return { shape: [...stack, rows, columns], dtype: a.dtype };
}

function segmentSums(use: KernelUse): TracedSpec {
  const [x, segments] = [input(use, 'x'), input(use, 'segmentIds')];
  const { numSegments } = use.attributes as tf.UnsortedSegmentSumAttrs;
  return { shape: [numSegments, ...x.shape.slice(segments.shape.length)], dtype: x.dtype };
}

type Shape4D = [number, number, number, number];

/** The geometry of a convolution, by the attributes that it and its two gradients have. @throws InvalidInput unless NHWC */
export function convolutionGeometry(
  images: readonly number[],
  filter: readonly number[],
  attributes: unknown,
): tf.backend_util.Conv2DInfo {
  const { strides, pad, dilations, dimRoundingMode, dataFormat } = attributes as tf.Conv2DAttrs;
  if (dataFormat !== 'NHWC') {
    throw new InvalidInput(`a convolution of images ${dataFormat} cannot be traced: give them as NHWC, [N, H, W, C]`);
  }
  return tf.backend_util.computeConv2DInfo(
    images as Shape4D,
    filter as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
  );
}

/** The geometry of a pooling and of its gradient. */
export function poolingGeometry(images: readonly number[], attributes: unknown): tf.backend_util.Conv2DInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as tf.MaxPoolAttrs;
  return tf.backend_util.computePool2DInfo(images as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
}

function convolution(use: KernelUse): TracedSpec {
  const { outShape } = convolutionGeometry(input(use, 'x').shape, input(use, 'filter').shape, use.attributes);
  return { shape: outShape, dtype: 'float32' };
}

function filterGradient(use: KernelUse): TracedSpec {
  const { filterShape } = use.attributes as tf.Conv2DBackpropFilterAttrs;
  convolutionGeometry(input(use, 'x').shape, filterShape, use.attributes);
  return { shape: filterShape, dtype: 'float32' };
}

function imageGradient(use: KernelUse): TracedSpec {
  const { inputShape } = use.attributes as tf.Conv2DBackpropInputAttrs;
  convolutionGeometry(inputShape, input(use, 'filter').shape, use.attributes);
  return { shape: inputShape, dtype: 'float32' };
}

function maxPool(use: KernelUse): TracedSpec {
  const x = input(use, 'x');
  return { shape: poolingGeometry(x.shape, use.attributes).outShape, dtype: x.dtype };
}

function concat({ inputs, attributes }: KernelUse): TracedSpec {
  const parts = Object.values(inputs);
  const { axis: given } = attributes as tf.ConcatAttrs;
  // An empty part may have any shape.
  const first = (parts.find(({ shape }) => sizeOf(shape) > 0) ?? parts[0]) as TracedSpec;
  const axis = resolvedAxis(given, first.shape.length);
  const length = sum(parts.map(({ shape }) => shape[axis] as number));
  return { shape: first.shape.with(axis, length), dtype: first.dtype };
}

function expandDims(use: KernelUse): TracedSpec {
  const { shape, dtype } = input(use, 'input');
  const { dim } = use.attributes as tf.ExpandDimsAttrs;
  return { shape: shape.toSpliced(resolvedAxis(dim, shape.length + 1), 0, 1), dtype };
}

function fill({ attributes }: KernelUse): TracedSpec {
  const { shape, dtype } = attributes as tf.FillAttrs;
  return { shape, dtype: dtype === 'int32' || dtype === 'bool' ? dtype : 'float32' };
}

function gather(use: KernelUse): TracedSpec {
  const [x, indices] = [input(use, 'x'), input(use, 'indices')];
  const { axis, batchDims } = use.attributes as tf.GatherV2Attrs;
  if (batchDims !== 0) throw new InvalidInput(`gather with batchDims ${batchDims} cannot be traced: use batchDims 0`);
  return { shape: x.shape.toSpliced(axis, 1, ...indices.shape), dtype: x.dtype };
}

function pack({ inputs, attributes }: KernelUse): TracedSpec {
  const { axis } = attributes as tf.PackAttrs;
  const parts = Object.values(inputs);
  const { shape, dtype } = parts[0] as TracedSpec;
  return { shape: shape.toSpliced(resolvedAxis(axis, shape.length + 1), 0, parts.length), dtype };
}

function padded(use: KernelUse): TracedSpec {
  const { shape, dtype } = input(use, 'x');
  const { paddings } = use.attributes as tf.PadV2Attrs;
  return { shape: shape.map((length, axis) => length + sum(paddings[axis] ?? [])), dtype };
}

function range({ attributes }: KernelUse): TracedSpec {
  const { dtype } = attributes as tf.RangeAttrs;
  return { shape: [rangeNumbers(attributes).length], dtype: dtype === 'int32' ? 'int32' : 'float32' };
}

/** The numbers of a Range. */
export function rangeNumbers(attributes: unknown): number[] {
  const { start, stop, step } = attributes as tf.RangeAttrs;
  return Array.from({ length: Math.max(0, Math.ceil((stop - start) / step)) }, (_, k) => start + k * step);
}

function reshape(use: KernelUse): TracedSpec {
  const x = input(use, 'x');
  const { shape } = use.attributes as tf.ReshapeAttrs;
  const rest = sizeOf(x.shape) / sizeOf(shape.filter((length) => length >= 0));
  return { shape: shape.map((length) => (length < 0 ? rest : length)), dtype: x.dtype };
}

/** Returns the first index of a Slice on each axis. */
export function sliceBegin(rank: number, attributes: unknown): number[] {
  const { begin } = attributes as tf.SliceAttrs;
  return Array.from({ length: rank }, (_, axis) => [begin].flat()[axis] ?? 0);
}

function slice(use: KernelUse): TracedSpec {
  const x = input(use, 'x');
  const { size } = use.attributes as tf.SliceAttrs;
  const begin = sliceBegin(x.shape.length, use.attributes);
  const shape = x.shape.map((length, axis) => {
    const wanted = [size].flat()[axis] ?? -1;
    return wanted < 0 ? length - (begin[axis] as number) : wanted;
  });
  return { shape, dtype: x.dtype };
}

function split(use: KernelUse): TracedSpec[] {
  const x = input(use, 'x');
  const { numOrSizeSplits, axis: given } = use.attributes as tf.SplitVAttrs;
  const axis = resolvedAxis(given, x.shape.length);
  const lengths = tf.backend_util.prepareSplitSize({ shape: [...x.shape] } as tf.Tensor, numOrSizeSplits, axis);
  return lengths.map((length) => ({ shape: x.shape.with(axis, length), dtype: x.dtype }));
}

function tile(use: KernelUse): TracedSpec {
  const { shape, dtype } = input(use, 'x');
  const { reps } = use.attributes as tf.TileAttrs;
  return { shape: shape.map((length, axis) => length * (reps[axis] as number)), dtype };
}

function transpose(use: KernelUse): TracedSpec {
  const { shape, dtype } = input(use, 'x');
  const { perm } = use.attributes as tf.TransposeAttrs;
  return { shape: perm.map((axis) => shape[axis] as number), dtype };
}

function unpack(use: KernelUse): TracedSpec[] {
  const { shape, dtype } = input(use, 'value');
  const { axis: given } = use.attributes as tf.UnpackAttrs;
  const axis = resolvedAxis(given, shape.length);
  return Array.from({ length: shape[axis] as number }, () => ({ shape: shape.toSpliced(axis, 1), dtype }));
}

function topK(use: KernelUse): TracedSpec[] {
  const x = input(use, 'x');
  const { k } = use.attributes as tf.TopKAttrs;
  const shape = [...x.shape.slice(0, -1), k];
  return [
    { shape, dtype: x.dtype },
    { shape, dtype: 'int32' },
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** The kernels that can be traced: adding one is an entry here and one in each lowering. */
export const TRACED_KERNELS: Readonly<Record<string, SpecOf>> = {
  Abs: ofOne(),
  Ceil: ofOne(),
  ClipByValue: ofOne(),
  Cos: ofOne(),
  Cumsum: ofOne(),
  Erf: ofOne(),
  Exp: ofOne('float32'),
  Floor: ofOne(),
  Identity: ofOne(),
  IsFinite: ofOne('bool'),
  IsNan: ofOne('bool'),
  Log: ofOne(),
  LogicalNot: ofOne('bool'),
  Neg: ofOne(),
  OnesLike: ofOne(),
  Reciprocal: ofOne(),
  Relu: ofOne(),
  Reverse: ofOne(),
  Round: ofOne(),
  Rsqrt: ofOne(),
  Sigmoid: ofOne(),
  Sign: ofOne(),
  Sin: ofOne(),
  Softmax: ofOne(undefined, 'logits'),
  Softplus: ofOne(),
  Sqrt: ofOne(),
  Square: ofOne(),
  Step: ofOne('float32'),
  Tanh: ofOne(),
  ZerosLike: ofOne(),
  Cast: cast,

  Add: broadcast(['a', 'b']),
  AddN: ({ inputs }) => ({ shape: commonShape(Object.values(inputs)), dtype: (inputs['0'] as TracedSpec).dtype }),
  Equal: broadcast(['a', 'b'], 'bool'),
  Greater: broadcast(['a', 'b'], 'bool'),
  GreaterEqual: broadcast(['a', 'b'], 'bool'),
  Less: broadcast(['a', 'b'], 'bool'),
  LessEqual: broadcast(['a', 'b'], 'bool'),
  LogicalAnd: broadcast(['a', 'b'], 'bool'),
  LogicalOr: broadcast(['a', 'b'], 'bool'),
  Maximum: broadcast(['a', 'b']),
  Minimum: broadcast(['a', 'b']),
  Multiply: broadcast(['a', 'b']),
  NotEqual: broadcast(['a', 'b'], 'bool'),
  Pow: broadcast(['a', 'b']),
  RealDiv: broadcast(['a', 'b']),
  Select: broadcast(['condition', 't', 'e'], undefined, 't'),
  SquaredDifference: broadcast(['a', 'b']),
  Sub: broadcast(['a', 'b']),

  All: reduced('bool'),
  Any: reduced('bool'),
  Max: reduced(),
  Mean: reduced('float32'),
  Min: reduced(),
  Sum: reduced(),
  TopK: topK,

  BatchMatMul: batchMatMul,
  UnsortedSegmentSum: segmentSums,
  Conv2D: convolution,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: imageGradient,
  MaxPool: maxPool,
  MaxPoolGrad: ofOne('float32', 'input'),

  Concat: concat,
  ExpandDims: expandDims,
  Fill: fill,
  GatherV2: gather,
  Pack: pack,
  PadV2: padded,
  Range: range,
  Reshape: reshape,
  Slice: slice,
  SplitV: split,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
};
