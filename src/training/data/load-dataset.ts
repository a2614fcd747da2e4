import { InvalidInput } from '../../base/invalid-input.js';
import { datasetFiles, describeDataset, type DatasetPlace } from './dataset-files.js';
import type { DatasetName } from './datasets.js';
import type { ImageSet } from './image-set.js';
import { readImages } from './read-images.js';
import { requireUndamaged } from './require-undamaged.js';

/** Choice of the images that are read. */
export interface LoadOptions extends DatasetPlace {
  /** Index of the first image, from 0. Default 0. */
  readonly from?: number;
  /** Largest number of images; all that follow by default. Only they are read. */
  readonly limit?: number;
}

/**
 * Reads images of CIFAR-10, CIFAR-100 (fine labels) or STL-10 from their published binary files. A shortened file gives the
 * records that it holds. Files are compared with their checksums first (`requireUndamaged`). All of STL-10's training and
 * unlabeled images take 2.9 GB of memory.
 *
 * @throws InvalidInput when a folder or file is missing, cut, of another format or damaged, there is no image at `from`, or the
 *   limit is no positive integer
 * @example
 * const { name, count, size } = loadDataset('cifar10', { data: 'datasets', split: 'test', limit: 2 });
 * [name, count, size]; // ['CIFAR-10 test', 2, 32]
 */
export function loadDataset(name: DatasetName, { from = 0, limit, ...place }: LoadOptions): ImageSet {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new InvalidInput(`limit ${limit}: give a positive integer, or no limit to load every image`);
  }
  const files = datasetFiles(name, place);
  if (!(Number.isSafeInteger(from) && from >= 0 && from < files.count)) {
    throw new InvalidInput(`${describeDataset(files)} has no image ${from}: begin at one of 0..${files.count - 1}`);
  }
  const count = Math.min(limit ?? Infinity, files.count - from);
  requireUndamaged(files, { from, count });
  return readImages(
    files,
    Array.from({ length: count }, (_, k) => from + k),
  );
}
