/**
 * One training step on pairs of views: forward, loss, backward, update.
 *
 * A pure function of state (parameters, buffers, optimiser) and inputs (two views, learning rate), in float32.
 */
import type { NamedData, NamedTensors, Step, TensorData, TensorSpec, TensorSpecs } from '../compile/step.js';
import { InvalidInput, unknownName } from '../invalid-input.js';
import { tf } from '../tfjs.js';
import { batchLoss, type BatchLossFunction, type StepObjective } from './batch-loss.js';
import { tensorNamed, type Optimiser } from './optimiser.js';

/** What the step needs of a model. */
export interface TrainedModel {
  readonly parameters: TensorSpecs;
  /** What is carried along but not trained: running statistics. */
  readonly buffers: TensorSpecs;
  /** @param weights every parameter and buffer @param images [N, H, W, 3] */
  forward(weights: NamedTensors, images: tf.Tensor, mode: 'train'): Encoding;
}

interface Encoding {
  /** [N, d], before normalisation. */
  readonly embedding: tf.Tensor2D;
  /** Every buffer, moved by the batch. */
  readonly buffers: NamedTensors;
}

export interface ContrastiveStepOptions {
  readonly model: TrainedModel;
  readonly objective: StepObjective;
  readonly optimiser: Optimiser;
  /** Samples in a batch, N ≥ 2. */
  readonly pairs: number;
  /** Height and width of the images. */
  readonly imageSize: number;
  /**
   * `separate` calls the network once a view, as the authors do: batch statistics of one view each, and running statistics
   * move twice. `joint` calls it once on all 2N views. Default `separate`.
   */
  readonly views?: 'separate' | 'joint';
  /** `gradients` adds every parameter's gradient to the outputs, as `gradient/NAME`. Default `losses`. */
  readonly report?: 'losses' | 'gradients';
}

/**
 * - state: the model's parameters and buffers, the optimiser's state
 * - inputs: `first` and `second`, [N, H, W, 3], the two views; `learningRate`, a scalar
 * - outputs: `loss`; `gradientNorm`, the ℓ2 norm over all parameters
 *
 * Run on a tfjs backend, it leaves no tensors behind but those that it returns.
 *
 * @throws InvalidInput on fewer than 2 pairs, an image size that is no positive integer, or an unknown choice
 */
export function contrastiveStep(options: ContrastiveStepOptions): Step {
  const { model, objective, optimiser, pairs, imageSize, views = 'separate', report = 'losses' } = options;
  requireAtLeast('pairs', pairs, 2);
  requireAtLeast('imageSize', imageSize, 1);
  requireChoice('views', views, Object.keys(PASSES));
  requireChoice('report', report, REPORTS);
  const loss = batchLoss(objective);
  const optimiserState = optimiser.state(model.parameters);
  const images: TensorSpec = { shape: [pairs, imageSize, imageSize, 3], dtype: 'float32' };

  const run = (state: NamedTensors, inputs: NamedTensors) => {
    const parameters = pick(state, Object.keys(model.parameters));
    const slope = slopeOf({ model, loss, pass: PASSES[views] }, parameters, state, inputs);
    const update = optimiser.update(
      parameters,
      slope.gradients,
      pick(state, Object.keys(optimiserState)),
      tensorNamed(inputs, 'learningRate'),
    );
    return {
      state: { ...update.parameters, ...slope.buffers, ...update.state },
      outputs: {
        loss: slope.loss,
        gradientNorm: tf.sqrt(sumOfSquares(Object.values(slope.gradients))),
        ...(report === 'gradients' ? prefixed('gradient/', slope.gradients) : {}),
      },
    };
  };
  return {
    state: { ...specsOf(model.parameters), ...specsOf(model.buffers), ...optimiserState },
    inputs: { first: images, second: images, learningRate: { shape: [], dtype: 'float32' } },
    run: (state, inputs) => tf.tidy(() => run(state, inputs)),
  };
}

/**
 * State before the first step: the given weights, and zeros for the optimiser.
 *
 * @param weights every parameter and buffer of the model
 * @throws InvalidInput when a weight has another shape or type than the step's state of that name, or belongs to no state
 */
