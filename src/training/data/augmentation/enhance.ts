/**
 * Brightness, contrast and saturation, as in Pillow's ImageEnhance: each moves an image along the line from a
 * degenerate image (factor 0) through itself (factor 1) and beyond.
 *
 *   result = degenerate + factor·(image − degenerate), in float32, cut to a whole number and clipped to 0..255
 *
 * Every function throws InvalidInput for a factor that is not finite.
 */
import { InvalidInput } from '../../../base/invalid-input.js';
import type { RgbImage } from '../rgb-image.js';
import { greyLevels, meanGreyLevel } from './grey-scale.js';

/** Adjusts the brightness; the degenerate image is black. */
export function adjustBrightness(image: RgbImage, factor: number): RgbImage {
  return blendWithLevel(image, 0, factor);
}

/** Adjusts the contrast; the degenerate image is one grey, the image's mean grey level rounded to a whole number. */
export function adjustContrast(image: RgbImage, factor: number): RgbImage {
  return blendWithLevel(image, Math.trunc(meanGreyLevel(image) + 0.5), factor);
}

/** Adjusts the saturation; the degenerate image is the image's own grey-scale version. */
export function adjustSaturation(image: RgbImage, factor: number): RgbImage {
  const alpha = singlePrecision('saturation', factor);
  const grey = greyLevels(image);
  const pixels = new Uint8Array(image.pixels.length);
  for (let start = 0; start < pixels.length; start += grey.length) {
    for (let k = 0; k < grey.length; k++) {
      pixels[start + k] = blend(grey[k] as number, image.pixels[start + k] as number, alpha);
    }
  }
  return { ...image, pixels };
}

function blendWithLevel(image: RgbImage, level: number, factor: number): RgbImage {
  const alpha = singlePrecision('brightness or contrast', factor);
  const blended = new Uint8Array(256);
  for (let value = 0; value < 256; value++) blended[value] = blend(level, value, alpha);
  const pixels = new Uint8Array(image.pixels.length);
  for (let k = 0; k < pixels.length; k++) pixels[k] = blended[image.pixels[k] as number] as number;
  return { ...image, pixels };
}

function blend(degenerate: number, value: number, alpha: number): number {
  const level = Math.fround(degenerate + Math.fround(alpha * (value - degenerate)));
  return level <= 0 ? 0 : level >= 255 ? 255 : Math.trunc(level);
}

function singlePrecision(kind: string, factor: number): number {
  const alpha = Math.fround(factor);
  if (!Number.isFinite(alpha)) {
    throw new InvalidInput(`${kind} factor ${factor}: give a finite number, 1 to leave the image unchanged`);
  }
  return alpha;
}
