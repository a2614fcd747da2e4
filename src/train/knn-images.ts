/** Which images nearest neighbours are followed on: labelled training images as the bank, and queries never trained on. */
import { datasetFiles, type DatasetFiles } from '../data/dataset-files.js';
import type { ImageSet } from '../data/image-set.js';
import { readImages } from '../data/read-images.js';
import { InvalidInput } from '../invalid-input.js';
import type { KnnImages } from './run-folder.js';
import type { RunConfig } from './run-options.js';

export interface KnnSets {
  readonly bank: ImageSet;
  readonly queries: ImageSet;
  readonly images: KnnImages;
}

/**
 * The bank is the first of the training images. Queries are the training images that a subset leaves out, and where it
 * leaves none, or the run trains on all, the official test images; the first ones of either.
 *
 * @param notice is told when there are none
 * @returns undefined when neighbours are not followed, or there is nothing to follow them on
 */
export function knnSets(config: RunConfig, notice: (text: string) => void): KnnSets | undefined {
  if (config.knnEvery === 0) return undefined;
  try {
    const train = datasetFiles(config.dataset, { data: config.data, split: 'train' });
    const trained = Math.min(config.subset ?? train.count, train.count);
    const bank = range(train, 0, Math.min(trained, config.knnBank));
    const queries =
      trained < train.count
        ? range(train, trained, config.knnQueries)
        : range(datasetFiles(config.dataset, { data: config.data, split: 'test' }), 0, config.knnQueries);
    return { bank: bank.set, queries: queries.set, images: { bank: bank.range, queries: queries.range } };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    notice(`nearest neighbours are not followed (--knn-every 0 asks for none): ${error.message}`);
    return undefined;
  }
}

function range(files: DatasetFiles, from: number, most: number): { set: ImageSet; range: KnnImages['bank'] } {
  const images = Math.min(most, files.count - from);
  const set = readImages(
    files,
    Array.from({ length: images }, (_, k) => from + k),
  );
  return { set, range: { name: set.name, from, images } };
}
