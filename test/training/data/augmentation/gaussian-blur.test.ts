import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flipHorizontally } from '../../../../src/training/data/augmentation/augmentation.js';
import { gaussianBlur } from '../../../../src/training/data/augmentation/gaussian-blur.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import { anyImage, constantImage, largestDifference } from '../any-image.js';

const sigmas = fc.double({ min: 0.1, max: 5, noNaN: true });
const radii = fc.nat(4);

describe('gaussianBlur', () => {
  it('leaves a constant image constant', () => {
    fc.assert(
      fc.property(fc.nat(255), sigmas, radii, (level, sigma, radius) => {
        const image = constantImage(7, 5, level);
        expect(gaussianBlur(image, { sigma, radius })).toEqual(image);
      }),
    );
  });

  it('with radius 0, or a bell far narrower than a pixel, leaves the image unchanged', () => {
    fc.assert(
      fc.property(anyImage({ minSide: 3 }), sigmas, (image, sigma) => {
        expect(gaussianBlur(image, { sigma, radius: 0 })).toEqual(image);
        expect(gaussianBlur(image, { sigma: 0.1, radius: 2 })).toEqual(image);
      }),
    );
  });

  it('commutes with the mirror up to a rounding', () => {
    fc.assert(
      fc.property(anyImage({ minSide: 5 }), sigmas, radii, (image, sigma, radius) => {
        const mirrored = flipHorizontally(gaussianBlur(flipHorizontally(image), { sigma, radius }));
        expect(largestDifference(mirrored, gaussianBlur(image, { sigma, radius }))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('spreads a point as the bell, and reflects the image at the border without repeating the border pixel', () => {
    const weights = [Math.exp(-2), Math.exp(-0.5), 1, Math.exp(-0.5), Math.exp(-2)];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const bell = (x: number): number => (weights[x + 2] ?? 0) / total;
    expect([...blurredLine(3)]).toEqual([-3, -2, -1, 0, 1, 2, 3].map((x) => Math.round(255 * bell(x))));
    // The mirror image of pixel 1 lies at −1.
    expect(blurredLine(1)[0]).toBe(Math.round(255 * (bell(1) + bell(-1))));
  });

  it.each([
    { sigma: 0, radius: 1 },
    { sigma: NaN, radius: 1 },
    { sigma: Infinity, radius: 1 },
    { sigma: 1, radius: 3 },
    { sigma: 1, radius: -1 },
    { sigma: 1, radius: 0.5 },
  ])('refuses %o for an image 3 wide', (options) => {
    expect(() => gaussianBlur(constantImage(3, 4, 0), options)).toThrow(InvalidInput);
  });
});

/** A row of a vertical line at x = `point` in an image 7 wide, blurred with σ = 1 and radius 2. */
function blurredLine(point: number): Uint8Array {
  const image = constantImage(7, 3, 0);
  for (let start = point; start < image.pixels.length; start += 7) image.pixels[start] = 255;
  return gaussianBlur(image, { sigma: 1, radius: 2 }).pixels.subarray(0, 7);
}
