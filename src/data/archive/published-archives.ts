/**
 * The archives as their authors publish them: size, checksum and the files inside.
 *
 * MD5 of the archives: CIFAR from https://www.cs.toronto.edu/~kriz/cifar.html; STL-10 from torchvision
 * (torchvision/datasets/stl10.py), which lists those of its files as well. MD5 of the CIFAR-10 files: the download checks
 * of several public projects; those of the training files were computed again. None is published for the CIFAR-100
 * files (torchvision's are of the Python version).
 */
import { DATASETS, type DatasetName } from '../datasets.js';

/** A file in a published archive. */
export interface PublishedFile {
  readonly name: string;
  /** Absent for text, which is at most TEXT_BYTES long. */
  readonly bytes?: number;
  readonly md5?: string;
}

/** A published archive: where it is, its length and checksum, and what it holds. */
export interface PublishedArchive {
  readonly title: string;
  readonly url: string;
  readonly bytes: number;
  readonly md5: string;
  /** The folder that it unpacks to. */
  readonly folder: string;
  readonly files: readonly PublishedFile[];
}

/** Bound of a file of names or fold indices; the longest, STL-10's fold_indices.txt, has some 50 kB. */
export const TEXT_BYTES = 2 ** 20;

const CIFAR10_FILE = 10_000 * 3073;
const STL10_IMAGE = 27_648;

const ARCHIVES: Readonly<Record<DatasetName, Omit<PublishedArchive, 'title' | 'url' | 'folder'>>> = {
  cifar10: {
    bytes: 170_052_171,
    md5: 'c32a1d4ab5d03f1284b67883e8d87530',
    files: [
      { name: 'data_batch_1.bin', bytes: CIFAR10_FILE, md5: '5dd7e06a14cb22eb9f671a540d1b7c25' },
      { name: 'data_batch_2.bin', bytes: CIFAR10_FILE, md5: '5ea93a67294ea407fff1d09f752e9692' },
      { name: 'data_batch_3.bin', bytes: CIFAR10_FILE, md5: '942cd6a4bcdd0dd3c604fbe906cb4421' },
      { name: 'data_batch_4.bin', bytes: CIFAR10_FILE, md5: 'ae636b3ba5c66a11e91e8cb52e771fcb' },
      { name: 'data_batch_5.bin', bytes: CIFAR10_FILE, md5: '53f37980c15c3d472c316c40844f3f0d' },
      { name: 'test_batch.bin', bytes: CIFAR10_FILE, md5: '803d5f7f4d78ea53de84dbe85f74fb6d' },
      { name: 'batches.meta.txt' },
    ],
  },
  cifar100: {
    bytes: 168_513_733,
    md5: '03b5dce01913d631647c71ecec9e9cb8',
    files: [
      { name: 'train.bin', bytes: 50_000 * 3074 },
      { name: 'test.bin', bytes: 10_000 * 3074 },
      { name: 'fine_label_names.txt' },
      { name: 'coarse_label_names.txt' },
    ],
  },
  stl10: {
    bytes: 2_640_397_119,
    md5: '91f7769df0f17e558f3565bffb0c7dfb',
    files: [
      { name: 'train_X.bin', bytes: 5000 * STL10_IMAGE, md5: '918c2871b30a85fa023e0c44e0bee87f' },
      { name: 'train_y.bin', bytes: 5000, md5: '5a34089d4802c674881badbb80307741' },
      { name: 'test_X.bin', bytes: 8000 * STL10_IMAGE, md5: '7f263ba9f9e0b06b93213547f721ac82' },
      { name: 'test_y.bin', bytes: 8000, md5: '36f9794fa4beb8a2c72628de14fa638e' },
      { name: 'unlabeled_X.bin', bytes: 100_000 * STL10_IMAGE, md5: '5242ba1fed5e4be9e1e742405eb56ca4' },
      { name: 'class_names.txt' },
      { name: 'fold_indices.txt' },
    ],
  },
};

/** The archive of a data set. */
export function publishedArchive(name: DatasetName): PublishedArchive {
  const { title, archive, folder } = DATASETS[name];
  return { title, url: archive, folder, ...ARCHIVES[name] };
}

/** Bytes of all files, text at its bound. */
export function unpackedBytes({ files }: PublishedArchive): number {
  return files.reduce((sum, { bytes = TEXT_BYTES }) => sum + bytes, 0);
}
