import type { RgbImage } from '../rgb-image.js';

/** (value − mean) / deviation per channel, in order red, green, blue, for values in [0, 1]. */
export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** Leaves values in [0, 1]. */
export const NO_NORMALISATION: Normalisation = { mean: [0, 0, 0], deviation: [1, 1, 1] };

/** [3, height, width] single-precision values: grey levels / 255, then normalised (ToTensor, Normalize). */
export function toTensor(image: RgbImage, { mean, deviation }: Normalisation = NO_NORMALISATION): Float32Array {
  const plane = image.width * image.height;
  const tensor = new Float32Array(3 * plane);
  for (const channel of [0, 1, 2] as const) {
    const centre = Math.fround(mean[channel]);
    const scale = Math.fround(deviation[channel]);
    const values = Float32Array.from(
      { length: 256 },
      (_, level) => Math.fround(Math.fround(level / 255) - centre) / scale,
    );
    for (let k = channel * plane; k < (channel + 1) * plane; k++)
      tensor[k] = values[image.pixels[k] as number] as number;
  }
  return tensor;
}
