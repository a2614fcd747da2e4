/** Archives as their authors publish them, and what unpacking one takes. */
import type { DatasetFormat } from '../dataset-format.js';
import { DATASETS, type DatasetName } from '../datasets.js';

/** A published archive: where it is, its length and checksum, and what it holds. */
export interface PublishedArchive extends Pick<DatasetFormat, 'title' | 'folder'>, Readonly<DatasetFormat['archive']> {}

/** Bound of a file of names or fold indices; the longest, STL-10's fold_indices.txt, has some 50 kB. */
export const TEXT_BYTES = 2 ** 20;

/** The archive of a data set. */
export function publishedArchive(name: DatasetName): PublishedArchive {
  const { title, folder, archive } = DATASETS[name];
  return { title, folder, ...archive };
}

/** Bytes of all files, text at its bound. */
export function unpackedBytes({ files }: PublishedArchive): number {
  return files.reduce((sum, { bytes = TEXT_BYTES }) => sum + bytes, 0);
}
