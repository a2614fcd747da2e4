/**
 * Sliding windows over images that lie as [C, H, W, N].
 *
 * With the images of a batch innermost, one tap of a window is a run of N numbers. All windows are then one Gather along the
 * flattened spatial axis (im2col), whatever the stride; and its transpose, which adds up at each pixel the entries of its
 * windows (col2im), is one Gather and one sum.
 */
import { reachBeyond, type WindowGeometry } from '../../window-geometry.js';
import type { GraphBuilder, NodeOptions } from '../graph-builder.js';

/** Axis order of images [N, H, W, C] in the graph: [C, H, W, N]. */
export const CHANNEL_FIRST_BATCH_LAST = [3, 1, 2, 0] as const;

export function tapsOf({ filterHeight, filterWidth }: WindowGeometry): number {
  return filterHeight * filterWidth;
}

export function outPixels({ outHeight, outWidth }: WindowGeometry): number {
  return outHeight * outWidth;
}

export function inPixels({ inHeight, inWidth }: WindowGeometry): number {
  return inHeight * inWidth;
}

/** Tells if each window is one pixel and each pixel one window. */
function isPointwise(geometry: WindowGeometry): boolean {
  const { inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, padInfo } = geometry;
  const everyPixel = strideHeight === 1 && strideWidth === 1 && inHeight === outHeight && inWidth === outWidth;
  return tapsOf(geometry) === 1 && everyPixel && padInfo.top === 0 && padInfo.left === 0;
}

/** Stand-in for −∞, finite since shaders need not know infinities. */
const LOWEST = -3.4e38;

export interface WindowOptions extends NodeOptions {
  /** Values beyond the border: `lowest` is below every number that a network computes. */
  readonly outside: 'zero' | 'lowest';
  /** `turned`: windows rotated by 180°. */
  readonly taps?: 'in order' | 'turned';
}

/**
 * Returns every window of every channel.
 *
 * @param images value of shape [C, H, W, N]
 * @returns value of shape [C, taps, outPixels, N]
 */
export function unfoldWindows(
  graph: GraphBuilder,
  images: string,
  geometry: WindowGeometry,
  { outside, taps = 'in order', ...options }: WindowOptions,
): string {
  const { inChannels, inHeight, inWidth, batchSize, padInfo } = geometry;
  if (isPointwise(geometry)) return graph.reshape(images, [inChannels, 1, inPixels(geometry), batchSize]);
  const { top, left } = padInfo;
  const { bottom, right } = reachBeyond(geometry);
  const padded = top + left + bottom + right > 0;
  const pads = graph.ints([0, top, left, 0, 0, bottom, right, 0]);
  // Without a value given, Pad pads with zeros of whatever type the images are.
  const filling = outside === 'zero' ? [] : [graph.scalar('float32', LOWEST)];
  const bordered = padded ? graph.node('Pad', [images, pads, ...filling]) : images;
  const width = inWidth + left + right;
  const flat = graph.reshape(bordered, [inChannels, (inHeight + top + bottom) * width, batchSize]);
  const offsets = taps === 'turned' ? tapOffsets(geometry).toReversed() : tapOffsets(geometry);
  const indices = windowIndices(geometry, offsets, width);
  return graph.node(
    'Gather',
    [flat, graph.ints(indices, [tapsOf(geometry), outPixels(geometry)])],
    { axis: 1 },
    options,
  );
}

/** Returns the index in the bordered image of each tap (outer) of each window (inner). */
function windowIndices(geometry: WindowGeometry, offsets: readonly [number, number][], width: number): number[] {
  const { outHeight, outWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = geometry;
  return offsets.flatMap(([i, j]) =>
    pixels(outHeight, outWidth).map(
      ([y, x]) => (y * strideHeight + i * dilationHeight) * width + x * strideWidth + j * dilationWidth,
    ),
  );
}

function tapOffsets({ filterHeight, filterWidth }: WindowGeometry): [number, number][] {
  return pixels(filterHeight, filterWidth);
}

function pixels(height: number, width: number): [number, number][] {
  return Array.from({ length: height * width }, (_, k) => [Math.floor(k / width), k % width]);
}

/**
 * Sums, for each pixel, the entries at its place of all windows that hold it: the transpose of `unfoldWindows`.
 *
 * @param windows value of shape [C, taps, outPixels, N]
 * @returns value of shape [C, H, W, N]
 */
export function foldWindows(graph: GraphBuilder, windows: string, geometry: WindowGeometry): string {
  const { inChannels, inHeight, inWidth, batchSize } = geometry;
  const entries = tapsOf(geometry) * outPixels(geometry);
  const flat = graph.reshape(windows, [inChannels, entries, batchSize]);
  const images = [inChannels, inHeight, inWidth, batchSize];
  if (isPointwise(geometry)) return graph.reshape(flat, images);
  const holders = windowsOfPixels(geometry);
  const depth = Math.max(1, ...holders.map((entriesOfPixel) => entriesOfPixel.length));
  const ragged = holders.some((entriesOfPixel) => entriesOfPixel.length < depth);
  // Where a pixel has fewer windows than another, a zero after the last entry stands in.
  const source = ragged ? graph.node('Pad', [flat, graph.ints([0, 0, 0, 0, 1, 0])]) : flat;
  const indices = Array.from({ length: depth }, (_, k) => holders.map((of) => of[k] ?? entries)).flat();
  const gathered = graph.node('Gather', [source, graph.ints(indices, [depth, inPixels(geometry)])], { axis: 1 });
  const summed = depth === 1 ? gathered : graph.node('ReduceSum', [gathered, graph.ints([1])], { keepdims: 0 });
  return graph.reshape(summed, images);
}

/** Lists, for each pixel, the entries tap·outPixels + window at its place. */
function windowsOfPixels(geometry: WindowGeometry): number[][] {
  const { inHeight, inWidth, outHeight, outWidth, padInfo } = geometry;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = geometry;
  const holders: number[][] = Array.from({ length: inHeight * inWidth }, () => []);
  tapOffsets(geometry).forEach(([i, j], tap) => {
    pixels(outHeight, outWidth).forEach(([y, x], window) => {
      const row = y * strideHeight + i * dilationHeight - padInfo.top;
      const column = x * strideWidth + j * dilationWidth - padInfo.left;
      if (row < 0 || row >= inHeight || column < 0 || column >= inWidth) return;
      holders[row * inWidth + column]?.push(tap * outHeight * outWidth + window);
    });
  });
  return holders;
}
