/** Which images nearest neighbours are followed on: labelled training images as the bank, and queries never trained on. */
import { isOwnImages } from '../data/dataset-choice.js';
import { unlabelled, type ImageSet } from '../data/image-set.js';
import { imageCount, loadImages } from '../data/load-images.js';
import { overlapText } from '../data/overlap.js';
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
export async function knnSets(
  config: RunConfig,
  images: ImageSet,
  notice: (text: string) => void,
): Promise<KnnSets | undefined> {
  if (config.knnEvery === 0) return undefined;
  const { dataset, subset, knnBank, knnQueries } = config;
  try {
    const isOwn = isOwnImages(dataset);
    if (isOwn && images.classNames.length === 0) throw unlabelled(images);
    // Of a folder, those that were decoded: damaged ones may be left out.
    const all = isOwn ? images.officialCount : imageCount(config, 'train');
    const trained = Math.min(subset ?? all, all);
    const [split, from] = trained < all ? (['train', trained] as const) : (['test', 0] as const);
    const limit = Math.min(trained, knnBank);
    const bank = isOwn ? firstImages(images, limit) : await loadImages(config, { split: 'train', limit });
    const queries = await loadImages(config, { split, from, limit: knnQueries });
    const shared = isOwn ? overlapText(images, queries) : undefined;
    if (shared !== undefined) notice(shared);
    const range = ({ name, count }: ImageSet, first: number): ImageRange => ({ name, from: first, images: count });
    return { bank, queries, images: { bank: range(bank, 0), queries: range(queries, from) } };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    notice(`nearest neighbours are not followed (--knn-every 0 asks for none): ${error.message}`);
    return undefined;
  }
}

function firstImages(images: ImageSet, limit: number): ImageSet {
  const count = Math.min(limit, images.count);
  const pixels = images.pixels.subarray(0, 3 * images.size ** 2 * count);
  return { ...images, count, pixels, labels: images.labels.subarray(0, count) };
}
