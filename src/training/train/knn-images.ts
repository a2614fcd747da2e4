/** Which images nearest neighbours are followed on: labelled training images as the bank, and queries never trained on. */
import { datasetFiles } from '../data/dataset-files.js';
import type { ImageSet } from '../data/image-set.js';
import { loadDataset } from '../data/load-dataset.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { ImageRange, KnnImages } from './run-folder.js';
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
  const { dataset, data, subset, knnBank, knnQueries } = config;
  try {
    const all = datasetFiles(dataset, { data, split: 'train' }).count;
    const trained = Math.min(subset ?? all, all);
    const [split, from] = trained < all ? (['train', trained] as const) : (['test', 0] as const);
    const bank = loadDataset(dataset, { data, split: 'train', limit: Math.min(trained, knnBank) });
    const queries = loadDataset(dataset, { data, split, from, limit: knnQueries });
    const range = ({ name, count }: ImageSet, first: number): ImageRange => ({ name, from: first, images: count });
    return { bank, queries, images: { bank: range(bank, 0), queries: range(queries, from) } };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    notice(`nearest neighbours are not followed (--knn-every 0 asks for none): ${error.message}`);
    return undefined;
  }
}
