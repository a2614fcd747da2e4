import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUGMENTATION_RECIPES, namedRecipe } from '../../../../src/training/data/augmentation/recipes.js';
import {
  augmentationStream,
  sampleAugmentation,
  sampleCrop,
} from '../../../../src/training/data/augmentation/sample-augmentation.js';
import type { Augmentation } from '../../../../src/training/data/augmentation/augmentation.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import { randomStream } from '../../../../src/theory/algebra/random-stream.js';

const CIFAR = AUGMENTATION_RECIPES['simclr-cifar'];
const STL10 = AUGMENTATION_RECIPES['simclr-stl10'];
const places = fc.record({ seed: fc.nat(), epoch: fc.nat(1000), sample: fc.nat(50_000), view: fc.constantFrom(0, 1) });

const DRAWS = 4000;
const draws = (recipe: typeof CIFAR | typeof STL10): Augmentation[] =>
  Array.from({ length: DRAWS }, (_, sample) =>
    sampleAugmentation(recipe, 96, augmentationStream({ seed: 7, epoch: 0, sample, view: 0 })),
  );

/** Five standard deviations of a relative frequency over DRAWS draws. */
const expectFrequency = (count: number, probability: number): void => {
  const deviation = Math.sqrt((probability * (1 - probability)) / DRAWS);
  expect(Math.abs(count / DRAWS - probability)).toBeLessThanOrEqual(5 * deviation);
};

describe('sampleAugmentation', () => {
  it('gives the same augmentation at the same position, independent of other draws', () => {
    fc.assert(
      fc.property(places, (place) => {
        const first = sampleAugmentation(STL10, 96, augmentationStream(place));
        sampleAugmentation(STL10, 96, augmentationStream({ ...place, sample: place.sample + 1 }));
        expect(sampleAugmentation(STL10, 96, augmentationStream(place))).toEqual(first);
      }),
    );
  });

  it('gives different augmentations to views, samples, epochs and seeds', () => {
    fc.assert(
      fc.property(places, fc.constantFrom('seed', 'epoch', 'sample', 'view'), (place, part) => {
        const other = { ...place, [part]: place[part] + 1 };
        const [one, two] = [place, other].map((each) => sampleAugmentation(STL10, 96, augmentationStream(each)));
        expect(one).not.toEqual(two);
      }),
    );
  });

  it('crops inside the image, with area and ratio in range up to the rounding of both sides', () => {
    const size = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(size, fc.nat(), (side, seed) => {
        const { top, left, height, width } = sampleAugmentation(CIFAR, side, randomStream(seed)).crop;
        expect([top, left, height, width].every(Number.isInteger)).toBe(true);
        expect(Math.min(top, left)).toBeGreaterThanOrEqual(0);
        expect(Math.min(height, width)).toBeGreaterThan(0);
        expect(Math.max(top + height, left + width)).toBeLessThanOrEqual(side);
        expect((width + 0.5) * (height + 0.5)).toBeGreaterThanOrEqual(0.08 * side * side);
        expect((width + 0.5) / (height - 0.5)).toBeGreaterThanOrEqual(3 / 4);
        expect((width - 0.5) / (height + 0.5)).toBeLessThanOrEqual(4 / 3);
      }),
      { numRuns: 1000 },
    );
  });

  it('draws factors from the ranges of the recipe and every jitter complete', () => {
    for (const recipe of [CIFAR, STL10]) {
      for (const { steps } of draws(recipe)) {
        const jitter = steps.filter(({ kind }) => ['brightness', 'contrast', 'saturation', 'hue'].includes(kind));
        expect([0, 4]).toContain(new Set(jitter.map(({ kind }) => kind)).size);
        for (const step of steps) {
          if ('factor' in step) expect(Math.abs(step.factor - 1)).toBeLessThanOrEqual(recipe.jitter[step.kind]);
          if ('turn' in step) expect(Math.abs(step.turn)).toBeLessThanOrEqual(recipe.jitter.hue);
          if ('sigma' in step) expect(Math.abs(step.sigma - 1.05)).toBeLessThanOrEqual(0.95);
        }
      }
    }
  });

  it('takes each step as often as the recipe says, in the order of SimCLR', () => {
    const all = draws(STL10).map(({ steps }) => steps.map(({ kind }) => kind));
    const count = (kind: string): number => all.filter((kinds) => kinds.some((each) => each === kind)).length;
    expectFrequency(count('flip'), 0.5);
    expectFrequency(count('hue'), 0.8);
    expectFrequency(count('grey'), 0.2);
    expectFrequency(count('blur'), 0.5);
    const stage = { flip: 0, brightness: 1, contrast: 1, saturation: 1, hue: 1, grey: 2, blur: 3 };
    for (const kinds of all) {
      const stages = kinds.map((kind) => stage[kind]);
      expect(stages).toEqual(stages.toSorted((a, b) => a - b));
    }
  });

  it('orders the jitter in all 24 ways alike', () => {
    const orders = new Map<string, number>();
    for (const { steps } of draws(CIFAR)) {
      const order = steps.filter((step) => 'factor' in step || 'turn' in step).map(({ kind }) => kind);
      if (order.length > 0) orders.set(order.join(), (orders.get(order.join()) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    for (const count of orders.values()) expectFrequency(count, 0.8 / 24);
  });

  it('never blurs CIFAR', () => {
    expect(draws(CIFAR).some(({ steps }) => steps.some(({ kind }) => kind === 'blur'))).toBe(false);
  });
});

describe('sampleCrop', () => {
  it.each([
    { image: { width: 100, height: 10 }, crop: { top: 0, left: 43, height: 10, width: 13 } },
    { image: { width: 10, height: 100 }, crop: { top: 43, left: 0, height: 13, width: 10 } },
    { image: { width: 100, height: 100 }, crop: { top: 0, left: 0, height: 100, width: 100 } },
  ])('falls back to the largest centred box of an allowed ratio: $image', ({ image, crop }) => {
    // More than the whole area never fits.
    expect(sampleCrop({ area: [11, 12], ratio: [3 / 4, 4 / 3] }, image, randomStream(1))).toEqual(crop);
  });

  it('draws area and log ratio evenly', () => {
    // Small areas always fit, so nothing is rejected; rounding to pixels is 1 part in 1,000.
    const boxes = Array.from({ length: DRAWS }, (_, k) =>
      sampleCrop({ area: [0.1, 0.3], ratio: [1 / 2, 2] }, { width: 4000, height: 4000 }, randomStream(k)),
    );
    expectFrequency(boxes.filter(({ width, height }) => width * height < 0.2 * 4000 ** 2).length, 0.5);
    expectFrequency(boxes.filter(({ width, height }) => width < height).length, 0.5);
    expectFrequency(boxes.filter(({ width, height }) => width < height / Math.SQRT2).length, 0.25);
  });
});

describe('namedRecipe', () => {
  it('answers an unknown name with the known ones', () => {
    expect(() => namedRecipe('toString')).toThrow(InvalidInput);
    expect(() => namedRecipe('simclr')).toThrow(/unknown augmentation recipe "simclr".*simclr-cifar, simclr-stl10/);
  });
});