export function initialState(step: Step, weights: NamedData): NamedData {
  for (const name of Object.keys(weights)) {
    if (!Object.hasOwn(step.state, name)) throw new InvalidInput(`the step has no state for the weight "${name}"`);
  }
  return Object.fromEntries(
    Object.entries(step.state).map(([name, spec]): [string, TensorData] => {
      const given = weights[name] ?? zeros(spec);
      const [found, wanted] = [given, spec].map(({ shape, dtype }) => `${dtype} [${shape.join(', ')}]`);
      if (found !== wanted) throw new InvalidInput(`the weight "${name}" is ${found}: the step needs ${wanted}`);
      return [name, given];
    }),
  );
}

interface Slope {
  readonly loss: tf.Scalar;
  readonly gradients: NamedTensors;
  readonly buffers: NamedTensors;
}

interface Differentiated {
  readonly model: TrainedModel;
  readonly loss: BatchLossFunction;
  readonly pass: ViewPass;
}

/** The loss with its gradient in the parameters, and the buffers that the forward pass moved. */
function slopeOf(
  { model, loss, pass }: Differentiated,
  parameters: NamedTensors,
  state: NamedTensors,
  inputs: NamedTensors,
): Slope {
  const names = Object.keys(parameters);
  let buffers: NamedTensors = {};
  const { value, grads } = tf.valueAndGrads((...values: tf.Tensor[]) => {
    const weights = { ...state, ...Object.fromEntries(names.map((name, k) => [name, values[k] as tf.Tensor])) };
    const embedded = pass(model, weights, tensorNamed(inputs, 'first'), tensorNamed(inputs, 'second'));
    // tfjs disposes of all but the loss when the forward pass ends. A buffer may be the very tensor of the caller's state:
    // only a copy may be kept and, below, handed back to the scope around. Copies share their data.
    buffers = mapTensors(embedded.buffers, (buffer) => tf.keep(tf.clone(buffer)));
    return loss(embedded.z, embedded.zPrime);
  })(Object.values(parameters));
  return {
    loss: value,
    gradients: Object.fromEntries(names.map((name, k) => [name, grads[k] as tf.Tensor])),
    buffers: mapTensors(buffers, (kept) => {
      const released = tf.clone(kept);
      kept.dispose();
      return released;
    }),
  };
}

interface EmbeddedViews {
  readonly z: tf.Tensor2D;
  readonly zPrime: tf.Tensor2D;
  readonly buffers: NamedTensors;
}

type ViewPass = (model: TrainedModel, weights: NamedTensors, first: tf.Tensor, second: tf.Tensor) => EmbeddedViews;

const PASSES: { readonly [Views in NonNullable<ContrastiveStepOptions['views']>]: ViewPass } = {
  separate(model, weights, first, second) {
    const one = model.forward(weights, first, 'train');
    const two = model.forward({ ...weights, ...one.buffers }, second, 'train');
    return { z: one.embedding, zPrime: two.embedding, buffers: two.buffers };
  },
  joint(model, weights, first, second) {
    const { embedding, buffers } = model.forward(weights, tf.concat([first, second]), 'train');
    const [views, width] = embedding.shape;
    const half = (from: number): tf.Tensor2D => tf.slice(embedding, [from, 0], [views / 2, width]);
    return { z: half(0), zPrime: half(views / 2), buffers };
  },
};

const REPORTS = ['losses', 'gradients'] as const;

function sumOfSquares(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tf.addN(tensors.map((tensor) => tf.sum(tf.square(tensor))));
}

function specsOf(specs: TensorSpecs): TensorSpecs {
  return Object.fromEntries(Object.entries(specs).map(([name, { shape, dtype }]) => [name, { shape, dtype }]));
}

function pick(tensors: NamedTensors, names: readonly string[]): NamedTensors {
  return Object.fromEntries(names.map((name) => [name, tensorNamed(tensors, name)]));
}

function mapTensors(tensors: NamedTensors, change: (tensor: tf.Tensor) => tf.Tensor): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]));
}

function prefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}${name}`, tensor]));
}

function zeros({ shape, dtype }: TensorSpec): TensorData {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, dtype, data: dtype === 'int32' ? new Int32Array(size) : new Float32Array(size) };
}

function requireAtLeast(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new InvalidInput(`${name} is ${value}: it must be an integer of at least ${least}`);
  }
}

function requireChoice(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw unknownName(name, value, allowed);
}
