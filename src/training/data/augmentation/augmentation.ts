/** One augmentation with all its parameters fixed, as plain data, and its application to an image. */
import { InvalidInput } from '../../../base/invalid-input.js';
import { type RgbImage, blackImage, requireSides } from '../rgb-image.js';
import { crop, type CropBox } from './crop.js';
import { adjustBrightness, adjustContrast, adjustSaturation } from './enhance.js';
import { gaussianBlur } from './gaussian-blur.js';
import { toGreyScale } from './grey-scale.js';
import { adjustHue } from './hue.js';
import { resize } from './resize.js';

/** A change of the crop after it is resized. */
export type AugmentationStep =
  | { readonly kind: 'flip' }
  | { readonly kind: 'brightness'; readonly factor: number }
  | { readonly kind: 'contrast'; readonly factor: number }
  | { readonly kind: 'saturation'; readonly factor: number }
  | { readonly kind: 'hue'; readonly turn: number }
  | { readonly kind: 'grey' }
  | { readonly kind: 'blur'; readonly sigma: number };

/** An augmentation with every parameter drawn, so that it does the same to any image. */
export interface Augmentation {
  readonly crop: CropBox;
  /** Steps in the order in which they are applied. */
  readonly steps: readonly AugmentationStep[];
}

/**
 * Crops an image, resizes it to a square and applies the steps in order.
 *
 * @param outputSize pixels per side of the result
 * @throws InvalidInput when the crop reaches outside the image, or a parameter is outside its range
 * @example
 * const image = { width: 2, height: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) };
 * const whole = { crop: { top: 0, left: 0, width: 2, height: 2 }, steps: [{ kind: 'flip' }] } as const;
 * applyAugmentation(image, whole, 2).pixels; // [2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11]
 */
export function applyAugmentation(image: RgbImage, augmentation: Augmentation, outputSize: number): RgbImage {
  requireRgbImage(image);
  const resized = resize(crop(image, augmentation.crop), { width: outputSize, height: outputSize });
  return augmentation.steps.reduce(applyStep, resized);
}

function applyStep(image: RgbImage, step: AugmentationStep): RgbImage {
  switch (step.kind) {
    case 'flip':
      return flipHorizontally(image);
    case 'brightness':
      return adjustBrightness(image, step.factor);
    case 'contrast':
      return adjustContrast(image, step.factor);
    case 'saturation':
      return adjustSaturation(image, step.factor);
    case 'hue':
      return adjustHue(image, step.turn);
    case 'grey':
      return toGreyScale(image);
    // Only `blur` is left: `step.sigma` would not compile otherwise.
    default:
      return gaussianBlur(image, { sigma: step.sigma, radius: blurRadius(image.width) });
  }
}

/**
 * Returns the radius of a kernel of about a tenth of the image, as in SimCLR: 9 taps for 96 pixels, 3 for 32, no blur below 20.
 */
export function blurRadius(size: number): number {
  return Math.floor(Math.floor(size / 10) / 2);
}

/** Returns the mirror image, with left and right exchanged. */
export function flipHorizontally(image: RgbImage): RgbImage {
  const { width, pixels } = image;
  const flipped = blackImage(width, image.height);
  for (let start = 0; start < pixels.length; start += width) {
    for (let x = 0; x < width; x++) flipped.pixels[start + x] = pixels[start + width - 1 - x] as number;
  }
  return flipped;
}

/** Checks an image. @throws InvalidInput when a side is not a positive integer, or `pixels` is not [3, height, width] */
function requireRgbImage(image: RgbImage): void {
  const { width, height, pixels } = image;
  requireSides(width, height);
  if (pixels.length !== 3 * width * height) {
    throw new InvalidInput(
      `an image of ${width} × ${height} has ${pixels.length} values: give 3 × ${height} × ${width} = ${3 * width * height}`,
    );
  }
}
