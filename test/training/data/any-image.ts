import fc from 'fast-check';
import type { RgbImage } from '../../../src/training/data/rgb-image.js';

/** Images of every shape up to `maxSide`, of independent pixels. */
export function anyImage({ minSide = 1, maxSide = 12 } = {}): fc.Arbitrary<RgbImage> {
  const side = fc.integer({ min: minSide, max: maxSide });
  return fc.tuple(side, side).chain(([width, height]) => anyImageOf(width, height));
}

export function anySquareImage({ minSide = 1, maxSide = 12 } = {}): fc.Arbitrary<RgbImage> {
  return fc.integer({ min: minSide, max: maxSide }).chain((size) => anyImageOf(size, size));
}

export function anyImageOf(width: number, height: number): fc.Arbitrary<RgbImage> {
  const length = 3 * width * height;
  return fc
    .uint8Array({ minLength: length, maxLength: length, size: 'max' })
    .map((pixels) => ({ width, height, pixels: Uint8Array.from(pixels) }));
}

export function constantImage(width: number, height: number, level: number): RgbImage {
  return { width, height, pixels: new Uint8Array(3 * width * height).fill(level) };
}

export function largestDifference(a: RgbImage, b: RgbImage): number {
  if (a.width !== b.width || a.height !== b.height) return Infinity;
  return a.pixels.reduce((largest, level, k) => Math.max(largest, Math.abs(level - (b.pixels[k] as number))), 0);
}
