/**
 * Images and labels in an .npz of NumPy as a data set: `images` and `labels`, or parts for training and testing, as Keras and MedMNIST name
 * them. Nothing in the file is run.
 */
import path from 'node:path';
import { readWhole } from '../../base/files/file-bytes.js';
import { InvalidInput } from '../../base/invalid-input.js';
import { thousands } from '../../base/thousands.js';
import { decodeLevels, decodeNpy, type Levels } from '../arrays/npy.js';
import { unreadable } from '../arrays/stored-array.js';
import { zipEntries, type ZipEntry } from '../arrays/zip.js';
import { divided, shuffledBy } from './image-folder/image-folder.js';
import type { FolderImages } from './image-folder/load-image-folder.js';
import { squareImage } from './image-folder/square-image.js';
import { NO_LABEL, type ImageSet } from './image-set.js';

/** Names of arrays, the first that the file has. */
const NAMES = {
  all: { images: ['images', 'x', 'X', 'data'], labels: ['labels', 'y', 'Y', 'targets'] },
  train: { images: ['train_images', 'x_train', 'X_train'], labels: ['train_labels', 'y_train', 'Y_train'] },
  test: { images: ['test_images', 'x_test', 'X_test'], labels: ['test_labels', 'y_test', 'Y_test'] },
} as const;

/** A part of an archive. */
interface Part {
  readonly levels: Levels;
  readonly labels: readonly (number | string)[] | undefined;
}

/** An image by its part and its place in it. */
interface Placed {
  readonly part: Part;
  readonly index: number;
  readonly label: number;
}

/** An archive as it was found. */
export interface ImageArchive {
  readonly name: string;
  /** The labels in their order; none where the archive has none. */
  readonly classNames: readonly string[];
  readonly train: readonly Placed[];
  readonly test: readonly Placed[];
  readonly division: string;
}

/** Tells if a path names an archive, and no folder. */
export function isImageArchive(place: string): boolean {
  return /\.npz$/i.test(place);
}

/**
 * Reads an archive of images.
 *
 * @param splitSeed seed of the order of the images, and of the fifth for testing where no part is named for that
 * @throws InvalidInput when it cannot be read, its images are no uint8 [N, H, W], [N, H, W, 1] or [N, H, W, 3], or labels are no N
 */
export function openImageArchive(file: string, splitSeed = 1): ImageArchive {
  const entries = new Map(
    zipEntries(readWhole(file), file).map((entry) => [entry.name.replace(/\.npy$/, ''), entry] as const),
  );
  const parts = (['train', 'test', 'all'] as const).map((name) => partOf(entries, NAMES[name], file));
  const [train, test, all] = parts;
  if ((train === undefined || test === undefined) && all === undefined) {
    const found = [...entries.keys()].slice(0, 12).join(', ');
    throw new InvalidInput(
      `${file} has no images (it has ${found === '' ? 'no array' : found}): name uint8 images [N, H, W, 3] images, and labels [N] labels, ` +
        'or those of parts train_images, train_labels, test_images, test_labels',
    );
  }
  const used = train !== undefined && test !== undefined ? [train, test] : all === undefined ? [] : [all];
  const classNames = classesIn(used, file);
  const place = (part: Part): Placed[] =>
    shuffledBy(
      splitSeed,
      Array.from({ length: part.levels.shape[0] as number }, (_, index) => ({
        part,
        index,
        label: part.labels === undefined ? NO_LABEL : classNames.indexOf(String(part.labels[index])),
      })),
      ({ index }) => String(index),
    );
  const [first, second] = used.map(place) as [Placed[], Placed[] | undefined];
  return {
    name: path.basename(file),
    classNames,
    ...(second === undefined
      ? divided(first, splitSeed)
      : { train: first, test: second, division: 'the arrays for training and testing' }),
  };
}

/** Loads images of an archive. @throws InvalidInput as `openImageArchive`, and when there is no image at `from` */
export function loadImageArchive(wanted: FolderImages): ImageSet {
  const { folder: file, split, side, splitSeed, from = 0, limit = Infinity } = wanted;
  const { name, classNames, [split]: all } = openImageArchive(file, splitSeed);
  if (from >= all.length) {
    throw new InvalidInput(`${name} ${split} has ${thousands(all.length)} images, and none from number ${from} on`);
  }
  const images = all.slice(from, from + limit);
  const length = 3 * side * side;
  const pixels = new Uint8Array(images.length * length);
  images.forEach(({ part, index }, k) => pixels.set(squareOf(part.levels, index, side), k * length));
  return {
    name: `${name} ${split}`,
    count: images.length,
    size: side,
    pixels,
    labels: Uint8Array.from(images, ({ label }) => label),
    classNames,
    officialCount: all.length,
  };
}

function partOf(
  entries: ReadonlyMap<string, ZipEntry>,
  names: { readonly images: readonly string[]; readonly labels: readonly string[] },
  file: string,
): Part | undefined {
  const found = (wanted: readonly string[]) => wanted.flatMap((name) => entries.get(name) ?? [])[0];
  const [images, labels] = [found(names.images), found(names.labels)];
  if (images === undefined) return undefined;
  const place = `${file}, ${images.name}`;
  const levels = decodeLevels(images.read(), place);
  const [count = 0, height = 0, width = 0, channels = 1] = levels.shape;
  const fits =
    (levels.shape.length === 3 || (levels.shape.length === 4 && [1, 3].includes(channels))) && height * width > 0;
  if (!fits) {
    const remedy = 'save images as [N, H, W, 3], grey ones as [N, H, W]';
    throw unreadable(place, `its shape is ${levels.shape.join(' × ')}, which is no list of images`, remedy);
  }
  return { levels, labels: labels === undefined ? undefined : labelsOf(labels, count, file) };
}

function labelsOf(entry: ZipEntry, count: number, file: string): (number | string)[] {
  const place = `${file}, ${entry.name}`;
  const { values, kind, shape } = decodeNpy(entry.read(), place);
  if (values.length !== count || kind === 'real') {
    const what =
      kind === 'real'
        ? 'its labels are no whole numbers'
        : `its shape is ${shape.join(' × ')} for ${thousands(count)} images`;
    throw unreadable(place, what, 'save one whole number or text an image');
  }
  return Array.from<number | string>(values as ArrayLike<number | string>);
}

/** Returns the labels of all parts in their order. */
function classesIn(parts: readonly Part[], file: string): string[] {
  const labelled = parts.flatMap(({ labels }) => (labels === undefined ? [] : [labels]));
  if (labelled.length === 0) return [];
  if (labelled.length < parts.length) {
    throw new InvalidInput(`${file} has labels of one part and none of the other: give labels of both, or of none`);
  }
  const all = [...new Set(labelled.flat())].toSorted((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  if (all.length <= NO_LABEL) return all.map(String);
  throw new InvalidInput(`${file} has ${thousands(all.length)} classes: at most ${NO_LABEL} are supported`);
}

/** Returns the middle of an image as a square [3, side, side]. */
function squareOf({ shape, values }: Levels, index: number, side: number): Uint8Array {
  const [, height = 0, width = 0, channels = 1] = shape;
  const from = index * height * width * channels;
  const levels = new Uint8ClampedArray(4 * height * width);
  for (let k = 0; k < height * width; k++) {
    for (let channel = 0; channel < 3; channel++) {
      levels[4 * k + channel] = values[from + k * channels + (channels === 3 ? channel : 0)] as number;
    }
  }
  return squareImage({ width, height, orientation: 1, levels }, side).pixels;
}
