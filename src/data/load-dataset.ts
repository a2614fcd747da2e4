import { InvalidInput } from '../invalid-input.js';
import { datasetFiles, type DatasetPlace } from './dataset-files.js';
import type { DatasetName } from './datasets.js';
import type { ImageSet } from './image-set.js';
import { readImages } from './read-images.js';
import { requireUndamaged } from './require-undamaged.js';

/** Which images are read. */
export interface LoadOptions extends DatasetPlace {
  /** At most this many images, the first ones; all by default. Only they are read. */
  readonly limit?: number;
}

/**
 * The images of CIFAR-10, CIFAR-100 (fine labels) or STL-10 from their published binary files. A shortened file gives
 * the records that it holds. Files are compared with their checksums
 * first (`requireUndamaged`). All of STL-10's training and unlabeled images take 2.9 GB of memory.
 *
 * @throws InvalidInput when a folder or file is missing, cut, of another format or damaged, or the limit is no positive integer
 */
export function loadDataset(name: DatasetName, { limit, ...place }: LoadOptions): ImageSet {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new InvalidInput(`limit ${limit}: give a positive integer, or no limit to load every image`);
  }
  const files = datasetFiles(name, place);
  const count = Math.min(limit ?? files.count, files.count);
  requireUndamaged(files, count);
  return readImages(
    files,
    Array.from({ length: count }, (_, k) => k),
  );
}
