/** Images on their way to an encoder, written into a batch when their turn comes: a whole set as floats would fill memory. */
import { resize } from '../data/augmentation/resize.js';
import { levelValues, writeChannelsLast, type Normalisation } from '../data/augmentation/tensor.js';
import { imageAt, type ImageSet } from '../data/image-set.js';
import type { RgbImage } from '../data/rgb-image.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { FeatureRows } from './feature-rows.js';

/** Images as a network takes them, made when they are asked for. */
export interface ImageSource {
  readonly count: number;
  /** Pixels a side. */
  readonly size: number;
  /** Writes image `index` as [size, size, 3] from place `start` on. */
  write(index: number, to: Float32Array, start: number): void;
}

/**
 * Makes a source of the images of a set, not augmented; normalised as in training.
 *
 * @param size pixels a side to which they are resized, by bilinear interpolation with antialiasing. Default: as they are
 * @example
 * const set = { name: 'grey', count: 1, size: 1, pixels: Uint8Array.of(0, 51, 255), labels: Uint8Array.of(0) };
 * const source = plainImages({ ...set, classNames: ['grey'], officialCount: 1 }, NO_NORMALISATION);
 * pixelFeatures(source).data; // [0, 0.2000, 1]
 */
export function plainImages(set: ImageSet, normalisation: Normalisation, size = set.size): ImageSource {
  const values = levelValues(normalisation);
  const image = (index: number): RgbImage => {
    const original = imageAt(set, index);
    return size === set.size ? original : resize(original, { width: size, height: size });
  };
  return {
    count: set.count,
    size,
    write: (index, to, start) => writeChannelsLast(image(index), values, to, start),
  };
}

/**
 * Views that are there already.
 *
 * @param views [N, size, size, 3]
 * @throws InvalidInput when they are no whole number of images
 */
export function madeViews(views: Float32Array, size: number): ImageSource {
  const length = 3 * size * size;
  const count = views.length / length;
  if (!Number.isSafeInteger(count)) {
    throw new InvalidInput(
      `cannot divide ${views.length} values into images: expected [N, ${size}, ${size}, 3], ${length} values an image`,
    );
  }
  return {
    count,
    size,
    write: (index, to, start) => to.set(views.subarray(index * length, (index + 1) * length), start),
  };
}

/**
 * Returns the raw-pixel baseline: the pixels themselves as features, [count, 3·size²].
 *
 * @example
 * const red = { count: 2, size: 1, write: (i: number, to: Float32Array, start: number) => to.set([i, 0, 0], start) };
 * pixelFeatures(red); // [[0, 0, 0], [1, 0, 0]]
 */
export function pixelFeatures(source: ImageSource): FeatureRows {
  const columns = 3 * source.size * source.size;
  const data = new Float32Array(source.count * columns);
  for (let i = 0; i < source.count; i++) source.write(i, data, i * columns);
  return { rows: source.count, columns, data };
}
