/** One augmented view of each image of a batch, as a worker thread makes it. */
import { applyAugmentation } from '../augmentation/augmentation.js';
import type { AugmentationRecipe } from '../augmentation/recipes.js';
import { augmentationStream, sampleAugmentation } from '../augmentation/sample-augmentation.js';
import { levelValues, writeChannelsLast } from '../augmentation/tensor.js';
import { imageAt, type ImageSet } from '../image-set.js';

/** Source of views, as plain data that is sent to a worker; pixels in shared memory are not copied on the way. */
export interface ViewSource {
  readonly images: ImageSet;
  readonly recipe: AugmentationRecipe;
  readonly seed: number;
  /** Pixels per side of a view. Default: those of the images. */
  readonly viewSize?: number;
}

export interface ViewsPlace {
  readonly epoch: number;
  /** [N] numbers of the images in their set. */
  readonly indices: readonly number[];
  readonly view: 0 | 1;
}

/**
 * Makes one view of each image: [N, viewSize, viewSize, 3] values, normalised as the recipe says. An image's view depends on
 * (seed, epoch, image, view) alone, not on the batch that it is in.
 *
 * @throws InvalidInput when the recipe draws a parameter outside its range
 */
export function augmentedViews(
  { images, recipe, seed, viewSize = images.size }: ViewSource,
  { epoch, indices, view }: ViewsPlace,
): Float32Array<ArrayBuffer> {
  const viewLength = 3 * viewSize * viewSize;
  const values = levelValues(recipe.normalisation);
  const views = new Float32Array(indices.length * viewLength);
  indices.forEach((sample, i) => {
    const random = augmentationStream({ seed, epoch, sample, view });
    const augmentation = sampleAugmentation(recipe, images.size, random);
    const augmented = applyAugmentation(imageAt(images, sample), augmentation, viewSize);
    writeChannelsLast(augmented, values, views, i * viewLength);
  });
  return views;
}
