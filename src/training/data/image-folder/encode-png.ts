/** An image as a PNG file, by the codec of Squoosh that decodes them too. */
import { codecModule } from './codec-module.js';
import type { RgbImage } from '../rgb-image.js';

/**
 * Encodes an image.
 *
 * @example
 * const png = await encodePng({ width: 1, height: 1, pixels: Uint8Array.of(9, 8, 7) });
 * (await decodeImage(png)).levels; // [9, 8, 7, 255]
 */
export async function encodePng({ width, height, pixels }: RgbImage): Promise<Uint8Array> {
  const { default: encode, init } = await import('@jsquash/png/encode.js');
  await init(await codecModule('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'));
  const plane = width * height;
  const levels = new Uint8ClampedArray(4 * plane);
  for (let k = 0; k < plane; k++) {
    for (let channel = 0; channel < 3; channel++) levels[4 * k + channel] = pixels[channel * plane + k] as number;
    levels[4 * k + 3] = 255;
  }
  return new Uint8Array(await encode({ data: levels, width, height, colorSpace: 'srgb' }));
}
