/**
 * Official binary files of image data sets, whole or not at all; augmentations; batches of two augmented views.
 *
 * @packageDocumentation
 */
export type { DatasetFormat, PartFiles, LabelField, PublishedFile } from '../training/data/dataset-format.js';
export { DATASETS, type DatasetName, type Split, namedDataset } from '../training/data/datasets.js';
export { type LoadOptions, loadDataset } from '../training/data/load-dataset.js';
export {
  type DatasetPlace,
  type DatasetFiles,
  type DatasetPart,
  datasetFiles,
} from '../training/data/dataset-files.js';
export type { DatasetChoice, OwnImages } from '../training/data/dataset-choice.js';
export { type ChosenImages, type ImagesSpan, type ImagesWatch, loadImages } from '../training/data/load-images.js';
export { NO_LABEL, type ImageSet, imageAt } from '../training/data/image-set.js';
export type { RgbImage } from '../training/data/rgb-image.js';
export {
  type DataState,
  type Checksum,
  type FileCheck,
  type DatasetCheck,
  checkDataset,
} from '../training/data/check-dataset.js';
export {
  type RealImages,
  type OpenRealImages,
  type RealViewsOptions,
  type ImageViews,
  openRealImages,
} from '../training/data/real-images.js';
export { type PublishedArchive, publishedArchive } from '../training/data/archive/published-archives.js';
export {
  type DownloadOptions,
  type DownloadProgress,
  type DownloadedDataset,
  downloadDataset,
} from '../training/data/archive/download-dataset.js';
export {
  type Range,
  type AugmentationRecipe,
  AUGMENTATION_RECIPES,
  type RecipeName,
  namedRecipe,
} from '../training/data/augmentation/recipes.js';
export { type Normalisation, NO_NORMALISATION, toTensor } from '../training/data/augmentation/tensor.js';
export type { CropBox } from '../training/data/augmentation/crop.js';
export type { BlurOptions } from '../training/data/augmentation/gaussian-blur.js';
export {
  type Augmentation,
  type AugmentationStep,
  applyAugmentation,
} from '../training/data/augmentation/augmentation.js';
export {
  type AugmentationPlace,
  augmentationStream,
  sampleAugmentation,
} from '../training/data/augmentation/sample-augmentation.js';
export { type SampleOrder, type EpochOrderOptions, epochOrder } from '../training/data/batches/sample-order.js';
export {
  type BatchPlace,
  type ViewBatch,
  type ViewBatchOptions,
  type ViewStreamOptions,
  type ViewBatches,
  openViewBatches,
  viewBatches,
} from '../training/data/batches/view-batches.js';
