/**
 * A folder of image files as a data set: its classes, its training and its test images, from names alone.
 *
 * A folder a class, or one flat folder without labels. Folders `train` and `test` divide the images; where there are none, a fifth
 * of each class is drawn for testing. What is drawn, and the order of the images, follow from a seed and from each file's own
 * path, so that another file moves no other.
 */
import { createHash } from 'node:crypto';
import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { pathKind } from '../../../base/files/file-bytes.js';
import { namingFile } from '../../../base/files/file-fault.js';
import { InvalidInput } from '../../../base/invalid-input.js';
import { thousands } from '../../../base/thousands.js';
import { NO_LABEL } from '../image-set.js';

/** An image file and its class number, NO_LABEL without one. */
export interface ImageFile {
  readonly file: string;
  readonly label: number;
}

/** A folder of images as it was found. */
export interface ImageFolder {
  readonly folder: string;
  /** Name of the folder, which names the data set. */
  readonly name: string;
  /** Names of the class folders, in the order of their characters; none of one flat folder. */
  readonly classNames: readonly string[];
  readonly train: readonly ImageFile[];
  readonly test: readonly ImageFile[];
  /** Description of where the test images come from, in words. */
  readonly division: string;
}

/** Share of the images of a class that are drawn for testing. */
const TEST_SHARE = 0.2;

const IMAGE = /\.(png|jpe?g|webp)$/i;
/** Formats that people have in such folders, and that are not read. */
const OTHER_IMAGE = /\.(gif|bmp|tiff?|heic|avif|jxl|ppm)$/i;

/**
 * Lists the images of a folder without opening one.
 *
 * @param splitSeed default 1; seed by which test images are drawn where no folder has them, and of the order of the images
 * @throws InvalidInput when it is no folder or holds no images, images lie beside class folders, or classes do not fit
 * @example
 * const { classNames, train, test } = listImages('pets'); // pets/cat/*.jpg, pets/dog/*.jpg, 50 of each
 * [classNames, train.length, test.length]; // [['cat', 'dog'], 80, 20]
 */
export function listImages(folder: string, splitSeed = 1): ImageFolder {
  const kind = pathKind(folder);
  if (kind !== 'folder') {
    const found = kind === 'absent' ? 'there is no folder' : 'expected a folder, and this is a file:';
    throw new InvalidInput(
      `${found} ${folder}: give images:DIR with a folder of PNG, JPEG or WebP images, or images:FILE.npz`,
    );
  }
  const name = path.basename(path.resolve(folder));
  const given = ['train', 'test'].map((part) => path.join(folder, part));
  const isDivided = given.every((part) => pathKind(part) === 'folder');
  const ordered = (images: readonly ImageFile[]): ImageFile[] => inOrder(images, folder, splitSeed);
  if (isDivided) {
    const [train, test] = given.map(classesIn) as [Classes, Classes];
    const stranger = test.names.find((one) => !train.names.includes(one));
    if (stranger !== undefined || (test.names.length === 0) !== (train.names.length === 0)) {
      const what = stranger === undefined ? 'one has class folders and the other none' : `${stranger} is in test alone`;
      throw new InvalidInput(`${folder}: train and test need the same classes, and ${what}`);
    }
    return {
      folder,
      name,
      classNames: train.names,
      train: ordered(imagesOf(train, train.names)),
      test: ordered(imagesOf(test, train.names)),
      division: 'the folders train and test',
    };
  }
  const classes = classesIn(folder);
  const images = ordered(imagesOf(classes, classes.names));
  return { folder, name, classNames: classes.names, ...divided(images, splitSeed) };
}

interface Classes {
  /** None where the images have no class. */
  readonly names: readonly string[];
  /** Files by class; those of a flat folder in one list. */
  readonly files: readonly (readonly string[])[];
}

