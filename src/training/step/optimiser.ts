/** Defines an optimiser: the state that it keeps for each parameter, and one update. Adding one is one file. */
import type { NamedTensors, TensorSpec, TensorSpecs } from '../compile/step.js';
import { tf } from '../compile/tfjs.js';

/** Parameters and moments after an update. */
export interface Updated {
  readonly parameters: NamedTensors;
  readonly state: NamedTensors;
}

/** Turns gradients into the next parameters. */
export interface Optimiser {
  /** Names start with the optimiser's own, `adam.first/conv1.weight`. Every tensor of it is zero before the first update. */
  state(parameters: TensorSpecs): TensorSpecs;
  /**
   * @param parameters to update
   * @param gradients of the same names
   * @param state of the names and shapes that `state` gives
   * @param learningRate a scalar
   */
  update(parameters: NamedTensors, gradients: NamedTensors, state: NamedTensors, learningRate: tf.Tensor): Updated;
}

/** A tensor of the parameter's own shape for each parameter, `prefix/parameter`. */
export function momentSpecs(prefix: string, parameters: TensorSpecs): TensorSpecs {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]): [string, TensorSpec] => [
      `${prefix}/${name}`,
      { shape, dtype: 'float32' },
    ]),
  );
}

/** The gradient with that of the L2 penalty ½·`weightDecay`·‖p‖² added. */
export function withWeightDecay(gradient: tf.Tensor, parameter: tf.Tensor, weightDecay: number): tf.Tensor {
  return weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay));
}

/** @throws Error when it is missing: whoever runs a step hands over all that its specification names */
export function tensorNamed(tensors: NamedTensors, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) throw new Error(`the step was not given the tensor "${name}"`);
  return tensor;
}
