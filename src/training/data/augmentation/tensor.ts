import type { RgbImage } from '../rgb-image.js';

/** Normalisation (value − mean) / deviation per channel, in order red, green, blue, for values in [0, 1]. */
export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** Normalisation that leaves values in [0, 1]. */
export const NO_NORMALISATION: Normalisation = { mean: [0, 0, 0], deviation: [1, 1, 1] };

/**
 * Returns the value of every grey level in every channel, [3, 256]: level / 255, then normalised, in single precision (ToTensor,
 * Normalize).
 */
export function levelValues({ mean, deviation }: Normalisation = NO_NORMALISATION): Float32Array {
  const values = new Float32Array(3 * 256);
  for (const channel of [0, 1, 2] as const) {
    const centre = Math.fround(mean[channel]);
    const scale = Math.fround(deviation[channel]);
    for (let level = 0; level < 256; level++) {
      values[channel * 256 + level] = Math.fround(Math.fround(level / 255) - centre) / scale;
    }
  }
  return values;
}

/**
 * Returns an image as normalised values, [3, height, width].
 *
 * @example
 * const pixel = { width: 1, height: 1, pixels: Uint8Array.of(0, 51, 255) };
 * toTensor(pixel); // [0, 0.2000, 1]
 * toTensor(pixel, { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] }); // [-2, -1.2000, 2]
 */
export function toTensor(image: RgbImage, normalisation: Normalisation = NO_NORMALISATION): Float32Array {
  const values = levelValues(normalisation);
  const plane = image.width * image.height;
  const tensor = new Float32Array(3 * plane);
  for (let k = 0; k < tensor.length; k++) {
    tensor[k] = values[Math.floor(k / plane) * 256 + (image.pixels[k] as number)] as number;
  }
  return tensor;
}

/**
 * Writes an image as [height, width, 3], channels last.
 *
 * @param values of `levelValues`
 * @param start place of the image's first value in `to`
 */
export function writeChannelsLast(image: RgbImage, values: Float32Array, to: Float32Array, start: number): void {
  const { pixels } = image;
  const plane = image.width * image.height;
  for (let k = 0, at = start; k < plane; k++) {
    to[at++] = values[pixels[k] as number] as number;
    to[at++] = values[256 + (pixels[k + plane] as number)] as number;
    to[at++] = values[512 + (pixels[k + 2 * plane] as number)] as number;
  }
}
