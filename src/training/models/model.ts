/** A model: the tensors that it is made of and its forward function. */
import type { NamedTensors } from '../compile/step.js';
import { InvalidInput } from '../../base/invalid-input.js';
import type { tf } from '../compile/tfjs.js';
import { weightsOf, type Layer, type Mode, type Pass, type WeightSpecs } from './layer.js';

/** The output of a model for a batch of images. */
export interface Encoded {
  /** The input of linear evaluation, [N, featureWidth]. */
  readonly features: tf.Tensor2D;
  /** The input of the loss, not normalised, [N, embeddingWidth]. */
  readonly embedding: tf.Tensor2D;
  /** Every buffer: moved by the batch in `train` mode, as it was in `evaluate` mode. */
  readonly buffers: NamedTensors;
}

/** An encoder with its projector: the tensors that it needs, and its pass. */
export interface Model {
  readonly name: string;
  /** Parameters, in the order of PyTorch's `named_parameters()`. */
  readonly parameters: WeightSpecs;
  /** Buffers, in the order of PyTorch's `named_buffers()`. */
  readonly buffers: WeightSpecs;
  readonly featureWidth: number;
  readonly embeddingWidth: number;
  /**
   * Computes features and embedding of a batch of images.
   *
   * @param weights every parameter and buffer
   * @param images [N, H, W, 3], float32, normalised
   * @throws InvalidInput when the images have another shape, or give batch norm one value a channel to train on
   */
  forward(weights: NamedTensors, images: tf.Tensor, mode: Mode): Encoded;
}

/** The parts of a model. */
export interface ModelParts {
  readonly name: string;
  /** The layers [N, H, W, 3] → [N, featureWidth]. */
  readonly encoder: Layer;
  readonly featureWidth: number;
  /** The layers [N, featureWidth] → [N, embeddingWidth]. */
  readonly projector: Layer;
  readonly embeddingWidth: number;
}

/**
 * Makes a model of an encoder and a projector, each a chain of layers.
 *
 * @example
 * const encoder = chain(convolution('conv', { from: 3, to: 4, kernel: 3, stride: 1 }), RELU, GLOBAL_AVERAGE);
 * const heads = { projector: projector(4, { hidden: 8, output: 2 }), embeddingWidth: 2 };
 * const { parameters } = assembleModel({ name: 'mine', encoder, featureWidth: 4, ...heads });
 * Object.keys(parameters); // ['conv.weight', 'fc.0.weight', 'fc.0.bias', 'fc.3.weight', 'fc.3.bias']
 */
export function assembleModel({ name, encoder, featureWidth, projector, embeddingWidth }: ModelParts): Model {
  const { parameters, buffers } = weightsOf([encoder, projector]);
  return {
    name,
    parameters,
    buffers,
    featureWidth,
    embeddingWidth,
    forward(weights, images, mode) {
      if (images.rank !== 4 || images.shape[3] !== 3)
        throw new InvalidInput(`${name} got images of shape [${images.shape.join(', ')}]: give [N, height, width, 3]`);
      const pass: Pass = { weights, mode, moved: {} };
      const features = encoder.apply(images, pass) as tf.Tensor2D;
      const embedding = projector.apply(features, pass) as tf.Tensor2D;
      const kept = Object.keys(buffers).map((buffer) => [buffer, weights[buffer]]);
      return { features, embedding, buffers: { ...Object.fromEntries(kept), ...pass.moved } };
    },
  };
}
