/**
 * Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
 *
 * MD5 of the archive: https://www.cs.toronto.edu/~kriz/cifar.html; of its files: the download checks of several public
 * projects, those of the training files computed again.
 */
import type { DatasetFormat } from '../dataset-format.js';

const RECORD = 1 + 3_072;
const BATCH = 10_000 * RECORD;

export const cifar10: DatasetFormat = {
  title: 'CIFAR-10',
  folder: 'cifar-10-batches-bin',
  pickled: { folder: 'cifar-10-batches-py', file: 'data_batch_1' },
  size: 32,
  recordBytes: RECORD,
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
  recipe: 'simclr-cifar',
  archive: {
    url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
    bytes: 170_052_171,
    md5: 'c32a1d4ab5d03f1284b67883e8d87530',
    files: [
      { name: 'data_batch_1.bin', bytes: BATCH, md5: '5dd7e06a14cb22eb9f671a540d1b7c25' },
      { name: 'data_batch_2.bin', bytes: BATCH, md5: '5ea93a67294ea407fff1d09f752e9692' },
      { name: 'data_batch_3.bin', bytes: BATCH, md5: '942cd6a4bcdd0dd3c604fbe906cb4421' },
      { name: 'data_batch_4.bin', bytes: BATCH, md5: 'ae636b3ba5c66a11e91e8cb52e771fcb' },
      { name: 'data_batch_5.bin', bytes: BATCH, md5: '53f37980c15c3d472c316c40844f3f0d' },
      { name: 'test_batch.bin', bytes: BATCH, md5: '803d5f7f4d78ea53de84dbe85f74fb6d' },
      { name: 'batches.meta.txt' },
    ],
  },
};
