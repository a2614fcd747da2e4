/**
 * Random augmentations: the parameters are drawn here and applied elsewhere (augmentation.ts).
 *
 * Distributions are those of torchvision's RandomResizedCrop, RandomHorizontalFlip, ColorJitter and RandomGrayscale.
 */
import { randomStream, type RandomStream } from '../../../theory/algebra/random-stream.js';
import { drawWithoutReplacement } from '../draw-without-replacement.js';
import type { Augmentation, AugmentationStep } from './augmentation.js';
import type { CropBox } from './crop.js';
import type { AugmentationRecipe } from './recipes.js';

const CROP_ATTEMPTS = 10;

/** Place at which an augmentation is used; the same place always gets the same one, whatever was drawn before. */
export interface AugmentationPlace {
  readonly seed: number;
  readonly epoch: number;
  /** Index of the image in its data set. */
  readonly sample: number;
  /** Number of the view, 0 or 1. */
  readonly view: number;
}

/**
 * Returns the random stream of one view, which depends on (seed, epoch, sample, view) alone.
 *
 * @example
 * augmentationStream({ seed: 1, epoch: 0, sample: 7, view: 0 }).uniform(); // 0.3360
 * augmentationStream({ seed: 1, epoch: 0, sample: 7, view: 1 }).uniform(); // 0.5943
 */
export function augmentationStream({ seed, epoch, sample, view }: AugmentationPlace): RandomStream {
  return randomStream(seed, 'augment', epoch, sample, view);
}

/**
 * Draws the parameters for one view of one image.
 *
 * @param size pixels per side of the image that will be augmented
 * @example
 * const random = augmentationStream({ seed: 1, epoch: 0, sample: 7, view: 0 });
 * sampleAugmentation(namedRecipe('simclr-cifar'), 32, random).crop; // { top: 0, left: 2, height: 22, width: 18 }
 */
export function sampleAugmentation(recipe: AugmentationRecipe, size: number, random: RandomStream): Augmentation {
  const crop = sampleCrop(recipe.crop, { width: size, height: size }, random);
  const steps: AugmentationStep[] = [];
  if (random.uniform() < recipe.flipProbability) steps.push({ kind: 'flip' });
  if (random.uniform() < recipe.jitter.probability) steps.push(...sampleJitter(recipe.jitter, random));
  if (random.uniform() < recipe.greyProbability) steps.push({ kind: 'grey' });
  if (random.uniform() < recipe.blur.probability) {
    steps.push({ kind: 'blur', sigma: between(recipe.blur.sigma, random) });
  }
  return { crop, steps };
}

/**
 * Draws a box of random area and log-uniform ratio of width to height, at a uniform place. After ten boxes that do not fit, it is
 * the largest centred one whose ratio is allowed.
 */
export function sampleCrop(
  { area, ratio }: AugmentationRecipe['crop'],
  image: { readonly width: number; readonly height: number },
  random: RandomStream,
): CropBox {
  for (let attempt = 0; attempt < CROP_ATTEMPTS; attempt++) {
    const pixels = image.width * image.height * between(area, random);
    const shape = Math.exp(between([Math.log(ratio[0]), Math.log(ratio[1])], random));
    const width = Math.round(Math.sqrt(pixels * shape));
    const height = Math.round(Math.sqrt(pixels / shape));
    if (width > 0 && height > 0 && width <= image.width && height <= image.height) {
      const top = random.integer(image.height - height + 1);
      const left = random.integer(image.width - width + 1);
      return { top, left, height, width };
    }
  }
  return centredCrop(ratio, image);
}

function centredCrop(
  [narrowest, widest]: AugmentationRecipe['crop']['ratio'],
  image: { readonly width: number; readonly height: number },
): CropBox {
  const shape = image.width / image.height;
  const width = shape > widest ? Math.max(1, Math.round(image.height * widest)) : image.width;
  const height = shape < narrowest ? Math.max(1, Math.round(image.width / narrowest)) : image.height;
  return {
    top: Math.floor((image.height - height) / 2),
    left: Math.floor((image.width - width) / 2),
    height,
    width,
  };
}

function sampleJitter(jitter: AugmentationRecipe['jitter'], random: RandomStream): AugmentationStep[] {
  const factor = (strength: number): number => between([Math.max(0, 1 - strength), 1 + strength], random);
  const steps: readonly AugmentationStep[] = [
    { kind: 'brightness', factor: factor(jitter.brightness) },
    { kind: 'contrast', factor: factor(jitter.contrast) },
    { kind: 'saturation', factor: factor(jitter.saturation) },
    { kind: 'hue', turn: between([-jitter.hue, jitter.hue], random) },
  ];
  return drawWithoutReplacement(steps.length, steps.length, random).map((k) => steps[k] as AugmentationStep);
}

function between([low, high]: readonly [number, number], random: RandomStream): number {
  return low + (high - low) * random.uniform();
}
