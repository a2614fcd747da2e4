/** Images of 96×96 trained on and evaluated as 32×32. */
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resize } from '../../../src/training/data/augmentation/resize.js';
import { applyAugmentation } from '../../../src/training/data/augmentation/augmentation.js';
import { namedRecipe } from '../../../src/training/data/augmentation/recipes.js';
import { augmentationStream, sampleAugmentation } from '../../../src/training/data/augmentation/sample-augmentation.js';
import { levelValues, writeChannelsLast } from '../../../src/training/data/augmentation/tensor.js';
import { augmentedViews } from '../../../src/training/data/batches/augmented-views.js';
import { imageAt, type ImageSet } from '../../../src/training/data/image-set.js';
import { loadDataset } from '../../../src/training/data/load-dataset.js';
import { plainImages } from '../../../src/training/evaluate/image-source.js';
import { evaluateRun } from '../../../src/results/runs/evaluate-run.js';
import { exportRun } from '../../../src/results/runs/export-run.js';
import { readRunRecord, runPaths } from '../../../src/training/train/run-folder.js';
import { resolveConfig } from '../../../src/training/train/run-config.js';
import { beginRun } from '../../../src/training/train/train.js';
import { patternRecords, stl10Labels, stl10Pixels, temporaryFolder, writeDataFile } from '../data/tiny-dataset.js';
import { BUSY } from '../../results/runs/runs-data.js';
import { metricsOf, tinyConfig } from './tiny-run.js';

/** 16 labelled training images, 12 without labels, 8 to test on. */
function stl10Data(): string {
  const data = temporaryFolder();
  const records = patternRecords(36, 96);
  const write = (name: string, from: number, to: number): void => {
    writeDataFile(data, 'stl10', `${name}_X.bin`, stl10Pixels(records.slice(from, to)));
    if (name !== 'unlabeled') writeDataFile(data, 'stl10', `${name}_y.bin`, stl10Labels(records.slice(from, to)));
  };
  write('train', 0, 16);
  write('unlabeled', 16, 28);
  write('test', 28, 36);
  return data;
}

const data = stl10Data();
const SMALL = { dataset: 'stl10', imageSize: 32, batch: 8, epochs: 2, knnBank: 16 };

/** The same images, resized beforehand. */
function resized(set: ImageSet, size: number): ImageSet {
  const pixels = Array.from({ length: set.count }, (_, k) => [
    ...resize(imageAt(set, k), { width: size, height: size }).pixels,
  ]);
  return { ...set, size, pixels: Uint8Array.from(pixels.flat()) };
}

describe('another size of images', () => {
  it('is none of a run that has none, and chooses the stem', () => {
    const of = (flags: object): object => resolveConfig({ flags: { data: 'd', ...flags } });
    expect(of({ dataset: 'stl10' })).not.toHaveProperty('imageSize');
    expect(of({ dataset: 'stl10', imageSize: 32 })).toMatchObject({ imageSize: 32, stem: 'cifar' });
    expect(of({ dataset: 'stl10', imageSize: 96 })).toMatchObject({ stem: 'imagenet' });
    expect(of({ dataset: 'cifar10' })).toMatchObject({ stem: 'cifar' });
    expect(() => of({ imageSize: 4 })).toThrow('--image-size');
  });

  it('is that of the views, which are cropped from the whole image', () => {
    const images = loadDataset('stl10', { data, split: 'train' });
    const recipe = namedRecipe('simclr-stl10');
    const place = { epoch: 3, indices: [5, 2], view: 1 } as const;
    const views = augmentedViews({ images, recipe, seed: 7, viewSize: 32 }, place);
    const expected = new Float32Array(2 * 3 * 32 * 32);
    for (const [k, sample] of place.indices.entries()) {
      const drawn = sampleAugmentation(recipe, 96, augmentationStream({ seed: 7, epoch: 3, sample, view: 1 }));
      const view = applyAugmentation(imageAt(images, sample), drawn, 32);
      writeChannelsLast(view, levelValues(recipe.normalisation), expected, k * 3 * 32 * 32);
    }
    expect(views).toEqual(expected);
  });

  it('is that of images that are not augmented, as if they had been resized beforehand', () => {
    const images = loadDataset('stl10', { data, split: 'test' });
    const { normalisation } = namedRecipe('simclr-stl10');
    const written = (source: ReturnType<typeof plainImages>): Float32Array => {
      expect(source.size).toBe(32);
      const all = new Float32Array(source.count * 3 * 32 * 32);
      for (let k = 0; k < source.count; k++) source.write(k, all, k * 3 * 32 * 32);
      return all;
    };
    expect(written(plainImages(images, normalisation, 32))).toEqual(
      written(plainImages(resized(images, 32), normalisation)),
    );
  });

  it(
    'holds for training, evaluation, baselines and export',
    async () => {
      const run = path.join(temporaryFolder(), 'run');
      await beginRun(run, tinyConfig(data, SMALL));
      expect(readRunRecord(runPaths(run)).config.imageSize).toBe(32);
      expect(metricsOf(run).filter((line) => 'knn' in line)).toHaveLength(3);

      const { encoder, baselines } = await evaluateRun(run, {
        linear: { epochs: 2 },
        baselines: ['pixels', 'random', 'supervised'],
        supervisedEpochs: 1,
      });
      for (const { images } of [encoder, ...baselines]) {
        expect(images.test.description).toContain('resized from 96 × 96 to 32 × 32 pixels');
      }
      const exported = await exportRun(run, { format: 'onnx', out: path.join(run, 'encoder.onnx') });
      expect(exported.preprocessing).toContain('32 × 32');
      expect(readFileSync(exported.file).length).toBeGreaterThan(1000);
    },
    BUSY,
  );

  it(
    'and a run on unlabeled images is evaluated by those with labels',
    async () => {
      const run = path.join(temporaryFolder(), 'run');
      await beginRun(run, tinyConfig(data, { ...SMALL, unlabeled: 'with', epochs: 1 }));
      const { encoder } = await evaluateRun(run, { linear: { epochs: 1 } });
      expect(encoder.images.train).toMatchObject({ images: 16, officialImages: 5000 });
    },
    BUSY,
  );
});
