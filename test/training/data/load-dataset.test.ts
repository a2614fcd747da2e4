import { truncateSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetName } from '../../../src/training/data/datasets.js';
import { NO_LABEL } from '../../../src/training/data/image-set.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import * as tiny from './tiny-dataset.js';

const { root, emptyFolder, tinyFolder } = tiny.caseFolders(4);

/** 1 to 4 records of random pixels. */
const anyRecords = (size: number, classes: number): fc.Arbitrary<tiny.TinyRecord[]> => {
  const length = 3 * size * size;
  const pixels = fc
    .uint8Array({ minLength: length, maxLength: length, size: 'max' })
    .map((bytes) => Uint8Array.from(bytes));
  return fc.array(fc.record({ label: fc.nat(classes - 1), pixels }), { minLength: 1, maxLength: 4 });
};

const expectRecords = (name: DatasetName, data: string, records: readonly tiny.TinyRecord[]): void => {
  const set = loadDataset(name, { data, split: 'train' });
  expect(set.count).toBe(records.length);
  expect([...set.labels]).toEqual(records.map(({ label }) => label));
  expect(Buffer.compare(set.pixels, Buffer.concat(records.map(({ pixels }) => pixels)))).toBe(0);
};

describe('loadDataset', () => {
  it('gives back the records of CIFAR-10 batches, in the order of the batches', () => {
    const data = emptyFolder();
    fc.assert(
      fc.property(anyRecords(32, 10), anyRecords(32, 10), (first, second) => {
        tiny.writeDataFile(data, 'cifar10', 'data_batch_2.bin', tiny.cifar10Bytes(first));
        tiny.writeDataFile(data, 'cifar10', 'data_batch_5.bin', tiny.cifar10Bytes(second));
        expectRecords('cifar10', data, [...first, ...second]);
      }),
      { numRuns: 20 },
    );
  });

  it('gives back the fine labels and pixels of CIFAR-100', () => {
    const data = emptyFolder();
    fc.assert(
      fc.property(anyRecords(32, 100), (records) => {
        tiny.writeDataFile(data, 'cifar100', 'train.bin', tiny.cifar100Bytes(records));
        expectRecords('cifar100', data, records);
      }),
      { numRuns: 20 },
    );
  });

  it('turns the columns of STL-10 into rows, and its labels 1..10 into 0..9', () => {
    const data = emptyFolder();
    fc.assert(
      fc.property(anyRecords(96, 10), (records) => {
        tiny.writeDataFile(data, 'stl10', 'train_X.bin', tiny.stl10Pixels(records));
        tiny.writeDataFile(data, 'stl10', 'train_y.bin', tiny.stl10Labels(records));
        expectRecords('stl10', data, records);
      }),
      { numRuns: 10 },
    );
  });

  it('gives STL-10 its unlabeled images, alone or after those with labels', () => {
    const data = tinyFolder();
    const unlabeled = tiny.patternRecords(7, 96).slice(4);
    tiny.writeDataFile(data, 'stl10', 'unlabeled_X.bin', tiny.stl10Pixels(unlabeled));
    const alone = loadDataset('stl10', { data, split: 'unlabeled' });
    expect(alone).toMatchObject({ name: 'STL-10 unlabeled', count: 3, officialCount: 100_000 });
    expect(new Set(alone.labels)).toEqual(new Set([NO_LABEL]));
    const train = loadDataset('stl10', { data, split: 'train' });
    const both = loadDataset('stl10', { data, split: 'train+unlabeled' });
    expect(both).toMatchObject({ name: 'STL-10 train+unlabeled', count: 7, officialCount: 105_000 });
    expect([...both.labels]).toEqual([...train.labels, ...alone.labels]);
    expect(Buffer.compare(both.pixels, Buffer.concat([train.pixels, alone.pixels]))).toBe(0);
    expect(loadDataset('stl10', { data, split: 'train+unlabeled', limit: 5 }).pixels).toEqual(
      both.pixels.subarray(0, 5 * 27_648),
    );
  });

  it('loads more records than are read at once', () => {
    const data = emptyFolder();
    const records = tiny.patternRecords(1100, 32);
    tiny.writeDataFile(data, 'cifar10', 'data_batch_1.bin', tiny.cifar10Bytes(records));
    expectRecords('cifar10', data, records);
  });

  it('names set, split and official count', () => {
    const data = tinyFolder();
    expect(loadDataset('stl10', { data, split: 'test' })).toMatchObject({
      name: 'STL-10 test',
      count: 4,
      size: 96,
      officialCount: 8000,
    });
  });

  it('takes class names from the file, with or without blank lines and carriage returns', () => {
    const data = tinyFolder();
    const names = Array.from({ length: 10 }, (_, k) => `kind ${k}`);
    tiny.writeDataFile(data, 'cifar10', 'batches.meta.txt', `${names.join('\r\n')}\r\n\r\n`);
    expect(loadDataset('cifar10', { data, split: 'train' }).classNames).toEqual(names);
    expect(loadDataset('stl10', { data, split: 'train' }).classNames[9]).toBe('class 9');
    expect(loadDataset('cifar100', { data, split: 'train' }).classNames).toHaveLength(100);
  });
});

