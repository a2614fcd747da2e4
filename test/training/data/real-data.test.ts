/**
 * The loaders on the published files, whole or cut to a subset of whole records, from the folder in ALPHA_CL_DATA
 * (default ../shared/data beside the repository). Without them these tests are skipped.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATASETS, type DatasetName } from '../../../src/training/data/datasets.js';
import type { ImageSet } from '../../../src/training/data/image-set.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { openRealImages } from '../../../src/training/data/real-images.js';

const data = process.env['ALPHA_CL_DATA'] ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const absent = Object.values(DATASETS)
  .map(({ folder }) => path.join(data, folder))
  .filter((folder) => !existsSync(folder));
const reason = absent.length > 0 ? ` (skipped: no ${absent.join(', ')}; set ALPHA_CL_DATA)` : '';

const histogram = ({ labels, classNames }: ImageSet): number[] => {
  const counts = classNames.map(() => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
};

describe(`real data${reason}`, () => {
  it.skipIf(absent.length > 0)('CIFAR-10 train is the official set in its order', () => {
    const set = loadDataset('cifar10', { data, split: 'train' });
    expect([set.count, set.officialCount, set.size]).toEqual([50_000, 50_000, 32]);
    expect(histogram(set)).toEqual(set.classNames.map(() => 5000));
    expect(set.classNames.slice(0, 3)).toEqual(['airplane', 'automobile', 'bird']);
    expect([...set.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
  });

  it.skipIf(absent.length > 0)('CIFAR-10 test begins with the official labels', () => {
    const set = loadDataset('cifar10', { data, split: 'test', limit: 1017 });
    expect(histogram(set)).toEqual([105, 93, 100, 104, 92, 87, 114, 102, 110, 110]);
    expect([...set.labels.subarray(0, 10)]).toEqual([3, 8, 8, 0, 6, 6, 1, 6, 3, 1]);
  });

  it.skipIf(absent.length > 0).each<{ name: DatasetName; split: 'train' | 'test'; official: number }>([
    { name: 'cifar100', split: 'train', official: 50_000 },
    { name: 'cifar100', split: 'test', official: 10_000 },
    { name: 'stl10', split: 'train', official: 5000 },
    { name: 'stl10', split: 'test', official: 8000 },
  ])('$name $split has every class equally often', ({ name, split, official }) => {
    const set = loadDataset(name, { data, split });
    expect(set.officialCount).toBe(official);
    expect(set.count).toBeGreaterThan(0);
    expect(set.count).toBeLessThanOrEqual(official);
    expect(histogram(set)).toEqual(set.classNames.map(() => set.count / set.classNames.length));
    expect(set.classNames).not.toContain('class 0');
  });

  it.skipIf(absent.length > 0).each<DatasetName>(['cifar10', 'cifar100', 'stl10'])(
    '%s stands upright: photographs are brighter above than below, and as bright left as right',
    (name) => {
      const { vertical, horizontal } = brightnessDifferences(loadDataset(name, { data, split: 'train', limit: 2000 }));
      expect(vertical).toBeGreaterThan(5);
      expect(Math.abs(horizontal)).toBeLessThan(vertical / 5);
    },
  );

  it.skipIf(absent.length > 0)('gives views of all three sets', () => {
    const images = openRealImages({ data, seed: 1 });
    expect(images.describe).toMatch(/^CIFAR-10 train \(.*\), CIFAR-100 train \(.*\), STL-10 train \(.*\)$/);
    for (const dataset of ['cifar10', 'cifar100', 'stl10'] as const) {
      const { plain, first } = images.views({ dataset, count: 16, size: 8 });
      expect([plain.rows, plain.columns]).toEqual([16, 192]);
      expect(new Set(plain.data).size).toBeGreaterThan(100);
      expect(first).not.toEqual(plain);
    }
  });
});

/** Mean grey level of the upper half less the lower, and of the left half less the right. */
function brightnessDifferences({ pixels, size, count }: ImageSet): { vertical: number; horizontal: number } {
  let [vertical, horizontal] = [0, 0];
  pixels.forEach((level, k) => {
    const [y, x] = [Math.floor(k / size) % size, k % size];
    vertical += y < size / 2 ? level : -level;
    horizontal += x < size / 2 ? level : -level;
  });
  const half = (count * 3 * size * size) / 2;
  return { vertical: vertical / half, horizontal: horizontal / half };
}
