/** The layers of a network, which name the tensors that they need and transform an activation. */
import type { NamedTensors, TensorSpec } from '../compile/step.js';
import type { tf } from '../compile/tfjs.js';

/**
 * The mode of a pass. `train`: batch statistics, and running statistics move; `evaluate`: running statistics, and nothing
 * moves.
 */
export type Mode = 'train' | 'evaluate' | SharedTraining;

/** As `train`, with the statistics of the batches of all replicas, which are equally large. */
export interface SharedTraining {
  readonly replicas: number;
}

/** The values of a tensor before training. */
export type Initial =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly deviation: number }
  /** Uniform in [−bound, bound). */
  | { readonly kind: 'uniform'; readonly bound: number };

/** Shape, type and initial values of a weight. */
export interface WeightSpec extends TensorSpec {
  readonly initial: Initial;
}

/** Specifications of weights, by PyTorch's names and in PyTorch's order. */
export type WeightSpecs = Readonly<Record<string, WeightSpec>>;

/** One forward pass: the tensors that it reads and the buffers that it leaves behind. */
export interface Pass {
  /** Every parameter and buffer of the model. */
  readonly weights: NamedTensors;
  readonly mode: Mode;
  /** New values of buffers, added by the layers as they are passed. */
  readonly moved: Record<string, tf.Tensor>;
}

/** A layer: the tensors that it needs, and its effect on an activation. */
export interface Layer {
  /** Tensors that are trained. */
  readonly parameters: WeightSpecs;
  /** Tensors that are carried along: running statistics. */
  readonly buffers: WeightSpecs;
  apply(activation: tf.Tensor, pass: Pass): tf.Tensor;
}

/**
 * Chains layers one after the other.
 *
 * @example
 * const twice = plainLayer((x) => tf.mul(x, 2));
 * chain(RELU, twice).apply(tf.tensor1d([-1, 3]), { weights: {}, mode: 'evaluate', moved: {} }); // [0, 6]
 */
export function chain(...layers: readonly Layer[]): Layer {
  return {
    ...weightsOf(layers),
    apply: (activation, pass) => layers.reduce((x, layer) => layer.apply(x, pass), activation),
  };
}

/** Returns the parameters and buffers of several layers, in their order. */
export function weightsOf(layers: readonly Layer[]): Pick<Layer, 'parameters' | 'buffers'> {
  return {
    parameters: Object.fromEntries(layers.flatMap(({ parameters }) => Object.entries(parameters))),
    buffers: Object.fromEntries(layers.flatMap(({ buffers }) => Object.entries(buffers))),
  };
}

/**
 * Makes a layer without weights.
 *
 * @example
 * plainLayer((x) => tf.mul(x, 2)).apply(tf.tensor1d([-1, 3]), { weights: {}, mode: 'evaluate', moved: {} }); // [-2, 6]
 */
export function plainLayer(apply: (activation: tf.Tensor) => tf.Tensor): Layer {
  return { parameters: {}, buffers: {}, apply };
}

/**
 * Returns a weight by name.
 *
 * @throws Error when the weights lack it: whoever starts a pass hands over all that the model names
 * @example
 * weight({ weights: { scale: tf.scalar(2) }, mode: 'evaluate', moved: {} }, 'scale'); // 2
 */
export function weight({ weights }: Pass, name: string): tf.Tensor {
  const tensor = weights[name];
  if (tensor === undefined) throw new Error(`the weights lack "${name}"`);
  return tensor;
}
