import { InvalidInput } from '../../base/invalid-input.js';

/** A colour image in memory, as loaders give it and augmentations pass it on. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** [3, height, width] grey levels 0..255: red, green and blue planes, each row-major. */
  readonly pixels: Uint8Array;
}

/** Returns a black image to be filled in. */
export function blackImage(width: number, height: number): RgbImage {
  return { width, height, pixels: new Uint8Array(3 * width * height) };
}

/** Checks the sides of an image. @throws InvalidInput when a side is not a positive integer */
export function requireSides(width: number, height: number): void {
  if (!(Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0)) {
    throw new InvalidInput(`an image cannot be ${width} × ${height} pixels: both sides must be positive integers`);
  }
}
