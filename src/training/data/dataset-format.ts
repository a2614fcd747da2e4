/** What is to be known of a data set as its authors publish it: the form of its records, its files and their archive. */
import type { RecipeName } from './augmentation/recipes.js';

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

/** A file in a published archive. */
export interface PublishedFile {
  readonly name: string;
  /** Absent for text, which is at most TEXT_BYTES long. */
  readonly bytes?: number;
  /** Absent where none is published. */
  readonly md5?: string;
}

/** What is published of a data set. Pixels are three planes, red, green, blue. */
export interface DatasetFormat {
  readonly title: string;
  /** The folder that the archive unpacks to. */
  readonly folder: string;
  /** The same images as Python's pickles, which torchvision downloads and nothing here reads: their folder, and a file of it. */
  readonly pickled?: { readonly folder: string; readonly file: string };
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
  /** Images without labels, where some are published. */
  readonly unlabeled?: PartFiles;
  readonly recipe: RecipeName;
  /** Where it is published as .tar.gz, its length and MD5, and the files in it that are unpacked. */
  readonly archive: {
    readonly url: string;
    readonly bytes: number;
    readonly md5: string;
    readonly files: readonly PublishedFile[];
  };
}
