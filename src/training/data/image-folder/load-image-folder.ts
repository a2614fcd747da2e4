/** Loads images of a folder. */
import { InvalidInput } from '../../../base/invalid-input.js';
import { thousands } from '../../../base/thousands.js';
import type { ImageSet } from '../image-set.js';
import { decodeImages } from './decode-images.js';
import { listImages } from './image-folder.js';

/** The images of a folder that are wanted, and their form. */
export interface FolderImages {
  readonly folder: string;
  readonly split: 'train' | 'test';
  /** Pixels a side to which images are resized. */
  readonly side: number;
  /** Seed of the order, and of the test images where no folder has them. Default 1. */
  readonly splitSeed?: number;
  /** Choice between refusing a damaged image and leaving it out. Default `refuse`. */
  readonly damaged?: 'refuse' | 'skip';
  /** Number of the first image, from 0. Default 0. */
  readonly from?: number;
  /** Largest number of images. Default: all that follow. */
  readonly limit?: number;
}

/** Listeners to the progress of a load. */
export interface LoadWatch {
  readonly onDecoded?: (done: number, total: number) => void;
  /** Told of images that were left out. */
  readonly onNotice?: (text: string) => void;
}

/**
 * Loads images of a folder.
 *
 * @throws (rejects) InvalidInput as `listImages`, when there is no image at `from`, and naming the first damaged image where
 *   those are refused
 * @example
 * const { name, count, size } = await loadImageFolder({ folder: 'pets', split: 'test', side: 32 });
 * [name, count, size]; // ['pets test', 20, 32]
 */
export async function loadImageFolder(wanted: FolderImages, watch: LoadWatch = {}): Promise<ImageSet> {
  const { folder, split, side, splitSeed, damaged = 'refuse', from = 0, limit = Infinity } = wanted;
  const { classNames, name: title, [split]: all } = listImages(folder, splitSeed);
  const name = `${title} ${split}`;
  const none = (count: number): InvalidInput =>
    new InvalidInput(
      `${name} in ${folder} has ${thousands(count)} images that can be read, and none from number ${from} on`,
    );
  if (from >= all.length) throw none(all.length);
  // Which images are left out is known only when all are decoded; numbers then count those that remain.
  const files = damaged === 'skip' ? all : all.slice(from, from + limit);
  const { images, faults } = await decodeImages(files, { name, side, classNames, onDecoded: watch.onDecoded });
  const [first] = faults;
  if (damaged === 'refuse') {
    if (first === undefined) return { ...images, officialCount: all.length };
    const more = faults.length > 1 ? ` (and ${thousands(faults.length - 1)} more)` : '';
    throw new InvalidInput(
      `${first.reason}${more}: remove or mend it, or leave damaged images out with --damaged skip`,
    );
  }
  if (first !== undefined) {
    watch.onNotice?.(
      `${thousands(faults.length)} of ${thousands(files.length)} images of ${name} left out: ${first.reason}`,
    );
  }
  if (from >= images.count) throw none(images.count);
  const to = Math.min(images.count, from + limit);
  const length = 3 * side * side;
  return {
    ...images,
    count: to - from,
    pixels: images.pixels.subarray(from * length, to * length),
    labels: images.labels.subarray(from, to),
  };
}
