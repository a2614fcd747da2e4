/**
 * Convolutions and poolings by PyTorch's own operators.
 *
 * tfjs has images as [N, H, W, C] and filters as [h, w, C, K], PyTorch as [N, C, H, W] and [K, C, h, w]: views of the same
 * memory. Images then lie channels last, as PyTorch's fastest convolutions take them.
 */
import type { tf } from '../tfjs.js';
import { convolutionGeometry, poolingGeometry } from '../traced-kernels.js';
import { endOfWindows, type WindowGeometry } from '../window-geometry.js';
import type { PythonWriter } from './python-writer.js';
import { input, named, permuted, tuple, type TorchCall, type TorchTable, type TorchTensor } from './torch-tensor.js';

/** From [N, H, W, C] to [N, C, H, W], and back. */
const CHANNELS_FIRST = [0, 3, 1, 2] as const;
const CHANNELS_LAST = [0, 2, 3, 1] as const;
/** From [h, w, C, K] to [K, C, h, w], and back. */
const TORCH_FILTER = [3, 2, 0, 1] as const;
const TFJS_FILTER = [2, 3, 1, 0] as const;

/** Windows as an operator takes them. */
interface Windows {
  readonly stride: string;
  readonly padding: string;
  readonly dilation: string;
  /**
   * Columns and rows to add beforehand, left, right, top and bottom, or to take away where less than 0: the operator's padding
   * is the same on both sides, and it finds every window that there is room for.
   */
  readonly border: readonly [number, number, number, number] | undefined;
}

