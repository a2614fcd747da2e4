import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyAugmentation } from '../../../../src/training/data/augmentation/augmentation.js';
import { AUGMENTATION_RECIPES, type AugmentationRecipe } from '../../../../src/training/data/augmentation/recipes.js';
import {
  augmentationStream,
  sampleAugmentation,
} from '../../../../src/training/data/augmentation/sample-augmentation.js';
import { toTensor } from '../../../../src/training/data/augmentation/tensor.js';
import type * as Batches from '../../../../src/training/data/batches/view-batches.js';
import { imageAt, type ImageSet } from '../../../../src/training/data/image-set.js';
import { patternRecords, temporaryFolder } from '../tiny-dataset.js';

const DIST = new URL('../../../../dist/src/training/', import.meta.url).href;
// From dist: worker threads run JavaScript.
const { openViewBatches, viewBatches } = (await import(`${DIST}data/batches/view-batches.js`)) as typeof Batches;

const SIZE = 16;
const COUNT = 11;
const recipe: AugmentationRecipe = {
  ...AUGMENTATION_RECIPES['simclr-stl10'],
  normalisation: AUGMENTATION_RECIPES['simclr-cifar'].normalisation,
};
/** Its hue shift is out of range for nearly every image. */
const failing: AugmentationRecipe = { ...recipe, jitter: { ...recipe.jitter, probability: 1, hue: 1e6 } };

/** 11 images of 16 × 16. */
function imageSet(): ImageSet {
  const records = patternRecords(COUNT, SIZE);
  return {
    name: 'patterns',
    count: COUNT,
    size: SIZE,
    pixels: Uint8Array.from(records.flatMap(({ pixels }) => [...pixels])),
    labels: Uint8Array.from(records, ({ label }) => label),
    classNames: [],
    officialCount: COUNT,
  };
}

function options(more: Partial<Batches.ViewBatchOptions> = {}): Batches.ViewBatchOptions {
  return { images: imageSet(), recipe, batchSize: 4, seed: 5, order: 'shuffled', workers: 0, ...more };
}

async function collected(stream: AsyncIterable<Batches.ViewBatch>): Promise<Batches.ViewBatch[]> {
  const batches: Batches.ViewBatch[] = [];
  for await (const batch of stream) batches.push(batch);
  return batches;
}

/** Live worker threads of this process. */
function threads(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort' || kind === 'Worker').length;
}

describe('a batch of views', () => {
  it('is every image augmented by hand: sampled, applied, normalised, channels last', async () => {
    const set = imageSet();
    const [batch] = await collected(viewBatches({ ...options(), epochs: 3, from: { epoch: 2, batch: 1 } }));
    expect(batch).toMatchObject({ epoch: 2, batch: 1 });
    for (const [view, values] of [batch?.first, batch?.second].entries()) {
      const byHand = (batch?.indices ?? []).flatMap((sample) => {
        const random = augmentationStream({ seed: 5, epoch: 2, sample, view });
        const augmentation = sampleAugmentation(recipe, SIZE, random);
        const planes = toTensor(applyAugmentation(imageAt(set, sample), augmentation, SIZE), recipe.normalisation);
        const pixel = (k: number): (number | undefined)[] => [0, 1, 2].map((c) => planes[c * SIZE * SIZE + k]);
        return Array.from({ length: SIZE * SIZE }, (_, k) => pixel(k)).flat();
      });
      expect([...(values ?? [])]).toEqual(byHand);
    }
  });

  it('has the same bits on any number of workers, however many are made ahead', async () => {
    const inThread = await collected(viewBatches({ ...options(), epochs: 3 }));
    for (const [workers, prefetch] of [
      [1, 0],
      [1, 2],
      [2, 1],
      [4, 30],
    ] as const) {
      expect(await collected(viewBatches({ ...options({ workers }), epochs: 3, prefetch }))).toEqual(inThread);
    }
  });

  it('does not depend on earlier requests: a run resumes at any batch', async () => {
    const whole = await collected(viewBatches({ ...options(), epochs: 3 }));
    const rest = await collected(viewBatches({ ...options({ workers: 1 }), epochs: 3, from: { epoch: 1, batch: 1 } }));
    expect(rest).toEqual(whole.slice(3));

    const batches = openViewBatches(options({ workers: 2 }));
    const backwards = await Promise.all(whole.toReversed().map((place) => batches.batch(place)));
    await batches.close();
    expect(backwards.toReversed()).toEqual(whole);
  });

  it('makes the same two views of an image in any order of images', async () => {
    const viewsOf = (batch: Batches.ViewBatch | undefined): Map<number, Float32Array> => {
      const length = 3 * SIZE * SIZE;
      return new Map(batch?.indices.map((index, i) => [index, batch.first.slice(i * length, (i + 1) * length)]));
    };
    const [shuffled] = await collected(viewBatches({ ...options({ batchSize: COUNT }), epochs: 1 }));
    const [inOrder] = await collected(
      viewBatches({ ...options({ batchSize: COUNT, order: 'sequential' }), epochs: 1 }),
    );
    expect(shuffled?.indices).not.toEqual(inOrder?.indices);
    expect(new Map([...viewsOf(shuffled)].toSorted(([a], [b]) => a - b))).toEqual(viewsOf(inOrder));
  });

  it('has memory of its own, so that later batches do not change it', async () => {
    const batches = await collected(viewBatches({ ...options({ workers: 2 }), epochs: 2 }));
    const buffers = batches.flatMap(({ first, second }) => [first.buffer, second.buffer]);
    expect(new Set(buffers).size).toBe(2 * batches.length);
    for (const { first } of batches) expect(first.byteLength).toBe(first.buffer.byteLength);
    // ONNX Runtime refuses shared memory.
    for (const buffer of buffers) expect(buffer).toBeInstanceOf(ArrayBuffer);
  });
});

