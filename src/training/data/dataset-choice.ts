/** The images that a run is on: a published data set by name, or a folder of a person's own, `images:NAME`. */
import path from 'node:path';
import { AUGMENTATION_RECIPES, type AugmentationRecipe, type RecipeName } from './augmentation/recipes.js';
import { DATASETS, type DatasetName } from './datasets.js';

/** A folder of images by its name in the data folder. */
export type OwnImages = `images:${string}`;

/** A data set as options name it. */
export type DatasetChoice = DatasetName | OwnImages;

/** The prefix of the name of a folder of images. */
export const OWN_IMAGES = 'images:';

/** Pixels a side to which images of a folder are resized unless another size is asked for. */
const OWN_SIZE = 32;

/** Tells if a data set is a folder of images. */
export function isOwnImages(dataset: string): dataset is OwnImages {
  return dataset.startsWith(OWN_IMAGES);
}

/** Returns the folder of images that a choice names. @param data the folder that contains it */
export function ownFolder(dataset: OwnImages, data: string): string {
  return path.join(data, dataset.slice(OWN_IMAGES.length));
}

/** Returns the name of a data set for people: `CIFAR-10`, or the folder's. */
export function datasetTitle(dataset: DatasetChoice): string {
  return isOwnImages(dataset) ? dataset.slice(OWN_IMAGES.length) : DATASETS[dataset].title;
}

/** Returns the folder of a data set in the data folder. */
export function datasetFolderName(dataset: DatasetChoice): string {
  return isOwnImages(dataset) ? dataset.slice(OWN_IMAGES.length) : DATASETS[dataset].folder;
}

/** Returns the pixels a side of the images of a data set, where no other size is asked for. */
export function datasetSize(dataset: DatasetChoice): number {
  return isOwnImages(dataset) ? OWN_SIZE : DATASETS[dataset].size;
}

/** Tells if a data set has images without labels beside its training images. */
export function hasUnlabeled(dataset: DatasetChoice): boolean {
  return !isOwnImages(dataset) && DATASETS[dataset].unlabeled !== undefined;
}

/** Returns the name of the recipe by which the images of a data set are augmented. */
export function recipeNameOf(dataset: DatasetChoice): RecipeName {
  return isOwnImages(dataset) ? 'simclr-images' : DATASETS[dataset].recipe;
}

/** Returns the recipe by which the images of a data set are augmented. */
export function recipeOf(dataset: DatasetChoice): AugmentationRecipe {
  return AUGMENTATION_RECIPES[recipeNameOf(dataset)];
}