function classesIn(folder: string): Classes {
  const entries = namingFile(folder, 'read', () => readdirSync(folder)).filter((entry) => !entry.startsWith('.'));
  const kinds = entries.map((entry) => [entry, pathKind(path.join(folder, entry))] as const);
  const named = (wanted: string): string[] =>
    kinds.flatMap(([entry, kind]) => (kind === wanted ? [entry] : [])).toSorted((a, b) => (a < b ? -1 : 1));
  const files = named('file');
  const images = files.filter((file) => IMAGE.test(file)).map((file) => path.join(folder, file));
  const filled = named('folder')
    .map((one) => ({ name: one, files: imagesBelow(path.join(folder, one)) }))
    .filter((one) => one.files.length > 0);
  if (images.length > 0 && filled.length > 0) {
    throw new InvalidInput(
      `${folder} has images (${path.basename(images[0] ?? '')}) beside folders of images (${filled[0]?.name ?? ''}): give a folder ` +
        'a class, or one flat folder without labels',
    );
  }
  if (images.length + filled.length === 0) {
    const other = files.find((file) => OTHER_IMAGE.test(file));
    const remedy = other === undefined ? ': give another folder' : `, but ${other}: convert its images to PNG`;
    throw new InvalidInput(`${folder} has no .png, .jpg, .jpeg or .webp file, nor a folder with some${remedy}`);
  }
  if (filled.length > NO_LABEL) {
    throw new InvalidInput(
      `${folder} has ${thousands(filled.length)} class folders: at most ${NO_LABEL} are supported`,
    );
  }
  return images.length > 0
    ? { names: [], files: [images] }
    : { names: filled.map((one) => one.name), files: filled.map((one) => one.files) };
}

/** Lists the images in a folder and below it; a folder that a link leads to a second time is passed over. */
function imagesBelow(folder: string, seen = new Set<string>()): string[] {
  const real = namingFile(folder, 'read', () => realpathSync(folder));
  if (seen.has(real)) return [];
  seen.add(real);
  return namingFile(folder, 'read', () => readdirSync(folder))
    .filter((entry) => !entry.startsWith('.'))
    .flatMap((entry) => {
      const place = path.join(folder, entry);
      const kind = pathKind(place);
      if (kind === 'folder') return imagesBelow(place, seen);
      return kind === 'file' && IMAGE.test(entry) ? [place] : [];
    });
}

function imagesOf({ names, files }: Classes, order: readonly string[]): ImageFile[] {
  return files.flatMap((ofClass, k) => {
    const label = names.length === 0 ? NO_LABEL : order.indexOf(names[k] as string);
    return ofClass.map((file) => ({ file, label }));
  });
}

/** Orders images by their paths below the folder: the same on every system. */
function inOrder(images: readonly ImageFile[], folder: string, seed: number): ImageFile[] {
  return shuffledBy(seed, images, ({ file }) => path.relative(folder, file).split(path.sep).join('/'));
}

/** Orders images by a hash of the seed and of their name, so that another image moves no other. */
export function shuffledBy<Image>(seed: number, images: readonly Image[], nameOf: (image: Image) => string): Image[] {
  const keyed = images.map((image) => ({
    image,
    key: createHash('sha256')
      .update(`${seed}/${nameOf(image)}`)
      .digest('hex'),
  }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ image }) => image);
}

/** Takes the first fifth of each class for testing. @param images in the order of the seed */
export function divided<Image extends { readonly label: number }>(
  images: readonly Image[],
  seed: number,
): { readonly train: Image[]; readonly test: Image[]; readonly division: string } {
  const drawn = drawTest(images);
  return {
    train: images.filter((image) => !drawn.has(image)),
    test: images.filter((image) => drawn.has(image)),
    division: `a fifth of each class for testing, drawn with seed ${seed}`,
  };
}

/** Returns the first images of each class, which has one left at least. */
function drawTest<Image extends { readonly label: number }>(images: readonly Image[]): Set<Image> {
  const classes = new Map<number, Image[]>();
  for (const image of images) {
    const ofClass = classes.get(image.label);
    if (ofClass === undefined) classes.set(image.label, [image]);
    else ofClass.push(image);
  }
  return new Set(
    [...classes.values()].flatMap((ofClass) => {
      const wanted = Math.max(1, Math.round(TEST_SHARE * ofClass.length));
      return ofClass.slice(0, Math.min(wanted, ofClass.length - 1));
    }),
  );
}
