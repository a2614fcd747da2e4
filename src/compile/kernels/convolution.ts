/**
 * Convolutions as one matrix product each.
 *
 * Images lie as [C, H, W, N], filters as [K, C, h, w] (PyTorch's order, in which weights are kept). With X the windows of
 * the images, [C·h·w, H'·W'·N], and W the filters, [K, C·h·w]:
 *
 *     Y = W X        ∂W = ∂Y Xᵀ        ∂X = Wᵀ ∂Y, folded back to pixels
 *
 * so that nothing is transposed, batch statistics are sums along rows, and the result is in the order of the next layer.
 */
import { tf } from '../../tfjs.js';
import { inLayout, type PlacedTensor } from '../placed-tensor.js';
import type { GraphBuilder } from '../graph-builder.js';
import { input, type KernelCall, type KernelTable } from './kernel.js';
import {
  CHANNEL_FIRST_BATCH_LAST,
  foldWindows,
  inPixels,
  outPixels,
  tapsOf,
  unfoldWindows,
  type WindowGeometry,
} from './windows.js';

/** Axis order of filters [h, w, C, K] in the graph: [K, C, h, w]. */
const FILTER_LAYOUT = [3, 2, 0, 1] as const;

type Shape4D = [number, number, number, number];

interface ConvolutionGeometry extends WindowGeometry {
  readonly outChannels: number;
}

function geometryOf(
  imageShape: readonly number[],
  filterShape: readonly number[],
  attributes: unknown,
): ConvolutionGeometry {
  const { strides, pad, dilations, dimRoundingMode, dataFormat } = attributes as tf.Conv2DAttrs;
  if (dataFormat !== 'NHWC')
    throw new TypeError(`a step's images are NHWC: convolution of ${dataFormat} has no lowering`);
  return tf.backend_util.computeConv2DInfo(
    imageShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
  );
}

function images(value: string, { batchSize, outHeight, outWidth, outChannels }: ConvolutionGeometry): PlacedTensor {
  const shape = [batchSize, outHeight, outWidth, outChannels];
  return { value, shape, dtype: 'float32', layout: CHANNEL_FIRST_BATCH_LAST };
}

/** The windows of the images as a matrix, [C·h·w, H'·W'·N]. */
function windowMatrix(
  graph: GraphBuilder,
  x: PlacedTensor,
  geometry: ConvolutionGeometry,
  sharing: 'shared' | 'fresh',
): string {
  const windows = unfoldWindows(graph, inLayout(graph, x, CHANNEL_FIRST_BATCH_LAST), geometry, { outside: 0, sharing });
  const { inChannels, batchSize } = geometry;
  return graph.reshape(windows, [inChannels * tapsOf(geometry), outPixels(geometry) * batchSize]);
}

/** The filters as a matrix, [K, C·h·w]. */
function filterMatrix(graph: GraphBuilder, filter: PlacedTensor, geometry: ConvolutionGeometry): string {
  const { outChannels, inChannels } = geometry;
  return graph.reshape(inLayout(graph, filter, FILTER_LAYOUT), [outChannels, inChannels * tapsOf(geometry)]);
}

/** ∂Y as a matrix, [K, H'·W'·N]. */
function outputMatrix(graph: GraphBuilder, dy: PlacedTensor, geometry: ConvolutionGeometry): string {
  const { outChannels, batchSize } = geometry;
  return graph.reshape(inLayout(graph, dy, CHANNEL_FIRST_BATCH_LAST), [outChannels, outPixels(geometry) * batchSize]);
}

function conv2D(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const [x, filter] = [input(call, 'x'), input(call, 'filter')];
  const geometry = geometryOf(x.shape, filter.shape, call.attributes);
  const product = graph.node('MatMul', [
    filterMatrix(graph, filter, geometry),
    windowMatrix(graph, x, geometry, 'shared'),
  ]);
  const { outChannels, outHeight, outWidth, batchSize } = geometry;
  return images(graph.reshape(product, [outChannels, outHeight, outWidth, batchSize]), geometry);
}

