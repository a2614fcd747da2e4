/** One augmented view of each image of a batch: what a worker thread makes. */
import { applyAugmentation } from '../augmentation/augmentation.js';
import type { AugmentationRecipe } from '../augmentation/recipes.js';
import { augmentationStream, sampleAugmentation } from '../augmentation/sample-augmentation.js';
import { levelValues, writeChannelsLast } from '../augmentation/tensor.js';
import { imageAt, type ImageSet } from '../image-set.js';

/** Plain data that crosses to a worker; pixels in shared memory are not copied on the way. */
export interface ViewSource {
  readonly images: ImageSet;
  readonly recipe: AugmentationRecipe;
  readonly seed: number;
}

export interface ViewsPlace {
  readonly epoch: number;
  /** [N] numbers of the images in their set. */
  readonly indices: readonly number[];
  readonly view: 0 | 1;
}

/**
 * [N, size, size, 3] values, normalised as the recipe says. An image's view depends on (seed, epoch, image, view) alone,
 * not on the batch that it is in.
 *
 * @throws InvalidInput when the recipe draws a parameter outside its range
 */
export function augmentedViews(
  { images, recipe, seed }: ViewSource,
  { epoch, indices, view }: ViewsPlace,
): Float32Array<ArrayBuffer> {
  const { size } = images;
  const imageLength = 3 * size * size;
  const values = levelValues(recipe.normalisation);
  const views = new Float32Array(indices.length * imageLength);
  indices.forEach((sample, i) => {
    const random = augmentationStream({ seed, epoch, sample, view });
    const augmentation = sampleAugmentation(recipe, size, random);
    writeChannelsLast(applyAugmentation(imageAt(images, sample), augmentation, size), values, views, i * imageLength);
  });
  return views;
}
