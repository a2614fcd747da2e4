/** Files of a data set that are there, and the number of images in them, from names and sizes alone. */
import path from 'node:path';
import { fileSize, pathKind } from '../../base/files/file-bytes.js';
import { InvalidInput, unknownName } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import type { DatasetFormat, PartFiles } from './dataset-format.js';
import {
  DATASETS,
  downloadCommand,
  namedDataset,
  publishedImages,
  type DatasetName,
  type Split,
  datasetsWithUnlabeled,
} from './datasets.js';
import { pickledForm } from './pickled-form.js';

/** Consecutive images of a data set that lie in one file. */
export interface DatasetPart {
  readonly images: string;
  /** The file of label bytes; the same as `images` if they precede the pixels; absent if there are none. */
  readonly labels?: string;
  readonly count: number;
}

/** The files of a split as they were found, and the images in them. */
export interface DatasetFiles {
  readonly format: DatasetFormat;
  readonly split: Split;
  readonly folder: string;
  /** Parts in the order in which images are counted. */
  readonly parts: readonly DatasetPart[];
  /** Number of images in all parts. */
  readonly count: number;
  /** Number of images in the published files. */
  readonly officialCount: number;
}

/** Folder of the data sets, and a split. */
export interface DatasetPlace {
  /** The folder that contains those of the data sets, as cifar-10-batches-bin. */
  readonly data: string;
  readonly split: Split;
}

const SPLITS: readonly Split[] = ['train', 'test', 'unlabeled', 'train+unlabeled'];

/**
 * Finds the files of one split without reading a pixel.
 *
 * @throws InvalidInput when a folder or file is missing or cannot be read, or a size does not fit the format
 * @example
 * datasetFiles('cifar10', { data: 'datasets', split: 'train' }).officialCount; // 50000
 * datasetFiles('cifar10', { data: 'elsewhere', split: 'train' }); // throws there is no folder elsewhere: …
 */
export function datasetFiles(name: DatasetName, { data, split }: DatasetPlace): DatasetFiles {
  const format = namedDataset(name);
  const files = splitFiles(format, split);
  const folder = datasetFolder(format, data);
  const present = files.filter(({ images }) => pathKind(path.join(folder, images)) !== 'absent');
  // Training files may be a subset; of two parts that were asked for together, neither may be missing.
  const missing = split === 'train+unlabeled' ? files.filter((part) => !present.includes(part)) : files;
  const pickled = present.length === 0 ? pickledForm(format, data) : undefined;
  if (pickled !== undefined) throw new InvalidInput(pickled);
  if (present.length === 0 || (split === 'train+unlabeled' && missing.length > 0)) {
    const wanted = missing.map(({ images }) => images).join(', ');
    const alone = split === 'train+unlabeled' ? ', or train --unlabeled without' : '';
    throw new InvalidInput(
      `${folder} has no ${format.title} ${split} images (${wanted}): ${remedy(format, folder, 'get')}${alone}`,
    );
  }
  const parts = present.map((part) => datasetPart(format, folder, part));
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return { format, split, folder, parts, count, officialCount: publishedImages(format, files) };
}

/** Describes the files of a split: `CIFAR-100 train (10,000 of 50,000 images)`. */
export function describeDataset({ format, split, count, officialCount }: DatasetFiles): string {
  const share = count === officialCount ? thousands(count) : `${thousands(count)} of ${thousands(officialCount)}`;
  return `${format.title} ${split} (${share} images)`;
}

/**
 * Returns the folder of a data set.
 *
 * @param data the folder that contains those of the data sets
 * @throws InvalidInput when either is missing or no folder
 */
export function datasetFolder(format: DatasetFormat, data: string): string {
  if (pathKind(data) !== 'folder') {
    const folders = Object.values(DATASETS).map(({ folder }) => folder);
    throw new InvalidInput(
      `there is no folder ${data}: give the one that contains ${folders.join(', ')}, or make it with ${downloadCommand(format, data)}`,
    );
  }
  const folder = path.join(data, format.folder);
  const kind = pathKind(folder);
  const pickled = kind === 'absent' ? pickledForm(format, data) : undefined;
  if (pickled !== undefined) throw new InvalidInput(pickled);
  if (kind === 'absent' && path.basename(path.resolve(data)) === format.folder) {
    throw new InvalidInput(`${data} is the ${format.title} folder itself: give the folder that contains it`);
  }
  if (kind === 'absent')
    throw new InvalidInput(`the ${format.title} folder ${folder} is missing: ${remedy(format, folder, 'get')}`);
  if (kind !== 'folder')
    throw new InvalidInput(`${folder} is a file, not the ${format.title} folder: ${remedy(format, folder, 'replace')}`);
  return folder;
}

/**
 * Returns a part with the number of its images.
 *
 * @throws InvalidInput when a file is missing or cannot be read, or its size does not fit the format
 */
export function datasetPart(format: DatasetFormat, folder: string, part: PartFiles): DatasetPart {
  const images = path.join(folder, part.images);
  const count = recordCount(format, images, format.recordBytes);
  if (part.labels === undefined) return { images, labels: images, count };
  if (part.labels === null) return { images, count };

  const labels = path.join(folder, part.labels);
  const labelCount = recordCount(format, labels, format.labels.length);
  if (labelCount !== count) {
    throw new InvalidInput(
      `${images} holds ${thousands(count)} images and ${labels} ${thousands(labelCount)} labels, where each image ` +
        `has one: one of the two is cut or from another set; ${remedy(format, folder, 'replace')}`,
    );
  }
  return { images, labels, count };
}

function recordCount(format: DatasetFormat, file: string, bytes: number): number {
  const size = fileSize(file);
  if (size === 0)
    throw new InvalidInput(`${file} is empty (0 bytes): ${remedy(format, path.dirname(file), 'replace')}`);
  if (size % bytes !== 0) {
    throw new InvalidInput(
      `${file}: size ${thousands(size)} is not a multiple of ${thousands(bytes)}, the bytes of a ${format.title} ` +
        `record: ${looksLike(format, size)}; ${remedy(format, path.dirname(file), 'replace')}`,
    );
  }
  return size / bytes;
}

/** Describes what a file of this size may be instead. */
function looksLike(format: DatasetFormat, size: number): string {
  const fitting = Object.values(DATASETS).filter((other) => other !== format && size % other.recordBytes === 0);
  return fitting.length === 0
    ? 'the file is cut or damaged'
    : `it looks like a file of ${fitting.map(({ title }) => title).join(' or ')}`;
}

/** Describes the remedy for a missing or a damaged file. @param folder of the data set */
export function remedy(format: DatasetFormat, folder: string, action: 'get' | 'replace'): string {
  const command = downloadCommand(format, path.dirname(folder));
  return action === 'get' ? `get it with ${command}` : `move ${folder} away, and get it again with ${command}`;
}

/**
 * Returns the files of a split.
 *
 * @throws InvalidInput for an unknown split, and for unlabeled images of a set that has none
 */
function splitFiles({ title, files, unlabeled }: DatasetFormat, split: Split): readonly PartFiles[] {
  if (!SPLITS.includes(split)) throw unknownName('split', split, SPLITS);
  if (split === 'train' || split === 'test') return files[split];
  if (unlabeled === undefined) {
    throw new InvalidInput(
      `${title} has no unlabeled images: choose another split, or one of ${datasetsWithUnlabeled().join(', ')}`,
    );
  }
  return split === 'unlabeled' ? [unlabeled] : [...files.train, unlabeled];
}
