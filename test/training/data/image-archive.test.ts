import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { encodeNpz, type WrittenArray } from '../../../src/training/arrays/write-npz.js';
import { loadImageArchive, openImageArchive } from '../../../src/training/data/image-archive.js';
import { checkImageFolder } from '../../../src/training/data/image-folder/check-image-folder.js';
import { imageAt } from '../../../src/training/data/image-set.js';
import { loadImages } from '../../../src/training/data/load-images.js';
import { temporaryFolder } from './tiny-dataset.js';

const folder = temporaryFolder();
let written = 0;

function archive(arrays: Readonly<Record<string, WrittenArray>>): string {
  const file = path.join(folder, `${written++}.npz`);
  writeFileSync(file, encodeNpz(arrays));
  return file;
}

/** Image k has the levels 10k, 10k + 1, …; side 2. */
function images(count: number, channels: 1 | 3, shape = [count, 2, 2, channels]): WrittenArray {
  const each = 4 * channels;
  return { shape, values: Uint8Array.from({ length: count * each }, (_, k) => 10 * Math.floor(k / each) + (k % each)) };
}

const labels = (...values: number[]): WrittenArray => ({ shape: [values.length], values: Int32Array.from(values) });

describe('an .npz of images', () => {
  it('gives planes of red, green and blue, and classes in the order of the labels', () => {
    const file = archive({ images: images(6, 3), labels: labels(7, 3, 7, 3, 7, 3) });
    const { classNames, train, test } = openImageArchive(file);
    expect([classNames, train.length, test.length]).toEqual([['3', '7'], 4, 2]);
    const set = loadImageArchive({ folder: file, split: 'train', side: 2 });
    train.forEach(({ index }, k) => {
      const at = (place: number): number => 10 * index + place;
      expect([...imageAt(set, k).pixels]).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11].map(at));
      expect(set.labels[k]).toBe(index % 2 === 0 ? 1 : 0);
    });
    const all = [...train, ...test].map(({ index }) => index);
    expect(all.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('has the parts that are named for training and testing, grey images, labels [N, 1], or no labels', async () => {
    const parts = {
      train_images: images(3, 1, [3, 2, 2]),
      train_labels: { ...labels(0, 1, 0), shape: [3, 1] },
      test_images: images(2, 1, [2, 2, 2]),
      test_labels: labels(1, 0),
    };
    const file = archive(parts);
    expect(openImageArchive(file)).toMatchObject({ train: { length: 3 }, test: { length: 2 } });
    const set = await loadImages(
      { dataset: `images:${path.basename(file)}`, data: folder, imageSize: 4 },
      { split: 'test', from: 1, limit: 5 },
    );
    expect(set).toMatchObject({ name: `${path.basename(file)} test`, count: 1, size: 4, officialCount: 2 });
    expect(set.pixels.subarray(0, 16)).toEqual(set.pixels.subarray(32, 48));
    expect(await checkImageFolder(file)).toMatchObject({ train: 3, test: 2, damaged: [], classNames: ['0', '1'] });
    expect(openImageArchive(archive({ x: images(4, 3) })).classNames).toEqual([]);
  });

  it.each([
    [{ embeddings: images(2, 3) }, 'has no images (it has embeddings): name uint8 images'],
    [{ images: { shape: [1, 1, 1, 3], values: Float32Array.of(0, 1, 1) } }, 'of type "<f4", and uint8 is needed'],
    [{ images: images(2, 3, [2, 12]) }, 'its shape is 2 × 12, which is no list of images'],
    [{ images: images(2, 3), labels: labels(1) }, 'its shape is 1 for 2 images'],
    [{ images: images(1, 3), labels: { shape: [1], values: Float32Array.of(1) } }, 'its labels are no whole numbers'],
    [{ x_train: images(1, 3), y_train: labels(1), x_test: images(1, 3) }, 'labels of one part and none of the other'],
  ])('is refused with what to do: %#', (arrays, message) => {
    expect(() => openImageArchive(archive(arrays as Record<string, WrittenArray>))).toThrow(message);
  });

  it('is read right or refused, however it is damaged', () => {
    const whole = encodeNpz({ images: images(5, 3), labels: labels(0, 1, 0, 1, 0) });
    const file = path.join(folder, 'damaged.npz');
    writeFileSync(file, whole);
    const right = loadImageArchive({ folder: file, split: 'train', side: 2 });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, isCut) => {
        const bytes = isCut ? whole.slice(0, at) : whole.map((byte, k) => (k === at ? byte ^ flip : byte));
        writeFileSync(file, bytes);
        try {
          const { pixels, labels: read, classNames } = loadImageArchive({ folder: file, split: 'train', side: 2 });
          // An array whose name is damaged is another one: images without labels.
          if (classNames.length > 0) expect([pixels, read]).toEqual([right.pixels, right.labels]);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
      { numRuns: 250 },
    );
  });
});
