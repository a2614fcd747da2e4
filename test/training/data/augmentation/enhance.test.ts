import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjustBrightness,
  adjustContrast,
  adjustSaturation,
} from '../../../../src/training/data/augmentation/enhance.js';
import { greyLevels, toGreyScale } from '../../../../src/training/data/augmentation/grey-scale.js';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import { anyImage, constantImage } from '../any-image.js';

const factors = fc.double({ min: -3, max: 6, noNaN: true });
const ALL = [
  { name: 'brightness', adjust: adjustBrightness },
  { name: 'contrast', adjust: adjustContrast },
  { name: 'saturation', adjust: adjustSaturation },
] as const;

describe.each(ALL)('$name', ({ adjust }) => {
  it('with factor 1 leaves the image unchanged', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(adjust(image, 1)).toEqual(image);
      }),
    );
  });

  it('clips to 0..255 where the factor leads beyond', () => {
    fc.assert(
      fc.property(anyImage(), fc.constantFrom(-1e30, 1e30), (image, factor) => {
        // The degenerate image's own levels stay; all others go to an end of the scale.
        const inner = adjust(image, factor).pixels.filter((level) => level !== 0 && level !== 255);
        const degenerate = new Set(adjust(image, 0).pixels);
        inner.forEach((level) => expect(degenerate).toContain(level));
      }),
    );
  });

  it.each([NaN, Infinity, -Infinity, 1e39])('refuses the factor %d', (factor) => {
    expect(() => adjust(constantImage(2, 2, 9), factor)).toThrow(InvalidInput);
  });
});

describe('adjustBrightness', () => {
  it('multiplies by the factor, cuts to a whole number and clips', () => {
    fc.assert(
      fc.property(anyImage(), factors, (image, factor) => {
        const alpha = Math.fround(factor);
        const expected = image.pixels.map((level) =>
          Math.min(255, Math.max(0, Math.trunc(Math.fround(alpha * level)))),
        );
        expect(adjustBrightness(image, factor).pixels).toEqual(expected);
      }),
    );
  });
});

describe('adjustContrast', () => {
  it('with factor 0 leaves one grey, the mean grey level rounded', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        const grey = greyLevels(image);
        const mean = grey.reduce((sum, level) => sum + level, 0) / grey.length;
        const flat = constantImage(image.width, image.height, Math.floor(mean + 0.5));
        expect(adjustContrast(image, 0)).toEqual(flat);
      }),
    );
  });

  it('leaves a constant grey image unchanged', () => {
    fc.assert(
      fc.property(fc.nat(255), factors, (level, factor) => {
        expect(adjustContrast(constantImage(3, 2, level), factor)).toEqual(constantImage(3, 2, level));
      }),
    );
  });
});

describe('adjustSaturation', () => {
  it('with factor 0 is the grey-scale image', () => {
    fc.assert(
      fc.property(anyImage(), (image) => {
        expect(adjustSaturation(image, 0)).toEqual(toGreyScale(image));
      }),
    );
  });

  it('leaves grey images unchanged', () => {
    fc.assert(
      fc.property(anyImage(), factors, (image, factor) => {
        const grey = toGreyScale(image);
        expect(adjustSaturation(grey, factor)).toEqual(grey);
      }),
    );
  });
});
