/**
 * Coates, Lee, Ng, "An analysis of single-layer networks in unsupervised feature learning", AISTATS 2011.
 *
 * MD5 of the archive and of its files: torchvision (torchvision/datasets/stl10.py).
 */
import type { DatasetFormat } from '../dataset-format.js';

const IMAGE = 27_648;

export const stl10: DatasetFormat = {
  title: 'STL-10',
  folder: 'stl10_binary',
  size: 96,
  recordBytes: IMAGE,
  pixelOrder: 'column-major',
  labels: [{ name: 'label', first: 1, last: 10 }],
  classNames: 'class_names.txt',
  files: {
    train: [{ images: 'train_X.bin', labels: 'train_y.bin' }],
    test: [{ images: 'test_X.bin', labels: 'test_y.bin' }],
  },
  unlabeled: { images: 'unlabeled_X.bin', labels: null },
  recipe: 'simclr-stl10',
  archive: {
    url: 'https://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz',
    bytes: 2_640_397_119,
    md5: '91f7769df0f17e558f3565bffb0c7dfb',
    files: [
      { name: 'train_X.bin', bytes: 5_000 * IMAGE, md5: '918c2871b30a85fa023e0c44e0bee87f' },
      { name: 'train_y.bin', bytes: 5_000, md5: '5a34089d4802c674881badbb80307741' },
      { name: 'test_X.bin', bytes: 8_000 * IMAGE, md5: '7f263ba9f9e0b06b93213547f721ac82' },
      { name: 'test_y.bin', bytes: 8_000, md5: '36f9794fa4beb8a2c72628de14fa638e' },
      { name: 'unlabeled_X.bin', bytes: 100_000 * IMAGE, md5: '5242ba1fed5e4be9e1e742405eb56ca4' },
      { name: 'class_names.txt' },
      { name: 'fold_indices.txt' },
    ],
  },
};