describe('limit', () => {
  it('takes the first records, across files, and no more than there are', () => {
    const data = tinyFolder();
    tiny.writeDataFile(data, 'cifar10', 'data_batch_2.bin', tiny.cifar10Bytes(tiny.patternRecords(4, 32).toReversed()));
    const all = loadDataset('cifar10', { data, split: 'train' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (limit) => {
        const some = loadDataset('cifar10', { data, split: 'train', limit });
        expect(some.count).toBe(Math.min(limit, 8));
        expect(Buffer.compare(some.pixels, all.pixels.subarray(0, some.count * 3072))).toBe(0);
        expect(some.labels).toEqual(all.labels.subarray(0, some.count));
      }),
    );
  });

  it('reads nothing beyond it: 3 images of a file of 2.76 GB', () => {
    const data = emptyFolder();
    const images = tiny.writeDataFile(data, 'stl10', 'train_X.bin', tiny.stl10Pixels(tiny.patternRecords(3, 96)));
    truncateSync(images, 100_000 * 27_648);
    tiny.writeDataFile(data, 'stl10', 'train_y.bin', new Uint8Array(100_000).fill(1));
    const set = loadDataset('stl10', { data, split: 'train', limit: 3 });
    expect(set.pixels).toEqual(loadDataset('stl10', { data: tinyFolder(), split: 'train', limit: 3 }).pixels);
  });

  it('starts at the requested position, and refuses one without an image', () => {
    const data = tinyFolder();
    tiny.writeDataFile(data, 'cifar10', 'data_batch_2.bin', tiny.cifar10Bytes(tiny.patternRecords(4, 32).toReversed()));
    const all = loadDataset('cifar10', { data, split: 'train' });
    for (const [from, limit] of [
      [3, 2],
      [5, 9],
    ] as const) {
      const some = loadDataset('cifar10', { data, split: 'train', from, limit });
      expect(some.count).toBe(Math.min(limit, 8 - from));
      expect(some.pixels).toEqual(all.pixels.slice(from * 3072, (from + some.count) * 3072));
    }
    for (const from of [8, -1, 0.5]) {
      expect(() => loadDataset('cifar10', { data, split: 'train', from })).toThrow(
        `CIFAR-10 train (8 of 50,000 images) has no image ${from}: begin at one of 0..7`,
      );
    }
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses %d', (limit) => {
    const load = (): unknown => loadDataset('cifar10', { data: root, split: 'train', limit });
    expect(load).toThrow(InvalidInput);
    expect(load).toThrow(`limit ${limit}: give a positive integer`);
  });
});
