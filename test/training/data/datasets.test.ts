/** What every data set of the list must be, so that adding one is a file and a line. */
import { describe, expect, it } from 'vitest';
import type { PartFiles } from '../../../src/training/data/dataset-format.js';
import { classCount, DATASETS, publishedImages, type DatasetName } from '../../../src/training/data/datasets.js';

describe.each(Object.entries(DATASETS) as [DatasetName, (typeof DATASETS)[DatasetName]][])('%s', (_, format) => {
  const { files, unlabeled, archive, labels, size, recordBytes } = format;
  const parts: readonly PartFiles[] = [...files.train, ...files.test, ...(unlabeled === undefined ? [] : [unlabeled])];
  const published = (name: string): number | undefined => archive.files.find((file) => file.name === name)?.bytes;

  it('has a record of the label bytes that stand in it and three planes of pixels', () => {
    for (const part of parts) {
      expect(recordBytes).toBe((part.labels === undefined ? labels.length : 0) + 3 * size * size);
    }
  });

  it('publishes every file of images with whole records, and as many labels', () => {
    for (const part of parts) {
      const images = (published(part.images) ?? Number.NaN) / recordBytes;
      expect(Number.isInteger(images), part.images).toBe(true);
      if (typeof part.labels === 'string') expect(published(part.labels)).toBe(images * labels.length);
    }
  });

  it('has names of classes in its archive, and labels that tell at least two classes apart', () => {
    expect(archive.files.map(({ name }) => name)).toContain(format.classNames);
    expect(classCount(format)).toBeGreaterThanOrEqual(2);
  });
});

it.each<[DatasetName, number, number]>([
  ['cifar10', 50_000, 10_000],
  ['cifar100', 50_000, 10_000],
  ['stl10', 5_000, 8_000],
])('%s has the images that its authors count', (name, train, test) => {
  const { files } = DATASETS[name];
  expect(publishedImages(DATASETS[name], files.train)).toBe(train);
  expect(publishedImages(DATASETS[name], files.test)).toBe(test);
});