describe('an epoch', () => {
  it('passes through every image at most once and drops what is left after its full batches', async () => {
    const batches = await collected(viewBatches({ ...options(), epochs: 2 }));
    expect(batches.map(({ epoch, batch }) => [epoch, batch])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    for (const epoch of [0, 1]) {
      const indices = batches.filter((batch) => batch.epoch === epoch).flatMap((batch) => batch.indices);
      expect(indices).toHaveLength(8);
      expect(new Set(indices).size).toBe(8);
    }
  });

  it('goes through the images as they are counted, unless it is told to shuffle', async () => {
    const { order: _, ...unordered } = options();
    const batches = await collected(viewBatches({ ...unordered, epochs: 1 }));
    expect(batches.map(({ indices }) => indices)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
  });
});

describe('the stream', () => {
  it('ends its threads when the loop is left early', async () => {
    const before = threads();
    for await (const { batch } of viewBatches({ ...options({ workers: 2 }), epochs: 1000 })) {
      expect(threads()).toBeGreaterThan(before);
      if (batch === 1) break;
    }
    expect(threads()).toBe(before);
  });

  it('ends its threads when the caller fails', async () => {
    const before = threads();
    const run = async (): Promise<void> => {
      for await (const { batch } of viewBatches({ ...options({ workers: 1 }), epochs: 2 })) {
        if (batch === 1) throw new Error('the step failed');
      }
    };
    await expect(run()).rejects.toThrow('the step failed');
    expect(threads()).toBe(before);
  });

  it.each([0, 1, 2])('passes the error of a recipe on from %i workers, and ends them', async (workers) => {
    const before = threads();
    const stream = viewBatches({ ...options({ workers, recipe: failing }), epochs: 2 });
    await expect(collected(stream)).rejects.toThrow(/hue shift .*: give a part of the colour circle/);
    expect(threads()).toBe(before);
  });

  it('passes a defect in a thread on, and refuses further work', async () => {
    // A recipe that cannot be read makes augmentation throw a TypeError of its own.
    const broken = { ...recipe, crop: undefined } as unknown as AugmentationRecipe;
    const batches = openViewBatches(options({ workers: 1, recipe: broken }));
    await expect(batches.batch({ epoch: 0, batch: 0 })).rejects.toThrow(/undefined/);
    await expect(batches.batch({ epoch: 0, batch: 1 })).rejects.toThrow(/undefined/);
    await batches.close();
  });

  it('rejects what is unfinished when it is closed', async () => {
    const batches = openViewBatches(options({ workers: 1 }));
    const pending = batches.batch({ epoch: 0, batch: 0 });
    const outcome = expect(pending).rejects.toThrow(/closed|ended/);
    await batches.close();
    await outcome;
  });

  it('is left right after work that blocked the thread, while views that are ready wait to be taken in', () => {
    const program = `
      const { viewBatches } = await import('${DIST}data/batches/view-batches.js');
      const { AUGMENTATION_RECIPES } = await import('${DIST}data/augmentation/recipes.js');
      const images = { name: 'black', count: 64, size: 8, pixels: new Uint8Array(64 * 192), labels: new Array(64).fill(0) };
      const recipe = AUGMENTATION_RECIPES['simclr-cifar'];
      for await (const _ of viewBatches({ images, recipe, batchSize: 2, seed: 1, epochs: 1, workers: 1 })) {
        const until = performance.now() + 500;
        while (performance.now() < until);
        break;
      }
      console.log('after the loop');`;
    const file = path.join(temporaryFolder(), 'left-early.mjs');
    writeFileSync(file, program);
    const { stdout, status } = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 20_000 });
    expect({ stdout, status }).toEqual({ stdout: 'after the loop\n', status: 0 });
  });

  it('lets a process end that forgot to close it', () => {
    const program = `
      const { openViewBatches } = await import('${DIST}data/batches/view-batches.js');
      const { AUGMENTATION_RECIPES } = await import('${DIST}data/augmentation/recipes.js');
      const images = { name: 'black', count: 2, size: 8, pixels: new Uint8Array(2 * 192), labels: [0, 0] };
      const recipe = AUGMENTATION_RECIPES['simclr-cifar'];
      const batches = openViewBatches({ images, recipe, batchSize: 2, seed: 1, workers: 2 });
      console.log((await batches.batch({ epoch: 0, batch: 0 })).first.length);`;
    const file = path.join(temporaryFolder(), 'forgetful.mjs');
    writeFileSync(file, program);
    const { stdout, status } = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 20_000 });
    expect({ stdout, status }).toEqual({ stdout: '384\n', status: 0 });
  });
});

describe('viewBatches refuses', () => {
  it.each([
    { more: { batchSize: 12 }, says: /batches of 12 from patterns with 11 images: give a size of 1\.\.11/ },
    { more: { batchSize: 0 }, says: /batches of 0/ },
    { more: { seed: 0.5 }, says: /seed 0\.5/ },
    { more: { workers: -1 }, says: /workers -1/ },
    { more: { epochs: NaN }, says: /epochs NaN/ },
    { more: { prefetch: 1.5 }, says: /prefetch 1\.5/ },
    { more: { from: { epoch: 0, batch: 2 } }, says: /batch 2 of epoch 0: choose one of 0\.\.1/ },
    { more: { from: { epoch: -1, batch: 0 } }, says: /epoch -1/ },
    { more: { order: 'random' }, says: /sample order "random"/ },
  ])('$more', ({ more, says }) => {
    const given = { ...options(), epochs: 1, ...more } as Batches.ViewStreamOptions;
    expect(() => viewBatches(given)).toThrow(says);
  });
});
