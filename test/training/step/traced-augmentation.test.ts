/** Views that a step makes on its device against those that data/augmentation makes of one image after the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/training/compile/step.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import type { AugmentationStep } from '../../../src/training/data/augmentation/augmentation.js';
import { ROW_LENGTH, writeRow } from '../../../src/training/data/augmentation/augmentation-row.js';
import { AUGMENTATION_RECIPES, type RecipeName } from '../../../src/training/data/augmentation/recipes.js';
import { augmentationStream, sampleAugmentation } from '../../../src/training/data/augmentation/sample-augmentation.js';
import { augmentationRows, augmentedViews } from '../../../src/training/data/batches/augmented-views.js';
import type { ImageSet } from '../../../src/training/data/image-set.js';
import { viewsOnDevice } from '../../../src/training/step/views-on-device.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { LOWERINGS } from '../compile/lowerings.js';

/** Images with edges, flat parts and noise. */
function randomImages(count: number, size: number, seed: number): ImageSet {
  const random = randomStream(seed, 'images');
  const pixels = new Uint8Array(count * 3 * size * size);
  for (let image = 0; image < count; image++) {
    const [kind, step] = [random.integer(3), 1 + random.integer(40)];
    for (let k = 0; k < 3 * size * size; k++) {
      const ramp = (Math.floor(k / size) * step + (k % size) * 3 * (image + 1)) % 256;
      pixels[image * 3 * size * size + k] = [random.integer(256), ramp, ramp < 128 ? 0 : 255][kind] as number;
    }
  }
  const labels = new Uint8Array(count);
  return { name: 'random', count, size, pixels, labels, classNames: ['one'], officialCount: count };
}

/** A step that gives back the views which it is given. */
function lookingStep(pairs: number, viewSize: number): Step {
  const views = { shape: [pairs, viewSize, viewSize, 3], dtype: 'float32' } as const;
  return {
    state: {},
    inputs: { first: views, second: views },
    run: (_, { first, second }) => ({
      state: {},
      outputs: { first: tf.add(first as tf.Tensor, 0), second: tf.add(second as tf.Tensor, 0) },
    }),
  };
}

describe.each(LOWERINGS)('views made by a step on $title', ({ start, isAbsent }) => {
  it.skipIf(isAbsent)(
    'are those of the threads to the last level',
    async () => {
      let [places, others] = [0, 0];
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...(Object.keys(AUGMENTATION_RECIPES) as RecipeName[])),
          fc.constantFrom<[number, number]>([32, 32], [24, 24], [20, 33], [33, 20], [21, 8]),
          fc.integer({ min: 1, max: 5 }),
          fc.nat(),
          async (recipeName, [size, viewSize], pairs, seed) => {
            const recipe = AUGMENTATION_RECIPES[recipeName];
            const images = randomImages(7, size, seed);
            const indices = Array.from({ length: pairs }, (_, k) => (seed + 3 * k) % images.count);
            const source = { images, recipe, seed, viewSize: viewSize };
            const step = viewsOnDevice(lookingStep(pairs, viewSize), source);
            const running = await start(step);
            running.setState({});
            const rows = (view: 0 | 1): Float32Array => augmentationRows(source, { epoch: 2, indices, view });
            const made = await running.run({
              first: { shape: [pairs, ROW_LENGTH], dtype: 'float32', data: rows(0) },
              second: { shape: [pairs, ROW_LENGTH], dtype: 'float32', data: rows(1) },
              indices: { shape: [pairs], dtype: 'int32', data: Int32Array.from(indices) },
            });
            await running.close();
            for (const [view, name] of (['first', 'second'] as const).entries()) {
              const wanted = augmentedViews(source, { epoch: 2, indices, view: view as 0 | 1 });
              const given = made[name]?.data as Float32Array;
              expect(given.length).toBe(wanted.length);
              const off = wanted.map((value, k) => Math.abs(value - (given[k] as number)));
              places += off.length;
              others += off.filter((distance) => distance > 1e-5).length;
            }
          },
        ),
        { numRuns: 12 },
      );
      // A blur's float32 sum may fall on the other side of a half.
      expect(others / places).toBeLessThan(1e-4);
    },
    240_000,
  );
});

describe('a row of an augmentation', () => {
  const crop = { top: 1, left: 2, height: 3, width: 4 };
  const factor = (kind: 'brightness' | 'contrast' | 'saturation', k: number) => ({ kind, factor: k }) as const;
  const rowOf = (...steps: AugmentationStep[]): number[] => {
    const row = new Float32Array(ROW_LENGTH);
    writeRow({ crop, steps }, row, 0);
    return [...row];
  };

  it('holds the crop and the steps, with brightness 1 where there is none', () => {
    const hue = { kind: 'hue', turn: 0.5 } as const;
    expect(rowOf({ kind: 'flip' }, factor('contrast', 2), hue, factor('brightness', 3), { kind: 'grey' })).toEqual([
      1, 2, 3, 4, 1, 1, 2, 0, 1, 0, 1, 1, 127, 0, 3, 0, 1, 0, 1, 1, 0,
    ]);
    expect(rowOf({ kind: 'blur', sigma: 2 }).at(-1)).toBe(2);
  });

  it('has a place for every order that is drawn, and refuses others', () => {
    for (const recipe of Object.values(AUGMENTATION_RECIPES)) {
      for (let sample = 0; sample < 500; sample++) {
        const random = augmentationStream({ seed: 1, epoch: 0, sample, view: 0 });
        writeRow(sampleAugmentation(recipe, 32, random), new Float32Array(ROW_LENGTH), 0);
      }
    }
    const hue = { kind: 'hue', turn: 0.1 } as const;
    expect(() => rowOf(hue, hue)).toThrow('no place for the steps hue, hue in this order');
    expect(() => rowOf({ kind: 'grey' }, hue)).toThrow('grey, hue');
    expect(() => rowOf(...[1, 2, 3, 4].map((k) => factor('saturation', k)))).toThrow(RangeError);
  });
});
