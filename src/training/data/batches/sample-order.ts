/** Order in which batches take the images of a data set. */
import { requireWhole } from '../../../base/option-checks.js';
import { unknownName } from '../../../base/invalid-input.js';
import { randomStream } from '../../../theory/algebra/random-stream.js';
import { drawWithoutReplacement } from '../draw-without-replacement.js';

const SAMPLE_ORDERS = ['sequential', 'shuffled'] as const;

/**
 * Order of the images. `sequential`: as the data set counts them, the same in every epoch (the authors do not shuffle).
 * `shuffled`: a random permutation for each epoch.
 */
export type SampleOrder = (typeof SAMPLE_ORDERS)[number];

/** Options of the order in an epoch. */
export interface EpochOrderOptions {
  readonly order: SampleOrder;
  readonly seed: number;
  readonly epoch: number;
  /** Number of images in the data set. */
  readonly count: number;
}

/**
 * Returns the permutation of 0..count − 1 in which an epoch passes through the images; it depends on its arguments alone.
 *
 * @throws InvalidInput on one out of range
 * @example
 * epochOrder({ order: 'sequential', seed: 1, epoch: 0, count: 5 }); // [0, 1, 2, 3, 4]
 * epochOrder({ order: 'shuffled', seed: 1, epoch: 0, count: 5 }); // [4, 0, 3, 1, 2]
 */
export function epochOrder({ order, seed, epoch, count }: EpochOrderOptions): number[] {
  requireSampleOrder(order);
  for (const [name, value] of Object.entries({ seed, epoch, count })) requireWhole(name, value, 0);
  if (order === 'sequential') return Array.from({ length: count }, (_, k) => k);
  return drawWithoutReplacement(count, count, randomStream(seed, 'order', epoch));
}

/** Checks a sample order. @throws InvalidInput for an unknown one */
export function requireSampleOrder(order: string): void {
  if (!SAMPLE_ORDERS.some((known) => known === order)) throw unknownName('sample order', order, SAMPLE_ORDERS);
}
