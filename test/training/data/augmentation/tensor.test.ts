import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUGMENTATION_RECIPES } from '../../../../src/training/data/augmentation/recipes.js';
import { toTensor } from '../../../../src/training/data/augmentation/tensor.js';
import { anyImage } from '../any-image.js';

describe('toTensor', () => {
  it('gives grey levels / 255 in single precision', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(toTensor(image)).toEqual(Float32Array.from(image.pixels, (level) => level / 255));
      }),
    );
  });

  it('subtracts the mean and divides by the deviation of the channel', () => {
    const { mean, deviation } = AUGMENTATION_RECIPES['simclr-cifar'].normalisation;
    fc.assert(
      fc.property(anyImage(), (image) => {
        const plane = image.width * image.height;
        toTensor(image, { mean, deviation }).forEach((value, k) => {
          const channel = Math.floor(k / plane) as 0 | 1 | 2;
          const exact = ((image.pixels[k] as number) / 255 - mean[channel]) / deviation[channel];
          // Values are below 3, and level, mean, difference, deviation and quotient each round by at most 2⁻²⁴ of one
          // part; before the division by 0.2 that is 5 · 2⁻²⁴, after it five times as much.
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(25 * 2 ** -24);
        });
      }),
    );
  });
});
