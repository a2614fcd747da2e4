import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crop, type CropBox } from '../../../../src/training/data/augmentation/crop.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import type { RgbImage } from '../../../../src/training/data/rgb-image.js';
import { anyImage, constantImage } from '../any-image.js';

/** An image and a box inside it. */
const imageAndBox: fc.Arbitrary<{ image: RgbImage; box: CropBox }> = anyImage().chain((image) =>
  fc
    .tuple(fc.nat(image.height - 1), fc.nat(image.width - 1))
    .chain(([top, left]) =>
      fc
        .tuple(fc.integer({ min: 1, max: image.height - top }), fc.integer({ min: 1, max: image.width - left }))
        .map(([height, width]) => ({ image, box: { top, left, height, width } })),
    ),
);

describe('crop', () => {
  it('takes the pixel at (top + y, left + x) to (y, x) in every plane', () => {
    fc.assert(
      fc.property(imageAndBox, ({ image, box }) => {
        const cropped = crop(image, box);
        for (let plane = 0; plane < 3; plane++) {
          for (let y = 0; y < box.height; y++) {
            for (let x = 0; x < box.width; x++) {
              const from = (plane * image.height + box.top + y) * image.width + box.left + x;
              expect(cropped.pixels[(plane * box.height + y) * box.width + x]).toBe(image.pixels[from]);
            }
          }
        }
      }),
    );
  });

  it('of the whole image is the image', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(crop(image, { top: 0, left: 0, height: image.height, width: image.width })).toEqual(image);
      }),
    );
  });

  it.each([
    { top: -1, left: 0, height: 2, width: 2 },
    { top: 0, left: 3, height: 2, width: 2 },
    { top: 4, left: 0, height: 1, width: 1 },
    { top: 0, left: 0, height: 0, width: 2 },
    { top: 0, left: 0.5, height: 2, width: 2 },
    { top: 0, left: 0, height: NaN, width: 2 },
  ])('refuses a box that does not fit: %o', (box) => {
    expect(() => crop(constantImage(4, 4, 0), box)).toThrow(InvalidInput);
    expect(() => crop(constantImage(4, 4, 0), box)).toThrow(/does not fit an image 4 high and 4 wide/);
  });
});
