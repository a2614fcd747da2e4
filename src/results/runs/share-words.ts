/** The part of a set of images that is used, in words. */
import { thousands } from '../../base/thousands.js';
import type { ImageSet } from '../../training/data/image-set.js';

export type Share = Pick<ImageSet, 'name' | 'count' | 'officialCount'>;

/** Describes a part of a set: `CIFAR-10 train, 40,000 of 50,000 images (a subset)`. */
export function describeShare({ name, count, officialCount }: Share): string {
  return count === officialCount
    ? `${name}, all ${thousands(count)} images`
    : `${name}, ${thousands(count)} of ${thousands(officialCount)} images (a subset)`;
}
