/**
 * Bilinear resizing with antialiasing, in the 8-bit arithmetic of Pillow's `Image.resize(…, BILINEAR)` (Resample.c).
 *
 * One pass along the rows, then one along the columns. In each, the output pixel at t looks at the point
 * c = (t + ½)·s of the input, s = input length / output length, through a triangle of half-width max(s, 1): enlarging
 * interpolates between neighbours, shrinking averages over all pixels under the triangle. Weights are fixed-point with
 * 22 binary places, and both passes round to whole grey levels.
 */
import { blackImage, requireSides, type RgbImage } from '../rgb-image.js';

/** Binary places of a weight: 32 bits, less 8 for the grey level and 2 for sign and headroom. */
export const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);

/** The input pixels that each output pixel is made of. */
export interface Taps {
  /** Number of input pixels per output pixel, at least 2; if fewer are used, the others weigh 0. */
  readonly reach: number;
  /** [newLength] */
  readonly first: Int32Array;
  /** [newLength, reach] fixed-point weights of the pixels `first`, `first + 1`, …; they sum to 1 within rounding. */
  readonly weights: Int32Array;
}

/** Resizes an image. @throws InvalidInput when a side of the result is not a positive integer */
export function resize(image: RgbImage, to: { readonly width: number; readonly height: number }): RgbImage {
  requireSides(to.width, to.height);
  return resizeRows(resizeRows(image, to.width), to.height);
}

/** Resizes every row to `newLength` and writes it as a column: the image comes out mirrored about its diagonal. */
function resizeRows({ width, height, pixels }: RgbImage, newLength: number): RgbImage {
  const { reach, first, weights } = bilinearTaps(width, newLength);
  const turned = blackImage(height, newLength);
  const result = turned.pixels;
  for (let row = 0; row < 3 * height; row++) {
    const y = row % height;
    let to = (row - y) * newLength + y;
    for (let x = 0, tap = 0; x < newLength; x++, to += height) {
      const at = row * width + (first[x] as number);
      let sum = HALF;
      // Enlarging needs two taps: written out, they take a third of the time.
      sum += Math.imul(weights[tap++] as number, pixels[at] as number);
      sum += Math.imul(weights[tap++] as number, pixels[at + 1] as number);
      for (let k = 2; k < reach; k++) sum += Math.imul(weights[tap++] as number, pixels[at + k] as number);
      result[to] = Math.min(255, sum >> PRECISION_BITS);
    }
  }
  return turned;
}

/** Returns the input pixels of each pixel of a row of `length` pixels that becomes one of `newLength`. */
export function bilinearTaps(length: number, newLength: number): Taps {
  const scale = length / newLength;
  const halfWidth = Math.max(scale, 1);
  // The product is formed as 1/halfWidth times a distance, as Pillow does: a quotient would round differently.
  const perPixel = 1 / halfWidth;
  const triangle = (distance: number): number => Math.max(0, 1 - Math.abs(distance * perPixel));

  const start = new Int32Array(newLength);
  const end = new Int32Array(newLength);
  let reach = 2;
  for (let t = 0; t < newLength; t++) {
    const centre = (t + 0.5) * scale;
    start[t] = Math.max(0, Math.trunc(centre - halfWidth + 0.5));
    end[t] = Math.min(length, Math.trunc(centre + halfWidth + 0.5));
    reach = Math.max(reach, (end[t] as number) - (start[t] as number));
  }

  const first = new Int32Array(newLength);
  const weights = new Int32Array(newLength * reach);
  for (let t = 0; t < newLength; t++) {
    const centre = (t + 0.5) * scale;
    const [from, to] = [start[t] as number, end[t] as number];
    let total = 0;
    for (let at = from; at < to; at++) total += triangle(at - centre + 0.5);
    // At the far border a triangle is cut short: weights of 0 before it, so that nothing beyond the border is read.
    first[t] = Math.max(0, Math.min(from, length - reach));
    const shift = t * reach - (first[t] as number);
    for (let at = from; at < to; at++) {
      weights[shift + at] = Math.trunc(0.5 + (triangle(at - centre + 0.5) / total) * 2 ** PRECISION_BITS);
    }
  }
  return { reach, first, weights };
}
