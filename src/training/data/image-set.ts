import { InvalidInput } from '../../base/invalid-input.js';
import type { RgbImage } from './rgb-image.js';

/** In place of the class of an image that has none; beyond every class. */
export const NO_LABEL = 255;

/** A set of images, as every loader returns it. */
export interface ImageSet {
  /** `CIFAR-10 train`. */
  readonly name: string;
  readonly count: number;
  /** Pixels a side; all images are square with 3 channels. */
  readonly size: number;
  /** [count, 3, size, size] grey levels 0..255: red, green and blue planes, each row-major. */
  readonly pixels: Uint8Array;
  /** [count] class numbers, from 0; NO_LABEL for an image without one. */
  readonly labels: Uint8Array;
  readonly classNames: readonly string[];
  /** Images in the official set; `count` may be smaller where a subset was found or asked for. */
  readonly officialCount: number;
}

/**
 * One image; its pixels are a view of the set's.
 *
 * @throws InvalidInput when the set has no such image
 */
export function imageAt(set: ImageSet, index: number): RgbImage {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < set.count)) {
    throw new InvalidInput(`${set.name} has no image ${index}: choose one of 0..${set.count - 1}`);
  }
  const length = 3 * set.size * set.size;
  const pixels = set.pixels.subarray(index * length, (index + 1) * length);
  return { width: set.size, height: set.size, pixels };
}
