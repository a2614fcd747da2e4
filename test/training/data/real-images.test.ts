import { rmSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetName } from '../../../src/training/data/datasets.js';
import { openRealImages } from '../../../src/training/data/real-images.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { row, type Rows } from '../../../src/theory/algebra/matrix.js';
import { caseFolders, cifar10Bytes, patternRecords, writeDataFile } from './tiny-dataset.js';

const { tinyFolder } = caseFolders(6);
const data = tinyFolder();
const datasets = fc.constantFrom<DatasetName>('cifar10', 'cifar100', 'stl10');
const options = fc.record({
  dataset: datasets,
  count: fc.integer({ min: 1, max: 6 }),
  size: fc.integer({ min: 1, max: 12 }),
});

describe('openRealImages', () => {
  it('gives N rows of 3·size² values in [0, 1] a view', () => {
    fc.assert(
      fc.property(options, fc.nat(), (asked, seed) => {
        for (const rows of Object.values(openRealImages({ data, seed }).views(asked)) as Rows[]) {
          expect([rows.rows, rows.columns]).toEqual([asked.count, 3 * asked.size ** 2]);
          expect(rows.data.every((value) => value >= 0 && value <= 1)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same views for the same options, and others for another seed', () => {
    fc.assert(
      fc.property(options, fc.nat(), (asked, seed) => {
        const views = openRealImages({ data, seed }).views(asked);
        expect(openRealImages({ data, seed }).views(asked)).toEqual(views);
      }),
      { numRuns: 10 },
    );
    const asked = { dataset: 'cifar10', count: 3, size: 32 } as const;
    const [one, two] = [1, 2].map((seed) => openRealImages({ data, seed }).views(asked));
    expect(one).not.toEqual(two);
    expect(one?.first).not.toEqual(one?.second);
  });

  it('begins more images with fewer, each with the same views', () => {
    const images = openRealImages({ data, seed: 3 });
    const [few, many] = [2, 5].map((count) => images.views({ dataset: 'cifar100', count, size: 16 }));
    for (const part of ['first', 'second', 'plain'] as const) {
      for (const i of [0, 1]) expect(row(few?.[part] as Rows, i)).toEqual(row(many?.[part] as Rows, i));
    }
  });

  it('takes every image at most once, unchanged at its own size', () => {
    const { plain } = openRealImages({ data, seed: 5 }).views({ dataset: 'cifar10', count: 6, size: 32 });
    const drawn = Array.from({ length: 6 }, (_, i) =>
      row(plain, i)
        .map((value) => Math.round(value * 255))
        .join(),
    );
    const stored = patternRecords(6, 32).map(({ pixels }) => pixels.join());
    expect(drawn.toSorted()).toEqual(stored.toSorted());
  });

  it('says which part of each official set was found', () => {
    expect(openRealImages({ data, seed: 1 }).describe).toBe(
      'CIFAR-10 train (6 of 50,000 images), CIFAR-100 train (6 of 50,000 images), STL-10 train (6 of 5,000 images)',
    );
  });

  it.each(['cifar-10-batches-bin', 'cifar-100-binary', 'stl10_binary'])(
    'names the folder when %s is missing',
    (folder) => {
      const incomplete = tinyFolder();
      rmSync(path.join(incomplete, folder), { recursive: true });
      expect(() => openRealImages({ data: incomplete, seed: 1 })).toThrow(InvalidInput);
      expect(() => openRealImages({ data: incomplete, seed: 1 })).toThrow(path.join(incomplete, folder));
    },
  );

  it('opens without reading a record: a damaged label is told when its image is drawn', () => {
    const damaged = tinyFolder();
    const bytes = cifar10Bytes(patternRecords(1, 32));
    bytes[0] = 99;
    writeDataFile(damaged, 'cifar10', 'data_batch_1.bin', bytes);
    const images = openRealImages({ data: damaged, seed: 1 });
    expect(() => images.views({ dataset: 'cifar10', count: 1, size: 8 })).toThrow(/record 0 .* has label 99/);
  });

  it.each([
    { count: 7, size: 8, message: '7 images of CIFAR-10 train (6 of 50,000 images): ask for 1..6' },
    { count: 0, size: 8, message: 'ask for 1..6' },
    { count: 1.5, size: 8, message: 'ask for 1..6' },
    { count: 2, size: 0, message: 'both sides must be positive integers' },
    { count: 2, size: 2.5, message: 'both sides must be positive integers' },
  ])('refuses $count images of size $size', ({ count, size, message }) => {
    const ask = (): unknown => openRealImages({ data, seed: 1 }).views({ dataset: 'cifar10', count, size });
    expect(ask).toThrow(InvalidInput);
    expect(ask).toThrow(message);
  });
});
