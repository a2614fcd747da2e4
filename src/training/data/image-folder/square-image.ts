/** A decoded image of any shape as a square of a given side: turned as its camera says, cut in the middle, resized. */
import { resize } from '../augmentation/resize.js';
import { blackImage, type RgbImage } from '../rgb-image.js';
import type { DecodedImage } from './decode-image.js';

/**
 * Returns the largest square in the middle of an image, resized to a side by bilinear interpolation with antialiasing, as
 * Pillow's. Exif's orientation is applied first, and opacity is dropped, as Pillow's `convert('RGB')` does.
 *
 * @example
 * const levels = Uint8ClampedArray.of(10, 0, 0, 255, 20, 0, 0, 255, 30, 0, 0, 255);
 * squareImage({ width: 3, height: 1, orientation: 1, levels }, 1).pixels; // [20, 0, 0]
 */
export function squareImage(image: DecodedImage, side: number): RgbImage {
  const square = middleSquare(image);
  return square.width === side ? square : resize(square, { width: side, height: side });
}

/** Cuts the square before turning it: the middle stays the middle but where a border is one pixel wider than the other. */
function middleSquare({ width, height, orientation, levels }: DecodedImage): RgbImage {
  const size = Math.min(width, height);
  const [mirrorX, mirrorY, transposed] = TURNS[orientation - 1] ?? [false, false, false];
  // The border that is narrower lies left and above as the image is seen.
  const margin = (length: number, mirrored: boolean): number => Math.floor((length - size + (mirrored ? 1 : 0)) / 2);
  const [left, top] = [margin(width, mirrorX), margin(height, mirrorY)];
  const square = blackImage(size, size);
  const plane = size * size;
  for (let v = 0; v < size; v++) {
    for (let u = 0; u < size; u++) {
      const [a, b] = transposed ? [v, u] : [u, v];
      const x = left + (mirrorX ? size - 1 - a : a);
      const y = top + (mirrorY ? size - 1 - b : b);
      const from = 4 * (y * width + x);
      const to = v * size + u;
      for (let channel = 0; channel < 3; channel++) {
        square.pixels[channel * plane + to] = levels[from + channel] as number;
      }
    }
  }
  return square;
}

/**
 * Exif's orientations 1..8: whether the stored columns and the stored rows run backwards, and whether the two change places, as
 * the image is seen.
 */
const TURNS: readonly (readonly [boolean, boolean, boolean])[] = [
  [false, false, false],
  [true, false, false],
  [true, true, false],
  [false, true, false],
  [false, false, true],
  [false, true, true],
  [true, true, true],
  [true, false, true],
];
