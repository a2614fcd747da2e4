/** Test images that are training images too. */
import { createHash } from 'node:crypto';
import { thousands } from '../../base/thousands.js';
import { imageAt, type ImageSet } from './image-set.js';

/**
 * Returns the numbers of the test images that equal a training image pixel for pixel, as those of two equal files do.
 *
 * @example
 * const set = { name: 'two', count: 2, size: 1, pixels: Uint8Array.of(0, 0, 0, 9, 8, 7), labels: Uint8Array.of(0, 0) };
 * const two = { ...set, classNames: ['dot'], officialCount: 2 };
 * overlap(two, { ...two, count: 1, pixels: Uint8Array.of(9, 8, 7) }); // [0]
 */
export function overlap(train: ImageSet, test: ImageSet): number[] {
  if (train.size !== test.size) return [];
  const key = (set: ImageSet, index: number): string =>
    createHash('sha1').update(imageAt(set, index).pixels).digest('base64');
  const known = new Set(Array.from({ length: train.count }, (_, k) => key(train, k)));
  return Array.from({ length: test.count }, (_, k) => k).filter((k) => known.has(key(test, k)));
}

/** Describes an overlap; undefined where there is none. */
export function overlapText(train: ImageSet, test: ImageSet): string | undefined {
  const found = overlap(train, test).length;
  if (found === 0) return undefined;
  return (
    `${thousands(found)} of the ${thousands(test.count)} images of ${test.name} equal an image of ${train.name} pixel for pixel: ` +
    'accuracies on them say nothing of new images'
  );
}
