/** Loads images of any data set that options name: published ones from their files, a folder's by decoding it. */
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import { datasetFiles } from './dataset-files.js';
import { datasetSize, isOwnImages, ownFolder, type DatasetChoice } from './dataset-choice.js';
import { classCount, namedDataset, type Split } from './datasets.js';
import { isImageArchive, loadImageArchive, openImageArchive } from './image-archive.js';
import { decodeImages } from './image-folder/decode-images.js';
import { listImages, type ImageFile, type ImageFolder } from './image-folder/image-folder.js';
import { loadImageFolder } from './image-folder/load-image-folder.js';
import { imageAt, type ImageSet } from './image-set.js';
import type { RgbImage } from './rgb-image.js';
import { loadDataset } from './load-dataset.js';

/** A data set, and the form of its images. */
export interface ChosenImages {
  readonly dataset: DatasetChoice;
  /** The folder that contains those of the data sets. */
  readonly data: string;
  /** Pixels a side to which the images of a folder are resized; published images stay as they are. */
  readonly imageSize?: number | undefined;
  /** Seed by which a folder without `test` is divided. */
  readonly splitSeed?: number | undefined;
  /** Choice between refusing damaged images of a folder and leaving them out. */
  readonly damaged?: 'refuse' | 'skip' | undefined;
}

/** Consecutive images of a split. */
export interface ImagesSpan {
  readonly split: Split;
  /** Number of the first, from 0. Default 0. */
  readonly from?: number;
  /** Largest number of images. Default: all that follow. */
  readonly limit?: number;
}

/** Listeners to the progress of a load. */
export interface ImagesWatch {
  /** Told what is being done: `decoding pets train: 640 of 4,000 images`. */
  readonly onActivity?: (text: string) => void;
  readonly onNotice?: (text: string) => void;
}

/**
 * Loads images of a data set or of a folder.
 *
 * @throws (rejects) InvalidInput as `loadDataset` and `loadImageFolder`
 * @example
 * const { name, size } = await loadImages({ dataset: 'cifar10', data: 'datasets' }, { split: 'test', limit: 2 });
 * [name, size]; // ['CIFAR-10 test', 32]
 */
export async function loadImages(chosen: ChosenImages, span: ImagesSpan, watch: ImagesWatch = {}): Promise<ImageSet> {
  const { dataset, data, imageSize, splitSeed, damaged } = chosen;
  if (!isOwnImages(dataset)) return loadDataset(dataset, { data, ...span });
  const { split, ...range } = span;
  const wanted = {
    ...range,
    folder: ownFolder(dataset, data),
    split: split === 'test' ? 'test' : 'train',
    side: imageSize ?? datasetSize(dataset),
    ...(splitSeed !== undefined && { splitSeed }),
    ...(damaged !== undefined && { damaged }),
  } as const;
  if (isImageArchive(wanted.folder)) return loadImageArchive(wanted);
  return loadImageFolder(wanted, {
    ...(watch.onNotice !== undefined && { onNotice: watch.onNotice }),
    onDecoded: (done, total) =>
      watch.onActivity?.(
        `decoding ${dataset.slice('images:'.length)} ${split}: ${thousands(done)} of ${thousands(total)} images`,
      ),
  });
}

/** An image, and its class where it has one. */
export interface NumberedImage {
  readonly image: RgbImage;
  readonly className?: string;
}

/**
 * Loads single images of a split. No other image of a folder is decoded.
 *
 * @param numbers from 0, below `imageCount`
 * @returns in the order of the numbers
 * @throws (rejects) InvalidInput as `loadImages`
 */
export async function loadImagesAt(
  chosen: ChosenImages,
  split: ImagesSpan['split'],
  numbers: readonly number[],
): Promise<NumberedImage[]> {
  const { dataset, data, splitSeed, imageSize = datasetSize(dataset) } = chosen;
  const folder = isOwnImages(dataset) ? ownFolder(dataset, data) : undefined;
  if (folder === undefined || isImageArchive(folder)) {
    const all = await loadImages(chosen, { split });
    return numbers.map((k) => numbered(all, k));
  }
  const part = split === 'test' ? 'test' : 'train';
  const { name, classNames, [part]: files } = listImages(folder, splitSeed);
  const wanted = numbers.map((k) => files[k] as ImageFile);
  const { images, faults } = await decodeImages(wanted, { name: `${name} ${part}`, side: imageSize, classNames });
  const [fault] = faults;
  if (fault !== undefined) throw new InvalidInput(`${fault.reason}: remove or mend it`);
  return numbers.map((_, k) => numbered(images, k));
}

function numbered(images: ImageSet, k: number): NumberedImage {
  const className = images.classNames[images.labels[k] as number];
  return { image: imageAt(images, k), ...(className !== undefined && { className }) };
}

/** Returns the number of images of a split, from names and sizes alone. @throws InvalidInput when they are missing */
export function imageCount({ dataset, data, splitSeed }: ChosenImages, split: Split): number {
  if (!isOwnImages(dataset)) return datasetFiles(dataset, { data, split }).count;
  return listed(ownFolder(dataset, data), splitSeed)[split === 'test' ? 'test' : 'train'].length;
}

/** Returns the number of classes; 0 of a flat folder. @throws InvalidInput when a folder is missing */
export function classesOf({ dataset, data }: ChosenImages): number {
  if (!isOwnImages(dataset)) return classCount(namedDataset(dataset));
  return listed(ownFolder(dataset, data)).classNames.length;
}

function listed(
  place: string,
  splitSeed?: number,
): Pick<ImageFolder, 'classNames'> & Record<'train' | 'test', readonly object[]> {
  return isImageArchive(place) ? openImageArchive(place, splitSeed) : listImages(place, splitSeed);
}
