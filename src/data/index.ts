/**
 * Official binary files of image data sets, whole or not at all; augmentations; batches of two augmented views.
 *
 * @packageDocumentation
 */
export type { DatasetFormat, PartFiles, LabelField, PublishedFile } from './dataset-format.js';
export { DATASETS, type DatasetName, type Split, namedDataset } from './datasets.js';
export { type LoadOptions, loadDataset } from './load-dataset.js';
export { type DatasetPlace, type DatasetFiles, type DatasetPart, datasetFiles } from './dataset-files.js';
export { NO_LABEL, type ImageSet, imageAt } from './image-set.js';
export type { RgbImage } from './rgb-image.js';
export { type DataState, type Checksum, type FileCheck, type DatasetCheck, checkDataset } from './check-dataset.js';
export {
  type RealImages,
  type OpenRealImages,
  type RealViewsOptions,
  type ImageViews,
  openRealImages,
} from './real-images.js';
export { type PublishedArchive, publishedArchive } from './archive/published-archives.js';
export {
  type DownloadOptions,
  type DownloadProgress,
  type DownloadedDataset,
  downloadDataset,
} from './archive/download-dataset.js';
export {
  type Range,
  type AugmentationRecipe,
  AUGMENTATION_RECIPES,
  type RecipeName,
  namedRecipe,
} from './augmentation/recipes.js';
export { type Normalisation, NO_NORMALISATION, toTensor } from './augmentation/tensor.js';
export type { CropBox } from './augmentation/crop.js';
export type { BlurOptions } from './augmentation/gaussian-blur.js';
export { type Augmentation, type AugmentationStep, applyAugmentation } from './augmentation/augmentation.js';
export { type AugmentationPlace, augmentationStream, sampleAugmentation } from './augmentation/sample-augmentation.js';
export { type SampleOrder, type EpochOrderOptions, epochOrder } from './batches/sample-order.js';
export {
  type BatchPlace,
  type ViewBatch,
  type ViewBatchOptions,
  type ViewStreamOptions,
  type ViewBatches,
  openViewBatches,
  viewBatches,
} from './batches/view-batches.js';
