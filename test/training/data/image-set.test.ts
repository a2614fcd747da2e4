import { describe, expect, it } from 'vitest';
import { imageAt, type ImageSet } from '../../../src/training/data/image-set.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';

const set: ImageSet = {
  name: 'CIFAR-10 test',
  count: 2,
  size: 1,
  pixels: Uint8Array.from([1, 2, 3, 4, 5, 6]),
  labels: Uint8Array.from([0, 1]),
  classNames: ['class 0', 'class 1'],
  officialCount: 10_000,
};

describe('imageAt', () => {
  it('is a view of the set', () => {
    const image = imageAt(set, 1);
    expect(image).toEqual({ width: 1, height: 1, pixels: Uint8Array.from([4, 5, 6]) });
    expect(image.pixels.buffer).toBe(set.pixels.buffer);
  });

  it.each([-1, 2, 0.5, NaN])('refuses the image %d', (index) => {
    expect(() => imageAt(set, index)).toThrow(InvalidInput);
    expect(() => imageAt(set, index)).toThrow(/CIFAR-10 test has no image .*: choose one of 0\.\.1/);
  });
});
