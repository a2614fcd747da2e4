/** Which images of a data set a batch holds. */
import { requireWhole } from '../../../base/option-checks.js';
import { unknownName } from '../../../base/invalid-input.js';
import { randomStream } from '../../../theory/algebra/random-stream.js';
import { drawWithoutReplacement } from '../draw-without-replacement.js';

const SAMPLE_ORDERS = ['sequential', 'shuffled'] as const;

/**
 * `sequential`: as the data set counts them, the same in every epoch (the authors do not shuffle). `shuffled`: a random
 * permutation for each epoch.
 */
export type SampleOrder = (typeof SAMPLE_ORDERS)[number];

/** Of which epoch the order is asked. */
export interface EpochOrderOptions {
  readonly order: SampleOrder;
  readonly seed: number;
  readonly epoch: number;
  /** Images in the data set. */
  readonly count: number;
}

/** The permutation of 0..count − 1 in which an epoch passes through the images. Depends on its arguments alone. @throws InvalidInput on one out of range */
export function epochOrder({ order, seed, epoch, count }: EpochOrderOptions): number[] {
  requireSampleOrder(order);
  for (const [name, value] of Object.entries({ seed, epoch, count })) requireWhole(name, value, 0);
  if (order === 'sequential') return Array.from({ length: count }, (_, k) => k);
  return drawWithoutReplacement(count, count, randomStream(seed, 'order', epoch));
}

/** @throws InvalidInput for a word that is no sample order */
export function requireSampleOrder(order: string): void {
  if (!SAMPLE_ORDERS.some((known) => known === order)) throw unknownName('sample order', order, SAMPLE_ORDERS);
}
