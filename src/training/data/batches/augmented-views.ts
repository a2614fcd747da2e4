/** One view of each image of a batch, augmented or as a row that says how, as a worker thread makes it. */
import { applyAugmentation } from '../augmentation/augmentation.js';
import type { AugmentationRecipe } from '../augmentation/recipes.js';
import { ROW_LENGTH, writeRow } from '../augmentation/augmentation-row.js';
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
  /** Says that views are made, or only drawn, for a step that makes them on its device. Default `made`. */
  readonly views?: 'made' | 'drawn';
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

/**
 * Draws the augmentation of one view of each image, as `augmentedViews` makes it: [N, ROW_LENGTH] rows.
 */
export function augmentationRows(
  { images, recipe, seed }: Pick<ViewSource, 'images' | 'recipe' | 'seed'>,
  { epoch, indices, view }: ViewsPlace,
): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(indices.length * ROW_LENGTH);
  indices.forEach((sample, i) => {
    const random = augmentationStream({ seed, epoch, sample, view });
    writeRow(sampleAugmentation(recipe, images.size, random), rows, i * ROW_LENGTH);
  });
  return rows;
}

/** Makes views or rows, as the source says. @throws InvalidInput as `augmentedViews` */
export function viewsOf(source: ViewSource, place: ViewsPlace): Float32Array<ArrayBuffer> {
  return source.views === 'drawn' ? augmentationRows(source, place) : augmentedViews(source, place);
}