/** @param most the greatest padding that the operator takes, of rows and columns */
function windowsOf(geometry: WindowGeometry, most = { top: Infinity, left: Infinity }): Windows {
  const { inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = geometry;
  const { filterHeight, filterWidth, dilationHeight, dilationWidth } = geometry;
  const { top, left } = geometry.padInfo;
  const { bottom, right } = endOfWindows(geometry);
  const count = (length: number, taps: number, dilation: number, stride: number): number =>
    Math.floor((length - dilation * (taps - 1) - 1) / stride) + 1;
  const isSymmetric =
    Math.min(top, left) >= 0 &&
    top <= most.top &&
    left <= most.left &&
    count(inHeight + 2 * top, filterHeight, dilationHeight, strideHeight) === outHeight &&
    count(inWidth + 2 * left, filterWidth, dilationWidth, strideWidth) === outWidth;
  return {
    stride: tuple([strideHeight, strideWidth]),
    padding: isSymmetric ? tuple([top, left]) : '(0, 0)',
    dilation: tuple([dilationHeight, dilationWidth]),
    border: isSymmetric ? undefined : [left, right, top, bottom],
  };
}

/** Adds the border to images, [N, C, H, W], then takes away what is less than 0. */
function bordered(python: PythonWriter, name: string, { border }: Windows, value: string): string {
  return grown(
    python,
    grown(python, name, border, (width) => Math.max(0, width), value),
    border,
    (width) => Math.min(0, width),
  );
}

/** Does the opposite to the gradient of images: where images were taken away, it is 0. */
function withoutBorder(python: PythonWriter, gradient: string, { border }: Windows): string {
  return grown(
    python,
    grown(python, gradient, border, (width) => Math.max(0, -width)),
    border,
    (width) => Math.min(0, -width),
  );
}

function grown(
  python: PythonWriter,
  name: string,
  border: Windows['border'],
  widthOf: (width: number) => number,
  value = '0.0',
): string {
  const widths = (border ?? []).map(widthOf);
  if (widths.every((width) => width === 0)) return name;
  return python.line(`torch.nn.functional.pad(${name}, ${tuple(widths)}, value=${value})`);
}

function images(python: PythonWriter, tensor: TorchTensor): string {
  const name = named(python, permuted(python, tensor, CHANNELS_FIRST));
  // The stride of a single channel means nothing, but torch 1.13 takes it at its word on the CPU, and writes beyond its memory.
  const isOneChannel = tensor.shape.at(-1) === 1;
  return python.toConvolution(
    isOneChannel ? python.line(`${name}.clone(memory_format=torch.contiguous_format)`) : name,
  );
}

function filters(python: PythonWriter, filter: TorchTensor): string {
  return python.toConvolution(named(python, permuted(python, filter, TORCH_FILTER)));
}

/** Names a tensor of PyTorch's order of axes as a view of tfjs's order. */
function ofTfjs(call: TorchCall, name: string, perm: readonly number[]): TorchTensor {
  const spec = call.outputs[0];
  const inverse = perm.map((_, axis) => perm.indexOf(axis));
  const base = { shape: inverse.map((axis) => spec.shape[axis] as number), dtype: spec.dtype, code: name };
  return permuted(call.python, base, perm);
}

function convolution(call: TorchCall): TorchTensor {
  const { python } = call;
  const [x, filter] = [input(call, 'x'), input(call, 'filter')];
  const windows = windowsOf(convolutionGeometry(x.shape, filter.shape, call.attributes));
  const operands = `${bordered(python, images(python, x), windows, '0.0')}, ${filters(python, filter)}`;
  const rest = `None, ${windows.stride}, ${windows.padding}, ${windows.dilation}`;
  const made = python.line(`torch.nn.functional.conv2d(${operands}, ${rest})`);
  return ofTfjs(call, python.fromConvolution(made), CHANNELS_LAST);
}

/** The operands of a convolution's gradients, of which each gradient knows two: the other one may only be known by its shape. */
interface GradientOperands {
  readonly dy: TorchTensor;
  readonly x: TorchTensor | undefined;
  readonly filter: TorchTensor | undefined;
  readonly geometry: WindowGeometry & { readonly outChannels: number };
}

/** Writes the gradients of images and filters, both at once where both can be known: [images, filters] by their names. */
function gradients(python: PythonWriter, { dy, x, filter, geometry }: GradientOperands): readonly [string, string] {
  const windows = windowsOf(geometry);
  const { batchSize, inChannels, inHeight, inWidth, outChannels, filterHeight, filterWidth } = geometry;
  const [left = 0, right = 0, top = 0, bottom = 0] = windows.border ?? [];
  const imageShape = [batchSize, inChannels, inHeight + top + bottom, inWidth + left + right];
  const filterShape = [outChannels, inChannels, filterHeight, filterWidth];
  const dyName = images(python, dy);
  const unknown = (shape: readonly number[]): string =>
    python.line(
      `torch.empty(${tuple(shape)}, dtype=${dyName}.dtype, device=device, memory_format=torch.channels_last)`,
    );
  const xName = x === undefined ? unknown(imageShape) : bordered(python, images(python, x), windows, '0.0');
  const filterName = filter === undefined ? unknown(filterShape) : filters(python, filter);
  const mask = `[${filter === undefined ? 'False' : 'True'}, ${x === undefined ? 'False' : 'True'}, False]`;
  const geometryWords = `${windows.stride}, ${windows.padding}, ${windows.dilation}, False, (0, 0), 1, ${mask}`;
  const [ofImages, ofFilters] = python.lines(
    `torch.ops.aten.convolution_backward(${dyName}, ${xName}, ${filterName}, None, ${geometryWords})`,
    3,
  ) as [string, string, string];
  return [
    filter === undefined ? '' : withoutBorder(python, python.fromConvolution(ofImages), windows),
    x === undefined ? '' : python.fromConvolution(ofFilters),
  ];
}

function filterGradient(call: TorchCall): TorchTensor {
  const [x, dy] = [input(call, 'x'), input(call, 'dy')];
  const { filterShape } = call.attributes as tf.Conv2DBackpropFilterAttrs;
  const geometry = convolutionGeometry(x.shape, filterShape, call.attributes);
  const [, name] = gradients(call.python, { dy, x, filter: call.other, geometry });
  return ofTfjs(call, name, TFJS_FILTER);
}

function imageGradient(call: TorchCall): TorchTensor {
  const [dy, filter] = [input(call, 'dy'), input(call, 'filter')];
  const { inputShape } = call.attributes as tf.Conv2DBackpropInputAttrs;
  const geometry = convolutionGeometry(inputShape, filter.shape, call.attributes);
  const [name] = gradients(call.python, { dy, x: call.other, filter, geometry });
  return ofTfjs(call, name, CHANNELS_LAST);
}

/** The greatest entries of windows with their places, [N, C, H, W] both, and how they were asked for. */
interface Pooled {
  readonly values: string;
  readonly places: string;
  readonly images: string;
  readonly windows: Windows;
  readonly words: string;
}

function pooled(call: TorchCall, x: TorchTensor): Pooled {
  const { python } = call;
  const geometry = poolingGeometry(x.shape, call.attributes);
  // PyTorch pads a pooling by half a window at most.
  const most = { top: Math.floor(geometry.filterHeight / 2), left: Math.floor(geometry.filterWidth / 2) };
  const windows = windowsOf(geometry, most);
  const whole = bordered(python, named(python, permuted(python, x, CHANNELS_FIRST)), windows, '-math.inf');
  const size = tuple([geometry.filterHeight, geometry.filterWidth]);
  const words = `${size}, ${windows.stride}, ${windows.padding}, ${windows.dilation}, False`;
  const [values, places] = python.lines(`torch.ops.aten.max_pool2d_with_indices(${whole}, ${words})`, 2);
  return { values: values as string, places: places as string, images: whole, windows, words };
}

function maxPool(call: TorchCall): TorchTensor {
  return ofTfjs(call, pooled(call, input(call, 'x')).values, CHANNELS_LAST);
}

/** Gives the whole gradient of a window to its greatest entry, to the first of equal ones. */
function maxPoolGradient(call: TorchCall): TorchTensor {
  const { python } = call;
  const { places, images: whole, windows, words } = pooled(call, input(call, 'input'));
  const dy = named(python, permuted(python, input(call, 'dy'), CHANNELS_FIRST));
  const gradient = python.line(`torch.ops.aten.max_pool2d_with_indices_backward(${dy}, ${whole}, ${words}, ${places})`);
  return ofTfjs(call, withoutBorder(python, gradient, windows), CHANNELS_LAST);
}

export const CONVOLUTIONS: TorchTable = {
  Conv2D: convolution,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: imageGradient,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGradient,
};
