/**
 * The image data sets as their authors publish them: where their binary files lie and how a record is laid out.
 *
 * Pixels are three planes, red, green, blue. CIFAR: Krizhevsky, "Learning multiple layers of features from tiny images",
 * 2009. STL-10: Coates, Lee, Ng, "An analysis of single-layer networks in unsupervised feature learning", AISTATS 2011.
 */
import { InvalidInput, unknownName } from '../invalid-input.js';
import type { RecipeName } from './augmentation/recipes.js';

/** Parts of a data set; `train+unlabeled` is both, in this order. */
export type Split = 'train' | 'test' | 'unlabeled' | 'train+unlabeled';

const SPLITS: readonly Split[] = ['train', 'test', 'unlabeled', 'train+unlabeled'];

/** One byte of a record: `first` ≤ value ≤ `last`. */
export interface LabelField {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

/** The files of one part of a split. */
export interface PartFiles {
  readonly images: string;
  /** The file of the label bytes; without it they stand before the pixels of each record; null where there are none. */
  readonly labels?: string | null;
}

/** What is published of a data set: its files, the form of a record, how many images. */
export interface DatasetFormat {
  readonly title: string;
  /** The folder that the archive unpacks to. */
  readonly folder: string;
  /** Where the archive is published. */
  readonly archive: string;
  /** Pixels a side. */
  readonly size: number;
  /** Bytes of a record of an image file: the label bytes, unless they have a file of their own, and the pixels. */
  readonly recordBytes: number;
  /** Within a plane. */
  readonly pixelOrder: 'row-major' | 'column-major';
  /** The label bytes of a record in order; the last is the class. */
  readonly labels: readonly LabelField[];
  /** A line a class. */
  readonly classNames: string;
  /** Files in the order in which their images are counted; some may be absent. */
  readonly files: Readonly<Record<'train' | 'test', readonly PartFiles[]>>;
  /** Images in the published files. */
  readonly officialCount: Readonly<Record<'train' | 'test', number>>;
  /** Images without labels, where some are published. */
  readonly unlabeled?: { readonly file: PartFiles; readonly officialCount: number };
  readonly recipe: RecipeName;
}

const TABLE = {
  cifar10: {
    title: 'CIFAR-10',
    folder: 'cifar-10-batches-bin',
    archive: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
    size: 32,
    recordBytes: 1 + 3_072,
    pixelOrder: 'row-major',
    labels: [{ name: 'label', first: 0, last: 9 }],
    classNames: 'batches.meta.txt',
    files: {
      train: [
        { images: 'data_batch_1.bin' },
        { images: 'data_batch_2.bin' },
        { images: 'data_batch_3.bin' },
        { images: 'data_batch_4.bin' },
        { images: 'data_batch_5.bin' },
      ],
      test: [{ images: 'test_batch.bin' }],
    },
    officialCount: { train: 50_000, test: 10_000 },
    recipe: 'simclr-cifar',
  },
  cifar100: {
    title: 'CIFAR-100',
    folder: 'cifar-100-binary',
    archive: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
    size: 32,
    recordBytes: 2 + 3_072,
    pixelOrder: 'row-major',
    labels: [
      { name: 'coarse label', first: 0, last: 19 },
      { name: 'fine label', first: 0, last: 99 },
    ],
    classNames: 'fine_label_names.txt',
    files: { train: [{ images: 'train.bin' }], test: [{ images: 'test.bin' }] },
    officialCount: { train: 50_000, test: 10_000 },
    recipe: 'simclr-cifar',
  },
  stl10: {
    title: 'STL-10',
    folder: 'stl10_binary',
    archive: 'https://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz',
    size: 96,
    recordBytes: 27_648,
    pixelOrder: 'column-major',
    labels: [{ name: 'label', first: 1, last: 10 }],
    classNames: 'class_names.txt',
    files: {
      train: [{ images: 'train_X.bin', labels: 'train_y.bin' }],
      test: [{ images: 'test_X.bin', labels: 'test_y.bin' }],
    },
    officialCount: { train: 5_000, test: 8_000 },
    unlabeled: { file: { images: 'unlabeled_X.bin', labels: null }, officialCount: 100_000 },
    recipe: 'simclr-stl10',
  },
} as const satisfies Record<string, DatasetFormat>;

/** A data set by the name that options and functions take. */
export type DatasetName = keyof typeof TABLE;

/** Adding a data set is one entry of the table. */
export const DATASETS: Readonly<Record<DatasetName, DatasetFormat>> = TABLE;

/** @throws InvalidInput for a name that is not in the table */
export function namedDataset(name: string): DatasetFormat {
  if (Object.hasOwn(DATASETS, name)) return DATASETS[name as DatasetName];
  throw unknownName('data set', name, Object.keys(DATASETS));
}

export interface SplitFiles {
  readonly files: readonly PartFiles[];
  /** Images in the published files. */
  readonly officialCount: number;
}

/** @throws InvalidInput for a word that names no split, and for unlabeled images of a set that has none */
export function splitFiles({ title, files, officialCount, unlabeled }: DatasetFormat, split: Split): SplitFiles {
  if (!SPLITS.includes(split)) throw unknownName('split', split, SPLITS);
  if (split === 'train' || split === 'test') return { files: files[split], officialCount: officialCount[split] };
  if (unlabeled === undefined) {
    throw new InvalidInput(`${title} has no unlabeled images: they are a part of STL-10 alone`);
  }
  if (split === 'unlabeled') return { files: [unlabeled.file], officialCount: unlabeled.officialCount };
  return {
    files: [...files.train, unlabeled.file],
    officialCount: officialCount.train + unlabeled.officialCount,
  };
}
