/** The order in which a run passes through images and views, as data. */
import type { SampleOrder } from '../data/batches/sample-order.js';
import type { Schedule } from '../step/learning-rate.js';

/** Choices of training that go together. */
export interface Protocol {
  readonly order: SampleOrder;
  readonly schedule: Schedule['kind'];
  /** Tells if the network sees the two views of a batch one after the other, or as one batch. */
  readonly views: 'separate' | 'joint';
}

/** Order, schedule and views as the authors' code has them, or as is usual. */
export const PROTOCOLS = {
  /** As the authors' code has it: no shuffling, statistics of each view, a cosine whose period is not the run. */
  authors: { order: 'sequential', schedule: 'authors', views: 'separate' },
  standard: { order: 'shuffled', schedule: 'cosine', views: 'joint' },
} as const satisfies Record<string, Protocol>;

/** A protocol by name. */
export type ProtocolName = keyof typeof PROTOCOLS;
