/**
 * Convolutions of images that lie as [C, H, W, N] by filters that lie as [K, C, h, w], PyTorch's order of weights.
 *
 * With X the windows of the images, [C·h·w, H'·W'·N], and W the filters, [K, C·h·w]:
 *
 *     Y = W X        ∂W = ∂Y Xᵀ        ∂X = Wᵀ ∂Y, folded back to pixels
 *
 * so that nothing is transposed, batch statistics are sums along rows, and the result is in the order of the next layer.
 * At stride 1 the windows need not be written down: the whole batch is one image of width W·N, in which neighbours of a
 * picture are N columns apart, and a convolution dilated by N is that of every picture. ∂X is then one too.
 */
import type { tf } from '../../tfjs.js';
import { convolutionGeometry } from '../../traced-kernels.js';
import { reachBeyond, type WindowGeometry } from '../../window-geometry.js';
import { inLayout, type PlacedTensor } from '../placed-tensor.js';
import type { GraphBuilder } from '../graph-builder.js';
import { input, type KernelCall, type KernelTable } from './kernel.js';
import { CHANNEL_FIRST_BATCH_LAST, foldWindows, inPixels, outPixels, tapsOf, unfoldWindows } from './windows.js';

/** Axis order of filters [h, w, C, K] in the graph: [K, C, h, w]. */
const FILTER_LAYOUT = [3, 2, 0, 1] as const;

interface ConvolutionGeometry extends WindowGeometry {
  readonly outChannels: number;
}

function images(value: string, { batchSize, outHeight, outWidth, outChannels }: ConvolutionGeometry): PlacedTensor {
  const shape = [batchSize, outHeight, outWidth, outChannels];
  return { value, shape, dtype: 'float32', layout: CHANNEL_FIRST_BATCH_LAST };
}

/** Returns images as convolutions take them: [C, H, W, N]. */
function pictures(graph: GraphBuilder, tensor: PlacedTensor): string {
  return graph.toConvolution(inLayout(graph, tensor, CHANNEL_FIRST_BATCH_LAST));
}

/** Returns filters as convolutions take them: [K, C, h, w]. */
function filtersOf(graph: GraphBuilder, filter: PlacedTensor): string {
  return graph.toConvolution(inLayout(graph, filter, FILTER_LAYOUT));
}

/** Returns the windows of the images as a matrix, [C·h·w, H'·W'·N]. */
function windowMatrix(
  graph: GraphBuilder,
  x: PlacedTensor,
  geometry: ConvolutionGeometry,
  sharing: 'shared' | 'fresh',
): string {
  const windows = unfoldWindows(graph, pictures(graph, x), geometry, { outside: 'zero', sharing });
  const { inChannels, batchSize } = geometry;
  return graph.reshape(windows, [inChannels * tapsOf(geometry), outPixels(geometry) * batchSize]);
}

/** Returns the filters as a matrix, [K, C·h·w]. */
function filterMatrix(graph: GraphBuilder, filter: PlacedTensor, geometry: ConvolutionGeometry): string {
  const { outChannels, inChannels } = geometry;
  return graph.reshape(filtersOf(graph, filter), [outChannels, inChannels * tapsOf(geometry)]);
}

/** Returns ∂Y as a matrix, [K, H'·W'·N]. */
function outputMatrix(graph: GraphBuilder, dy: PlacedTensor, geometry: ConvolutionGeometry): string {
  const { outChannels, batchSize } = geometry;
  return graph.reshape(pictures(graph, dy), [outChannels, outPixels(geometry) * batchSize]);
}

/** Counts the multiplications in Y, and in either gradient. */
function multiplyAdds(geometry: ConvolutionGeometry): number {
  const { batchSize, inChannels, outChannels } = geometry;
  return outPixels(geometry) * batchSize * outChannels * inChannels * tapsOf(geometry);
}

function conv2D(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const [x, filter] = [input(call, 'x'), input(call, 'filter')];
  const geometry = convolutionGeometry(x.shape, filter.shape, call.attributes);
  if (slides(geometry)) {
    return images(slide(graph, pictures(graph, x), filtersOf(graph, filter), geometry), geometry);
  }
  const operands = [filterMatrix(graph, filter, geometry), windowMatrix(graph, x, geometry, 'shared')];
  const product = graph.product('MatMul', operands, multiplyAdds(geometry));
  const { outChannels, outHeight, outWidth, batchSize } = geometry;
  const value = graph.reshape(graph.fromConvolution(product), [outChannels, outHeight, outWidth, batchSize]);
  return images(value, geometry);
}

/** Tells if a convolution of the batch as one wide image gives just these windows. */
function slides(geometry: WindowGeometry): boolean {
  const { strideHeight, strideWidth, inHeight, inWidth, padInfo } = geometry;
  const reach = reachOf(geometry);
  const { bottom, right } = reachBeyond(geometry);
  return (
    tapsOf(geometry) > 1 &&
    strideHeight === 1 &&
    strideWidth === 1 &&
    Math.min(padInfo.top, padInfo.left) >= 0 &&
    inHeight + padInfo.top + bottom - reach.height === geometry.outHeight &&
    inWidth + padInfo.left + right - reach.width === geometry.outWidth
  );
}

/** Returns the distance from the first to the last tap of a window. */
function reachOf(geometry: WindowGeometry): { readonly height: number; readonly width: number } {
  return {
    height: (geometry.filterHeight - 1) * geometry.dilationHeight,
    width: (geometry.filterWidth - 1) * geometry.dilationWidth,
  };
}

