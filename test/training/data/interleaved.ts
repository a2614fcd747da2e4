import { blackImage, type RgbImage } from '../../../src/training/data/rgb-image.js';

/** The image of [height, width, 3] values, as Pillow and image files order them; the sides follow from the length. */
export function squareFromInterleaved(values: readonly number[]): RgbImage {
  const size = Math.sqrt(values.length / 3);
  if (!Number.isInteger(size)) throw new Error(`${values.length} values are no square image of 3 channels`);
  const image = blackImage(size, size);
  values.forEach((value, k) => (image.pixels[(k % 3) * size * size + Math.floor(k / 3)] = value));
  return image;
}

export function toInterleaved({ width, height, pixels }: RgbImage): Uint8Array {
  const plane = width * height;
  return Uint8Array.from({ length: 3 * plane }, (_, k) => pixels[(k % 3) * plane + Math.floor(k / 3)] as number);
}
