import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toGreyScale } from '../../../../src/training/data/augmentation/grey-scale.js';
import { adjustHue } from '../../../../src/training/data/augmentation/hue.js';
import type { RgbImage } from '../../../../src/training/data/rgb-image.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import { anyImage, constantImage, largestDifference } from '../any-image.js';

const turns = fc.double({ min: -0.5, max: 0.5, noNaN: true });

/**
 * What 8-bit hue and saturation lose, in grey levels. Hue is cut by less than a step of 1/255 of the circle, and over
 * one sixth of the circle a channel crosses at most 255 levels: less than 6. Saturation is cut by less than 1/255: less
 * than 1. Rounding adds ½.
 */
const ROUND_TRIP_LOSS = 7.5;

describe('adjustHue', () => {
  it('by 0 is the round trip through 8-bit HSV: nearly the image', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(largestDifference(adjustHue(image, 0), image)).toBeLessThanOrEqual(ROUND_TRIP_LOSS);
      }),
    );
  });

  it('keeps the largest channel of every pixel', () => {
    fc.assert(
      fc.property(anyImage(), turns, (image, turn) => {
        expect(values(adjustHue(image, turn))).toEqual(values(image));
      }),
    );
  });

  it('leaves grey images unchanged', () => {
    fc.assert(
      fc.property(anyImage(), turns, (image, turn) => {
        const grey = toGreyScale(image);
        expect(adjustHue(grey, turn)).toEqual(grey);
      }),
    );
  });

  it('turns red to green and blue by a third of the circle, forwards and backwards', () => {
    const red = { width: 1, height: 1, pixels: Uint8Array.from([255, 0, 0]) };
    expect([...adjustHue(red, 1 / 3).pixels]).toEqual([0, 255, 0]);
    // 256 − 85 steps is 171 of 255: one step past blue, since 255 steps and not 256 make the circle in Pillow.
    expect([...adjustHue(red, -1 / 3).pixels]).toEqual([6, 0, 255]);
  });

  it('is, colour by colour, the formulae of colorsys in single precision', () => {
    fc.assert(
      fc.property(anyImage(), turns, (image, turn) => {
        const plane = image.width * image.height;
        const { pixels } = adjustHue(image, turn);
        for (let k = 0; k < plane; k++) {
          const channels = (of: Uint8Array): number[] => [0, 1, 2].map((c) => of[k + c * plane] as number);
          expect(channels(pixels)).toEqual(turnedColour(channels(image.pixels), Math.trunc(turn * 255)));
        }
      }),
    );
  });

  it.each([0.51, -0.6, 1, NaN])('refuses a shift of %d', (turn) => {
    expect(() => adjustHue(constantImage(1, 1, 9), turn)).toThrow(InvalidInput);
  });
});

/** The largest channel of every pixel. */
function values({ pixels }: RgbImage): number[] {
  const plane = pixels.length / 3;
  return Array.from({ length: plane }, (_, k) => Math.max(...[0, 1, 2].map((c) => pixels[k + c * plane] as number)));
}

/** To hue, saturation and value and back, as Pillow's Convert.c writes both. */
function turnedColour([red = 0, green = 0, blue = 0]: readonly number[], steps: number): number[] {
  const { fround } = Math;
  const value = Math.max(red, green, blue);
  const spread = value - Math.min(red, green, blue);
  if (spread === 0) return [value, value, value];
  const [r, g, b] = [red, green, blue].map((level) => fround((value - level) / spread)) as [number, number, number];
  const sixths = red === value ? b - g : green === value ? 2 + r - b : 4 + g - r;
  const hue = (Math.trunc(fround((fround(sixths) / 6 + 1) % 1) * 255) + steps) & 255;
  const saturation = fround(Math.trunc(fround(spread / value) * 255) / 255);

  const sector = Math.floor((hue * 6) / 255);
  const within = fround((hue * 6) / 255 - sector);
  const low = Math.round(value * (1 - saturation));
  const falling = Math.round(value * (1 - fround(saturation * within)));
  const rising = Math.round(value * (1 - saturation * (1 - within)));
  const sectors = [
    [value, rising, low],
    [falling, value, low],
    [low, value, rising],
    [low, falling, value],
    [rising, low, value],
    [value, low, falling],
  ];
  return sectors[sector % 6] as number[];
}
