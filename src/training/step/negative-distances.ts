/** The distances of a batch of A = 2N views that an importance sees, and the weights that it gives. */
import type { tf } from '../compile/tfjs.js';

/** Which views are negatives of which anchors, and how far they are. */
export interface NegativeDistances {
  /** [A, A], r = 1 − s > 0; 1 where the view is not a negative, so that every function of r is finite there. */
  readonly r: tf.Tensor2D;
  /** [A, A], 1 for a negative, 0 for the anchor itself and its positive. */
  readonly negatives: tf.Tensor2D;
  /** [A, A], 0 for a negative, else so large that exp(−excluded) is 0 and no minimum is taken there. */
  readonly excluded: tf.Tensor2D;
  /** Negatives of an anchor. */
  readonly count: number;
}

/** Weights as `relative`·exp(`logScale`): a row whose weights are all below float32's range keeps its proportions. */
export interface RelativeWeights {
  /** [A, A], ≥ 0, and 0 where the view is not a negative. */
  readonly relative: tf.Tensor2D;
  /** [A, 1], without a gradient. Left out where it is 0. */
  readonly logScale?: tf.Tensor2D;
}

export type BatchImportance = (distances: NegativeDistances) => RelativeWeights;

/** Far above every distance, far below float32's range even after a division by a small temperature. */
export const EXCLUDED = 1e30;
