/** The projector of SimCLR between features and loss: linear, batch norm without affine part, ReLU, linear. */
import { tf } from '../compile/tfjs.js';
import { batchNorm } from './batch-norm.js';
import { RELU } from './convolution.js';
import { chain, weight, type Layer, type WeightSpec } from './layer.js';

/** Widths of the projector's two layers. */
export interface ProjectorWidths {
  readonly hidden: number;
  readonly output: number;
}

/**
 * Makes a projector [N, features] → [N, output], named `fc`, the place that torchvision gives to the classifier.
 *
 * @example
 * const { parameters } = projector(512, { hidden: 512, output: 128 });
 * parameters['fc.3.weight']?.shape; // [128, 512]
 */
export function projector(features: number, { hidden, output }: ProjectorWidths): Layer {
  return chain(
    linear('fc.0', features, hidden),
    batchNorm('fc.1', hidden, 'none'),
    RELU,
    linear('fc.3', hidden, output),
  );
}

/** Makes torch.nn.Linear(from, to): x·Wᵀ + b with W [to, from]. */
function linear(name: string, from: number, to: number): Layer {
  // PyTorch's default, Kaiming uniform with a = √5: weights and bias uniform in ±1/√from.
  const spec = (shape: readonly number[]): WeightSpec => ({
    shape,
    dtype: 'float32',
    initial: { kind: 'uniform', bound: 1 / Math.sqrt(from) },
  });
  return {
    parameters: { [`${name}.weight`]: spec([to, from]), [`${name}.bias`]: spec([to]) },
    buffers: {},
    apply: (x, pass) => tf.add(tf.matMul(x, weight(pass, `${name}.weight`), false, true), weight(pass, `${name}.bias`)),
  };
}
