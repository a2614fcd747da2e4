import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greyLevels, toGreyScale } from '../../../../src/training/data/augmentation/grey-scale.js';
import { anyImage, constantImage } from '../any-image.js';

describe('toGreyScale', () => {
  it('gives three equal planes of 0.299 R + 0.587 G + 0.114 B, rounded', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        const grey = greyLevels(image);
        const plane = grey.length;
        grey.forEach((level, k) => {
          const [red, green, blue] = [0, 1, 2].map((channel) => image.pixels[k + channel * plane] as number);
          const luma = 0.299 * (red as number) + 0.587 * (green as number) + 0.114 * (blue as number);
          // ½ for rounding, and 255 · 3 · 2⁻¹⁷ for weights in units of 2⁻¹⁶.
          expect(Math.abs(level - luma)).toBeLessThanOrEqual(0.5 + (255 * 3) / 2 ** 17);
        });
        expect(toGreyScale(image).pixels).toEqual(Uint8Array.from([...grey, ...grey, ...grey]));
      }),
    );
  });

  it('leaves grey images as they are, so doing it twice is doing it once', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(toGreyScale(toGreyScale(image))).toEqual(toGreyScale(image));
      }),
    );
    for (let level = 0; level < 256; level++) {
      expect(toGreyScale(constantImage(1, 1, level))).toEqual(constantImage(1, 1, level));
    }
  });
});
