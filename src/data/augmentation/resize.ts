/**
 * Bilinear resizing with antialiasing, in the 8-bit arithmetic of Pillow's `Image.resize(…, BILINEAR)` (Resample.c).
 *
 * One pass along the rows, then one along the columns. In each, the output pixel at t looks at the point
 * c = (t + ½)·s of the input, s = input length / output length, through a triangle of half-width max(s, 1): enlarging
 * interpolates between neighbours, shrinking averages over all pixels under the triangle. Weights are fixed-point with
 * 22 binary places, and both passes round to whole grey levels.
 */
import { requireSides, type RgbImage } from '../rgb-image.js';

/** Binary places of a weight: 32 bits, less 8 for the grey level and 2 for sign and headroom. */
const PRECISION_BITS = 22;

/** The input pixels that one output pixel is made of. */
interface Taps {
  readonly first: number;
  /** Fixed-point weights of the pixels `first`, `first + 1`, …; they sum to 1 within rounding. */
  readonly weights: Int32Array;
}

/** @throws InvalidInput when a side of the result is no positive integer */
export function resize(image: RgbImage, to: { readonly width: number; readonly height: number }): RgbImage {
  requireSides(to.width, to.height);
  const { width, height, pixels } = image;
  const widened = resampleAxis(pixels, { outer: 3 * height, length: width, inner: 1 }, to.width);
  const resized = resampleAxis(widened, { outer: 3, length: height, inner: to.width }, to.height);
  return { width: to.width, height: to.height, pixels: resized };
}

/** Resamples the middle axis of [outer, length, inner] to `newLength`. An axis that keeps its length is left as it is. */
function resampleAxis(
  source: Uint8Array,
  { outer, length, inner }: { outer: number; length: number; inner: number },
  newLength: number,
): Uint8Array {
  if (length === newLength) return source;
  const allTaps = Array.from({ length: newLength }, (_, t) => bilinearTaps(t, length, newLength));
  const result = new Uint8Array(outer * newLength * inner);
  let k = 0;
  for (let o = 0; o < outer; o++) {
    for (const { first, weights } of allTaps) {
      for (let i = 0; i < inner; i++) {
        let sum = 1 << (PRECISION_BITS - 1);
        let from = (o * length + first) * inner + i;
        for (let tap = 0; tap < weights.length; tap++, from += inner) {
          sum += (weights[tap] as number) * (source[from] as number);
        }
        result[k++] = Math.min(255, sum >> PRECISION_BITS);
      }
    }
  }
  return result;
}

function bilinearTaps(t: number, length: number, newLength: number): Taps {
  const scale = length / newLength;
  const halfWidth = Math.max(scale, 1);
  const centre = (t + 0.5) * scale;
  const first = Math.max(0, Math.trunc(centre - halfWidth + 0.5));
  const end = Math.min(length, Math.trunc(centre + halfWidth + 0.5));

  // The products below are formed as 1/halfWidth times a distance, as Pillow does: a quotient would round differently.
  const perPixel = 1 / halfWidth;
  const triangle = Float64Array.from({ length: end - first }, (_, k) =>
    Math.max(0, 1 - Math.abs((k + first - centre + 0.5) * perPixel)),
  );
  const total = triangle.reduce((sum, weight) => sum + weight, 0);
  const weights = Int32Array.from(triangle, (weight) => Math.trunc(0.5 + (weight / total) * 2 ** PRECISION_BITS));
  return { first, weights };
}