/**
 * Convolves the batch as one wide image.
 *
 * @param batch value of shape [C, H, W, N], as convolutions take it
 * @param filters value of shape [K, C, h, w], likewise
 * @returns value of shape [K, H', W', N]
 */
function slide(graph: GraphBuilder, batch: string, filters: string, geometry: ConvolutionGeometry): string {
  const { inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, batchSize, padInfo } = geometry;
  const { bottom, right } = reachBeyond(geometry);
  const wide = graph.reshape(batch, [1, inChannels, inHeight, inWidth * batchSize]);
  const convolved = graph.product('Conv', [wide, filters], multiplyAdds(geometry), {
    kernel_shape: [geometry.filterHeight, geometry.filterWidth],
    dilations: [geometry.dilationHeight, geometry.dilationWidth * batchSize],
    pads: [padInfo.top, padInfo.left * batchSize, bottom, right * batchSize],
  });
  return graph.reshape(graph.fromConvolution(convolved), [outChannels, outHeight, outWidth, batchSize]);
}

function filterGradient(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const [x, dy] = [input(call, 'x'), input(call, 'dy')];
  const { filterShape } = call.attributes as tf.Conv2DBackpropFilterAttrs;
  const geometry = convolutionGeometry(x.shape, filterShape, call.attributes);
  // Windows are nine times the images: they are made again here instead of being kept from the forward pass.
  const windows = windowMatrix(graph, x, geometry, 'fresh');
  const operands = [outputMatrix(graph, dy, geometry), windows];
  const product = graph.product('Gemm', operands, multiplyAdds(geometry), { transB: 1 });
  const { outChannels, inChannels, filterHeight, filterWidth } = geometry;
  const value = graph.reshape(graph.fromConvolution(product), [outChannels, inChannels, filterHeight, filterWidth]);
  return { value, shape: filterShape, dtype: 'float32', layout: FILTER_LAYOUT };
}

function imageGradient(call: KernelCall): PlacedTensor {
  const { graph } = call;
  const [dy, filter] = [input(call, 'dy'), input(call, 'filter')];
  const { inputShape } = call.attributes as tf.Conv2DBackpropInputAttrs;
  const geometry = convolutionGeometry(inputShape, filter.shape, call.attributes);
  const value = slides(geometry)
    ? slidImageGradient(graph, dy, filter, geometry)
    : foldedGradient(graph, dy, filter, geometry);
  return { value, shape: inputShape, dtype: 'float32', layout: CHANNEL_FIRST_BATCH_LAST };
}

/** Computes Wᵀ ∂Y and folds it back to pixels, which wastes no work where windows overlap little. */
function foldedGradient(
  graph: GraphBuilder,
  dy: PlacedTensor,
  filter: PlacedTensor,
  geometry: ConvolutionGeometry,
): string {
  const operands = [filterMatrix(graph, filter, geometry), outputMatrix(graph, dy, geometry)];
  const windows = graph.product('Gemm', operands, multiplyAdds(geometry), { transA: 1 });
  return foldWindows(graph, graph.fromConvolution(windows), geometry);
}

/** Computes the image gradient at stride 1 as a convolution of ∂Y by the filters turned by 180° with C and K exchanged. */
function slidImageGradient(
  graph: GraphBuilder,
  dy: PlacedTensor,
  filter: PlacedTensor,
  geometry: ConvolutionGeometry,
): string {
  const { inChannels, outChannels, filterHeight, filterWidth, batchSize } = geometry;
  const mirrored = mirroredGeometry(geometry);
  if (!slides(mirrored)) return foldedGradient(graph, dy, filter, geometry);
  const exchanged = graph.node('Transpose', [filtersOf(graph, filter)], { perm: [1, 0, 2, 3] });
  const outputs = pictures(graph, dy);
  // Turning the filters moves K·C·h·w numbers one by one, windows of ∂Y move K·h·w·H·W·N in runs: the fewer, the better.
  if (inChannels > inPixels(geometry) * batchSize) {
    const windows = unfoldWindows(graph, outputs, mirrored, { outside: 'zero', taps: 'turned' });
    const columns = graph.reshape(windows, [outChannels * tapsOf(geometry), inPixels(geometry) * batchSize]);
    const rows = graph.reshape(exchanged, [inChannels, outChannels * tapsOf(geometry)]);
    const product = graph.product('MatMul', [rows, columns], multiplyAdds(geometry));
    return graph.reshape(graph.fromConvolution(product), [inChannels, geometry.inHeight, geometry.inWidth, batchSize]);
  }
  const flat = graph.reshape(exchanged, [inChannels, outChannels, tapsOf(geometry)]);
  const backwards = Array.from({ length: tapsOf(geometry) }, (_, tap) => tapsOf(geometry) - 1 - tap);
  const turned = graph.node('Gather', [flat, graph.ints(backwards)], { axis: 2 });
  const filters = graph.reshape(turned, [inChannels, outChannels, filterHeight, filterWidth]);
  return slide(graph, outputs, filters, mirrored);
}

/** Returns the geometry of windows of ∂Y, one around each pixel of the images. */
function mirroredGeometry(geometry: ConvolutionGeometry): ConvolutionGeometry {
  const { inChannels, outChannels, inHeight, inWidth, outHeight, outWidth, padInfo } = geometry;
  const reach = reachOf(geometry);
  return {
    ...geometry,
    inChannels: outChannels,
    outChannels: inChannels,
    inHeight: outHeight,
    inWidth: outWidth,
    outHeight: inHeight,
    outWidth: inWidth,
    padInfo: { top: reach.height - padInfo.top, left: reach.width - padInfo.left },
  };
}

export const CONVOLUTIONS: KernelTable = {
  Conv2D: conv2D,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: imageGradient,
};
