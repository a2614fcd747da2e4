/**
 * Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
 *
 * MD5 of the archive: https://www.cs.toronto.edu/~kriz/cifar.html. None is published for its files (torchvision's are of the
 * Python version).
 */
import type { DatasetFormat } from '../dataset-format.js';

const RECORD = 2 + 3_072;

export const cifar100: DatasetFormat = {
  title: 'CIFAR-100',
  folder: 'cifar-100-binary',
  pickled: { folder: 'cifar-100-python', file: 'train' },
  size: 32,
  recordBytes: RECORD,
  pixelOrder: 'row-major',
  labels: [
    { name: 'coarse label', first: 0, last: 19 },
    { name: 'fine label', first: 0, last: 99 },
  ],
  classNames: 'fine_label_names.txt',
  files: { train: [{ images: 'train.bin' }], test: [{ images: 'test.bin' }] },
  recipe: 'simclr-cifar',
  archive: {
    url: 'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
    bytes: 168_513_733,
    md5: '03b5dce01913d631647c71ecec9e9cb8',
    files: [
      { name: 'train.bin', bytes: 50_000 * RECORD },
      { name: 'test.bin', bytes: 10_000 * RECORD },
      { name: 'fine_label_names.txt' },
      { name: 'coarse_label_names.txt' },
    ],
  },
};