function filterGradient(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const [x, dy] = [input(call, 'x'), input(call, 'dy')];
  const { filterShape } = call.attributes as tf.Conv2DBackpropFilterAttrs;
  const geometry = geometryOf(x.shape, filterShape, call.attributes);
  // Windows are nine times the images: they are made again here instead of being kept from the forward pass.
  const windows = windowMatrix(graph, x, geometry, 'fresh');
  const product = graph.node('Gemm', [outputMatrix(graph, dy, geometry), windows], { transB: 1 });
  const { outChannels, inChannels, filterHeight, filterWidth } = geometry;
  const value = graph.reshape(product, [outChannels, inChannels, filterHeight, filterWidth]);
  return { value, shape: filterShape, dtype: 'float32', layout: FILTER_LAYOUT };
}

function imageGradient(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const [dy, filter] = [input(call, 'dy'), input(call, 'filter')];
  const { inputShape } = call.attributes as tf.Conv2DBackpropInputAttrs;
  const geometry = geometryOf(inputShape, filter.shape, call.attributes);
  const { strideHeight, strideWidth } = geometry;
  const mirrored = mirroredGeometry(geometry);
  const dense = strideHeight === 1 && strideWidth === 1 && tapsOf(geometry) > 1 && fits(mirrored);
  const value = dense
    ? denseImageGradient(graph, dy, filter, { geometry, mirrored })
    : foldedGradient(graph, dy, filter, geometry);
  return { value, shape: inputShape, dtype: 'float32', layout: CHANNEL_FIRST_BATCH_LAST };
}

/** Wᵀ ∂Y folded back: exact in work where windows overlap little. */
function foldedGradient(
  graph: GraphBuilder,
  dy: PlacedTensor,
  filter: PlacedTensor,
  geometry: ConvolutionGeometry,
): string {
  const windows = graph.node('Gemm', [filterMatrix(graph, filter, geometry), outputMatrix(graph, dy, geometry)], {
    transA: 1,
  });
  return foldWindows(graph, windows, geometry);
}

/** At stride 1 the gradient is itself a convolution: of ∂Y, by the filters turned by 180° with C and K exchanged. */
function denseImageGradient(
  graph: GraphBuilder,
  dy: PlacedTensor,
  filter: PlacedTensor,
  { geometry, mirrored }: { readonly geometry: ConvolutionGeometry; readonly mirrored: WindowGeometry },
): string {
  const { inChannels, outChannels, inHeight, inWidth, batchSize } = geometry;
  const windows = unfoldWindows(graph, inLayout(graph, dy, CHANNEL_FIRST_BATCH_LAST), mirrored, {
    outside: 0,
    taps: 'turned',
  });
  const columns = graph.reshape(windows, [outChannels * tapsOf(geometry), inPixels(geometry) * batchSize]);
  const exchanged = graph.node('Transpose', [inLayout(graph, filter, FILTER_LAYOUT)], { perm: [1, 0, 2, 3] });
  const rows = graph.reshape(exchanged, [inChannels, outChannels * tapsOf(geometry)]);
  return graph.reshape(graph.node('MatMul', [rows, columns]), [inChannels, inHeight, inWidth, batchSize]);
}

/** Windows of ∂Y, one around each pixel of the images. */
function mirroredGeometry(geometry: ConvolutionGeometry): WindowGeometry {
  const { outChannels, inHeight, inWidth, outHeight, outWidth, padInfo } = geometry;
  const top = (geometry.filterHeight - 1) * geometry.dilationHeight - padInfo.top;
  const left = (geometry.filterWidth - 1) * geometry.dilationWidth - padInfo.left;
  return {
    ...geometry,
    inChannels: outChannels,
    inHeight: outHeight,
    inWidth: outWidth,
    outHeight: inHeight,
    outWidth: inWidth,
    padInfo: { top, left },
  };
}

/** Padding wider than the filter's reach would have to be cut off. */
function fits({ padInfo }: WindowGeometry): boolean {
  return Math.min(padInfo.top, padInfo.left) >= 0;
}

export const CONVOLUTIONS: KernelTable = {
  Conv2D: conv2D,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: imageGradient,
};
