import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flipHorizontally } from '../../../../src/training/data/augmentation/augmentation.js';
import { anyImage } from '../any-image.js';

describe('flipHorizontally', () => {
  it('is an involution', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(flipHorizontally(flipHorizontally(image))).toEqual(image);
      }),
    );
  });

  it('reverses every row', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        const flipped = flipHorizontally(image);
        for (let start = 0; start < image.pixels.length; start += image.width) {
          const line = image.pixels.slice(start, start + image.width);
          expect(flipped.pixels.slice(start, start + image.width)).toEqual(line.toReversed());
        }
      }),
    );
  });
});
