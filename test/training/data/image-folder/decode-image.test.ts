import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../../src/base/invalid-input.js';
import { decodeImage, type DecodedImage } from '../../../../src/training/data/image-folder/decode-image.js';
import { imageHeader } from '../../../../src/training/data/image-folder/image-header.js';
import { squareImage } from '../../../../src/training/data/image-folder/square-image.js';
import { exifOf, jpeg, png, webp, withExif, type Painter } from './encoded.js';

const [WIDTH, HEIGHT] = [13, 9];
const paint: Painter = (x, y) => [10 * x, 20 * y, 100];

const files = {
  PNG: png(WIDTH, HEIGHT, paint),
  JPEG: await jpeg(WIDTH, HEIGHT, paint),
  WebP: await webp(WIDTH, HEIGHT, paint),
};

/** Mean difference of grey levels from the painting. */
function difference({ width, levels }: DecodedImage): number {
  let sum = 0;
  for (let k = 0; k < levels.length; k += 4) {
    const [x, y] = [(k / 4) % width, Math.floor(k / 4 / width)];
    paint(x, y).forEach((level, c) => (sum += Math.abs(level - (levels[k + c] as number))));
  }
  return sum / (0.75 * levels.length);
}

describe('decoding an image', () => {
  it.each([
    ['PNG', 0],
    ['WebP', 0],
    // Chroma at half the resolution, 8 × 8 blocks at quality 95.
    ['JPEG', 8],
  ] as const)('reads %s', async (format, tolerance) => {
    const image = await decodeImage(files[format]);
    expect(image).toMatchObject({ width: WIDTH, height: HEIGHT, orientation: 1 });
    expect(difference(image)).toBeLessThanOrEqual(tolerance);
  });

  it('says in one line what a damaged file is, whatever is damaged, and reads the next one all the same', async () => {
    const damage = fc.record({
      format: fc.constantFrom('PNG', 'JPEG', 'WebP'),
      cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      changes: fc.array(fc.tuple(fc.nat(2 ** 16), fc.nat(255)), { maxLength: 8 }),
    });
    let damaged = 0;
    await fc.assert(
      fc.asyncProperty(damage, async ({ format, cut, changes }) => {
        const bytes = Uint8Array.from(files[format]);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        try {
          const { levels, width, height } = await decodeImage(bytes.subarray(0, Math.floor((cut ?? 1) * bytes.length)));
          expect(levels).toHaveLength(4 * width * height);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
          expect((error as Error).message).toMatch(/^it (is|says) [^\n]+$/);
          damaged++;
        }
      }),
      { numRuns: 500 },
    );
    expect(damaged).toBeGreaterThan(100);
    for (const format of ['PNG', 'JPEG', 'WebP'] as const) expect((await decodeImage(files[format])).width).toBe(WIDTH);
  });

  it('takes no memory for more pixels than a file of its length may have', async () => {
    const huge = Buffer.from(files.PNG);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    await expect(decodeImage(huge)).rejects.toThrow(/60,000 × 60,000 pixels, and 1 to 1,048,576 pixels are read/);
  });
});

describe('the orientation of an image', () => {
  // A rectangle whose square in the middle has another colour in each corner, as the camera stores it for each orientation.
  const corners: Readonly<Record<number, readonly string[]>> = {
    1: ['ab', 'cd'],
    2: ['ba', 'dc'],
    3: ['dc', 'ba'],
    4: ['cd', 'ab'],
    5: ['ac', 'bd'],
    6: ['bd', 'ac'],
    7: ['db', 'ca'],
    8: ['ca', 'db'],
  };
  const colours: Readonly<Record<string, readonly [number, number, number]>> = {
    a: [255, 0, 0],
    b: [0, 255, 0],
    c: [0, 0, 255],
    d: [255, 255, 255],
  };

  it.each(Object.keys(corners).map(Number))('%i is as it is seen', async (orientation) => {
    const stored: Painter = (x, y) =>
      colours[corners[orientation]?.[Math.min(y, 1)]?.[Math.min(x, 1)] ?? ''] ?? [0, 0, 0];
    for (const order of ['II', 'MM'] as const) {
      const image = await decodeImage(png(2, 2, stored, exifOf(orientation, order)));
      expect(image.orientation).toBe(orientation);
      const { pixels } = squareImage(image, 2);
      const seen = [0, 1, 2, 3].map((k) => [0, 1, 2].map((channel) => pixels[4 * channel + k]));
      expect(seen).toEqual(['a', 'b', 'c', 'd'].map((name) => colours[name]));
    }
  });

  it('is read from JPEG and from PNG', () => {
    expect(imageHeader(withExif(files.JPEG, exifOf(6, 'MM')))).toMatchObject({ orientation: 6, width: WIDTH });
    expect(imageHeader(png(3, 2, paint, exifOf(8, 'II')))).toMatchObject({ orientation: 8, width: 3 });
  });

  it('cuts the middle out of what is seen', async () => {
    const strip = (orientation: number): Promise<DecodedImage> =>
      decodeImage(png(4, 1, (x) => [10 * x, 0, 0], exifOf(orientation, 'II')));
    // Seen from left to right: 0, 10, 20, 30, and mirrored; the narrower border is on the left.
    expect(squareImage(await strip(1), 1).pixels[0]).toBe(10);
    expect(squareImage(await strip(2), 1).pixels[0]).toBe(20);
  });
});
