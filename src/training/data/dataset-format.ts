/** Format of a data set as its authors publish it: the form of its records, its files and their archive. */
import type { RecipeName } from './augmentation/recipes.js';

/** One byte of a record: an integer from `first` to `last`. */
export interface LabelField {
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

/** The files of one part of a split. */
export interface PartFiles {
  readonly images: string;
  /** The file of the label bytes; if absent, they precede the pixels of each record; null if there are none. */
  readonly labels?: string | null;
}

/** A file in a published archive. */
export interface PublishedFile {
  readonly name: string;
  /** Length in bytes; absent for text, which is at most TEXT_BYTES long. */
  readonly bytes?: number;
  /** MD5 in hexadecimal; absent if none is published. */
  readonly md5?: string;
}

/** Published form of a data set. Pixels are three planes, red, green, blue. */
export interface DatasetFormat {
  readonly title: string;
  /** The folder that the archive unpacks to. */
  readonly folder: string;
  /** The same images as Python pickles, which torchvision downloads and nothing here reads: their folder, and a file in it. */
  readonly pickled?: { readonly folder: string; readonly file: string };
  /** Pixels per side of an image. */
  readonly size: number;
  /** Bytes of a record of an image file: the label bytes, unless they have a file of their own, and the pixels. */
  readonly recordBytes: number;
  /** Order of the pixels within a plane. */
  readonly pixelOrder: 'row-major' | 'column-major';
  /** The label bytes of a record in order; the last is the class. */
  readonly labels: readonly LabelField[];
  /** Name of the file with the names of the classes, one per line. */
  readonly classNames: string;
  /** Files in the order in which their images are counted; some may be absent. */
  readonly files: Readonly<Record<'train' | 'test', readonly PartFiles[]>>;
  /** Images without labels, where some are published. */
  readonly unlabeled?: PartFiles;
  readonly recipe: RecipeName;
  /** The published .tar.gz: its address, its length and MD5, and the files in it that are unpacked. */
  readonly archive: {
    readonly url: string;
    readonly bytes: number;
    readonly md5: string;
    readonly files: readonly PublishedFile[];
  };
}
