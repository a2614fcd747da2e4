import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAugmentation, flipHorizontally } from '../../../../src/training/data/augmentation/augmentation.js';
import { adjustBrightness, adjustContrast } from '../../../../src/training/data/augmentation/enhance.js';
import { gaussianBlur } from '../../../../src/training/data/augmentation/gaussian-blur.js';
import { AUGMENTATION_RECIPES } from '../../../../src/training/data/augmentation/recipes.js';
import {
  augmentationStream,
  sampleAugmentation,
} from '../../../../src/training/data/augmentation/sample-augmentation.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import type { RgbImage } from '../../../../src/training/data/rgb-image.js';
import { anyImageOf, anySquareImage, constantImage } from '../any-image.js';

const whole = ({ width, height }: RgbImage) => ({ top: 0, left: 0, height, width });

describe('applyAugmentation', () => {
  it('with the whole image, its own size and no steps is the identity', () => {
    fc.assert(
      fc.property(anySquareImage(), (image) => {
        expect(applyAugmentation(image, { crop: whole(image), steps: [] }, image.width)).toEqual(image);
      }),
    );
  });

  it('applies the steps in their order', () => {
    fc.assert(
      fc.property(anySquareImage(), (image) => {
        const steps = [
          { kind: 'contrast', factor: 1.7 },
          { kind: 'flip' },
          { kind: 'brightness', factor: 0.6 },
        ] as const;
        const expected = adjustBrightness(flipHorizontally(adjustContrast(image, 1.7)), 0.6);
        expect(applyAugmentation(image, { crop: whole(image), steps }, image.width)).toEqual(expected);
      }),
    );
  });

  it.each([
    { size: 96, radius: 4 },
    { size: 32, radius: 1 },
    { size: 8, radius: 0 },
  ])('blurs $size pixels with a kernel of radius $radius', ({ size, radius }) => {
    const image = fc.sample(anyImageOf(size, size), { numRuns: 1, seed: 1 })[0] as RgbImage;
    const blurred = applyAugmentation(image, { crop: whole(image), steps: [{ kind: 'blur', sigma: 1.5 }] }, size);
    expect(blurred).toEqual(gaussianBlur(image, { radius, sigma: 1.5 }));
  });

  it('gives an image of the asked size for every drawn augmentation, and leaves its input alone', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(AUGMENTATION_RECIPES)),
        fc.nat(),
        size,
        size,
        (recipe, seed, a, b) => {
          const image = constantImage(a, a, 77);
          const augmentation = sampleAugmentation(
            recipe,
            a,
            augmentationStream({ seed, epoch: 0, sample: 0, view: 0 }),
          );
          const { width, height, pixels } = applyAugmentation(image, augmentation, b);
          expect([width, height, pixels.length]).toEqual([b, b, 3 * b * b]);
          expect(image).toEqual(constantImage(a, a, 77));
        },
      ),
    );
  });

  it('refuses an image whose pixels do not fill it', () => {
    const broken = { width: 4, height: 4, pixels: new Uint8Array(47) };
    expect(() => applyAugmentation(broken, { crop: whole(broken), steps: [] }, 4)).toThrow(InvalidInput);
    expect(() => applyAugmentation(broken, { crop: whole(broken), steps: [] }, 4)).toThrow(/has 47 values.* = 48/);
  });
});
