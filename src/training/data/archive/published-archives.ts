/** Archives as their authors publish them, and the space that unpacking takes. */
import type { DatasetFormat } from '../dataset-format.js';
import { DATASETS, type DatasetName } from '../datasets.js';

/** A published archive: its address, length, checksum and contents. */
export interface PublishedArchive extends Pick<DatasetFormat, 'title' | 'folder'>, Readonly<DatasetFormat['archive']> {}

/** Largest size in bytes of a file of names or fold indices; the longest, STL-10's fold_indices.txt, has some 50 kB. */
export const TEXT_BYTES = 2 ** 20;

/**
 * Returns the archive of a data set.
 *
 * @example
 * publishedArchive('cifar10').folder; // 'cifar-10-batches-bin'
 */
export function publishedArchive(name: DatasetName): PublishedArchive {
  const { title, folder, archive } = DATASETS[name];
  return { title, folder, ...archive };
}

/** Returns the bytes of all files, each text file at its largest size. */
export function unpackedBytes({ files }: PublishedArchive): number {
  return files.reduce((sum, { bytes = TEXT_BYTES }) => sum + bytes, 0);
}
