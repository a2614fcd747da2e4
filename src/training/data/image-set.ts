import { InvalidInput } from '../../base/invalid-input.js';
import type { RgbImage } from './rgb-image.js';

/** Label of an image that has no class; beyond every class number. */
export const NO_LABEL = 255;

/** A set of images, as every loader returns it. */
export interface ImageSet {
  /** Data set and split: `CIFAR-10 train`. */
  readonly name: string;
  readonly count: number;
  /** Pixels per side; all images are square with 3 channels. */
  readonly size: number;
  /** [count, 3, size, size] grey levels 0..255: red, green and blue planes, each row-major. */
  readonly pixels: Uint8Array;
  /** [count] class numbers, from 0; NO_LABEL for an image without one. */
  readonly labels: Uint8Array;
  readonly classNames: readonly string[];
  /** Number of images in the official set; `count` may be smaller if a subset was found or requested. */
  readonly officialCount: number;
}

/**
 * Returns one image; its pixels are a view of those of the set.
 *
 * @throws InvalidInput when the set has no such image
 * @example
 * const set = { name: 'two', count: 2, size: 1, pixels: Uint8Array.of(0, 0, 0, 9, 8, 7), labels: Uint8Array.of(0, 0) };
 * imageAt({ ...set, classNames: ['dot'], officialCount: 2 }, 1); // { width: 1, height: 1, pixels: [9, 8, 7] }
 */
export function imageAt(set: ImageSet, index: number): RgbImage {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < set.count)) {
    throw new InvalidInput(`${set.name} has no image ${index}: choose one of 0..${set.count - 1}`);
  }
  const length = 3 * set.size * set.size;
  const pixels = set.pixels.subarray(index * length, (index + 1) * length);
  return { width: set.size, height: set.size, pixels };
}

/** Makes the error for images that have no labels where some are needed. */
export function unlabelled({ name }: Pick<ImageSet, 'name'>): InvalidInput {
  return new InvalidInput(
    `the images of ${name} have no labels: linear evaluation and nearest neighbours need a folder of images a class`,
  );
}
