/** Training of a linear classifier on frozen features: a value for each choice, as the authors' code has it. */
import type { SampleOrder } from '../data/batches/sample-order.js';

/** Training of a linear classifier on frozen features. */
export interface LinearProtocol {
  /** Default 50. */
  readonly epochs?: number;
  /** Default 128. */
  readonly batchSize?: number;
  /** Default 3e-4, constant. */
  readonly learningRate?: number;
  /** L2 penalty on weights and bias, added to the gradient. Default 1e-3. */
  readonly weightDecay?: number;
  /** Default `shuffled`. */
  readonly order?: SampleOrder;
  /** Features divided by their deviation over the training images, or as they are. Default `standardised`. */
  readonly features?: 'standardised' | 'plain';
}

/** The protocol of the authors' code, by Adam. */
export const LINEAR_PROTOCOL = {
  epochs: 50,
  batchSize: 128,
  learningRate: 3e-4,
  weightDecay: 1e-3,
  order: 'shuffled',
  features: 'standardised',
} as const satisfies Required<LinearProtocol>;
