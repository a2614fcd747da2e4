import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resize } from '../../../../src/training/data/augmentation/resize.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import type { RgbImage } from '../../../../src/training/data/rgb-image.js';
import { anyImage, constantImage } from '../any-image.js';

const side = fc.integer({ min: 1, max: 20 });

describe('resize', () => {
  it('to its own size is the identity', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(resize(image, image)).toEqual(image);
      }),
    );
  });

  it('leaves a constant image constant', () => {
    fc.assert(
      fc.property(side, side, side, side, fc.nat(255), (width, height, newWidth, newHeight, level) => {
        const resized = resize(constantImage(width, height, level), { width: newWidth, height: newHeight });
        expect(resized).toEqual(constantImage(newWidth, newHeight, level));
      }),
    );
  });

  it('averages with a triangle as wide as the reduction, to one grey level', () => {
    // The reference does not round. Ours rounds twice by at most ½, and averaging the first errors does not enlarge them;
    // 22-bit weights of at most 40 pixels add at most 2 · 40 · 255 · 2⁻²³ < 0.003.
    fc.assert(
      fc.property(anyImage(), side, side, (image, width, height) => {
        const exact = resizeInRealArithmetic(image, width, height);
        resize(image, { width, height }).pixels.forEach((level, k) => {
          expect(Math.abs(level - (exact[k] as number))).toBeLessThanOrEqual(1.003);
        });
      }),
    );
  });

  it('spreads one pixel over the whole result', () => {
    fc.assert(
      fc.property(anyImage({ maxSide: 1 }), side, side, (image, width, height) => {
        const { pixels } = resize(image, { width, height });
        pixels.forEach((level, k) => expect(level).toBe(image.pixels[Math.floor(k / (width * height))]));
      }),
    );
  });

  it('halves a row of four by weights 3 : 3 : 1 at the border', () => {
    // Output pixel 0 looks at 1 through a triangle of half-width 2: pixels at ½, 1½, 2½ weigh ¾, ¾, ¼.
    const row = Uint8Array.from([0, 70, 140, 210, 0, 70, 140, 210, 0, 70, 140, 210]);
    const resized = resize({ width: 4, height: 1, pixels: row }, { width: 2, height: 1 });
    expect([...resized.pixels.subarray(0, 2)]).toEqual([50, 160]);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses a side of %d', (width) => {
    expect(() => resize(constantImage(2, 2, 0), { width, height: 2 })).toThrow(InvalidInput);
  });
});

/** [3, height, width]: the triangle filter along both axes at once, as its definition has it. */
function resizeInRealArithmetic(image: RgbImage, width: number, height: number): Float64Array {
  const across = triangleWeights(image.width, width);
  const down = triangleWeights(image.height, height);
  return Float64Array.from({ length: 3 * width * height }, (_, k) => {
    const [plane, y, x] = [Math.floor(k / (width * height)), Math.floor(k / width) % height, k % width];
    let sum = 0;
    for (let v = 0; v < image.height; v++) {
      for (let u = 0; u < image.width; u++) {
        const level = image.pixels[(plane * image.height + v) * image.width + u] as number;
        sum += level * (down[y]?.[v] as number) * (across[x]?.[u] as number);
      }
    }
    return sum;
  });
}

/** Row t: the weight of every input pixel in output pixel t. */
function triangleWeights(from: number, to: number): number[][] {
  const scale = from / to;
  const halfWidth = Math.max(1, scale);
  return Array.from({ length: to }, (_, t) => {
    const weights = Array.from({ length: from }, (__, u) =>
      Math.max(0, 1 - Math.abs(u + 0.5 - (t + 0.5) * scale) / halfWidth),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  });
}
