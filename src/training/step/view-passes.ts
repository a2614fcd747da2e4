/** Passes the two views through the network: one after the other, or as one batch. */
import type { NamedTensors, TensorSpecs } from '../compile/step.js';
import { tf } from '../compile/tfjs.js';
import type { SharedTraining } from '../models/layer.js';

/** The part of a model that a step needs. */
export interface TrainedModel {
  readonly parameters: TensorSpecs;
  /** Tensors that are carried along but not trained: running statistics. */
  readonly buffers: TensorSpecs;
  /**
   * @param weights every parameter and buffer
   * @param images [N, H, W, 3]
   */
  forward(weights: NamedTensors, images: tf.Tensor, mode: 'train' | SharedTraining): Encoding;
}

/** The result of a pass of a network over one view. */
export interface Encoding {
  /** [N, d], before normalisation. */
  readonly embedding: tf.Tensor2D;
  /** Every buffer, moved by the batch. */
  readonly buffers: NamedTensors;
}

interface EmbeddedViews {
  /** [N, d]. */
  readonly z: tf.Tensor2D;
  /** [N, d]. */
  readonly zPrime: tf.Tensor2D;
  readonly buffers: NamedTensors;
}

/** @param first @param second the views, [N, H, W, 3] each */
export type ViewPass = (
  model: TrainedModel,
  weights: NamedTensors,
  first: tf.Tensor,
  second: tf.Tensor,
  mode: 'train' | SharedTraining,
) => EmbeddedViews;

export const VIEW_PASSES = {
  separate(model, weights, first, second, mode) {
    const one = model.forward(weights, first, mode);
    const two = model.forward({ ...weights, ...one.buffers }, second, mode);
    return { z: one.embedding, zPrime: two.embedding, buffers: two.buffers };
  },
  joint(model, weights, first, second, mode) {
    const { embedding, buffers } = model.forward(weights, tf.concat([first, second]), mode);
    const [views, width] = embedding.shape;
    const half = (from: number): tf.Tensor2D => tf.slice(embedding, [from, 0], [views / 2, width]);
    return { z: half(0), zPrime: half(views / 2), buffers };
  },
} as const satisfies Record<string, ViewPass>;
