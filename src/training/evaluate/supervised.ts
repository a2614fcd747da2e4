/**
 * The supervised baseline: the same encoder with a linear classifier on its features, trained from scratch on labels.
 *
 * It sees the same augmented views as a contrastive run, both of an image in one batch, and knows the classes.
 */
import type { NamedData, NamedTensors, Step, TensorData } from '../compile/step.js';
import type { AugmentationRecipe } from '../data/augmentation/recipes.js';
import { viewBatches } from '../data/batches/view-batches.js';
import type { ImageSet } from '../data/image-set.js';
import type { Engine } from '../engines/engine.js';
import { initialWeights } from '../models/initialise.js';
import type { WeightSpecs } from '../models/layer.js';
import type { Model } from '../models/model.js';
import { adam } from '../step/adam.js';
import { initialState } from '../step/initial-state.js';
import { picked, plainSpecs } from '../step/named-tensors.js';
import { tensorNamed, type Optimiser } from '../step/optimiser.js';
import { requirePositive, requireWhole } from '../../base/option-checks.js';
import { slopeOf, type ForwardPass } from '../step/slope.js';
import { mapValues } from '../../base/map-values.js';
import { tf } from '../compile/tfjs.js';
import { requireClass } from './feature-rows.js';
import { classifierWeights, logitsOf, oneHot } from './logistic-regression.js';

export interface SupervisedStepOptions {
  readonly model: Model;
  readonly classes: number;
  readonly optimiser: Optimiser;
  /** Images in a batch; both views of each go through the network. */
  readonly batchSize: number;
  /** Pixels a side. */
  readonly imageSize: number;
}

/** The projector's place in every model; it stands behind the features and is not trained here. */
const PROJECTOR = 'fc.';

/** Trained parameters: those of the encoder and of the classifier. */
export function supervisedWeights({ model, classes }: Pick<SupervisedStepOptions, 'model' | 'classes'>): WeightSpecs {
  const encoder = Object.entries(model.parameters).filter(([name]) => !name.startsWith(PROJECTOR));
  return { ...Object.fromEntries(encoder), ...classifierWeights({ features: model.featureWidth, classes }) };
}

/**
 * - state: the model's parameters and buffers, the classifier, the optimiser's state
 * - inputs: `first` and `second` [N, size, size, 3], `labels` [N] (int32), `learningRate`
 * - outputs: `loss`, the mean cross-entropy of 2N views in nats
 */
function supervisedStep(options: SupervisedStepOptions): Step {
  const { model, classes, optimiser, batchSize, imageSize } = options;
  requireWhole('classes', classes, 2);
  requireWhole('batchSize', batchSize, 1);
  requireWhole('imageSize', imageSize, 1);
  const trained = plainSpecs(supervisedWeights(options));
  const moments = optimiser.state(trained);
  const images = { shape: [batchSize, imageSize, imageSize, 3], dtype: 'float32' } as const;

  const run = (state: NamedTensors, inputs: NamedTensors) => {
    const views = tf.concat([tensorNamed(inputs, 'first'), tensorNamed(inputs, 'second')]);
    const labels = tensorNamed(inputs, 'labels');
    const target = oneHot(tf.concat([labels, labels]), classes);
    const forward = (weights: NamedTensors): ForwardPass => {
      const { features, buffers } = model.forward(weights, views, 'train');
      return { loss: crossEntropy(logitsOf(weights, features), target), buffers };
    };
    const parameters = picked(state, trained);
    const { loss, gradients, buffers } = slopeOf(forward, parameters, state);
    const rate = tensorNamed(inputs, 'learningRate');
    const update = optimiser.update(parameters, gradients, picked(state, moments), rate);
    // The projector stays as it is.
    const next = { ...picked(state, model.parameters), ...buffers, ...update.parameters, ...update.state };
    return { state: mapValues(next, (tensor) => tf.clone(tensor)), outputs: { loss } };
  };
  return {
    state: { ...plainSpecs({ ...model.parameters, ...model.buffers }), ...trained, ...moments },
    inputs: {
      first: images,
      second: images,
      labels: { shape: [batchSize], dtype: 'int32' },
      learningRate: { shape: [], dtype: 'float32' },
    },
    run: (state, inputs) => tf.tidy(() => run(state, inputs)),
  };
}

/** Options of supervised training: the network, the images, and the length. */
export interface SupervisedTrainingOptions {
  readonly engine: Engine;
  readonly model: Model;
  readonly train: ImageSet;
  readonly recipe: AugmentationRecipe;
  /** Pixels a side of the views. Default: those of the images. */
  readonly imageSize?: number;
  readonly epochs: number;
  /** Default 128, or as many as there are images. */
  readonly batchSize?: number;
  /** Adam's. Default 1e-3. */
  readonly learningRate?: number;
  readonly seed: number;
  /** As of `viewBatches`. */
  readonly workers?: number;
  /** Is told the loss of every step. */
  readonly onStep?: (loss: number) => void;
}

/**
 * Trains from the model's initial weights, with a constant learning rate, images in a new random order each epoch.
 *
 * @returns the model's parameters and buffers, ready for an encoder, and the classifier
 * @throws InvalidInput on options out of range, an image without a class, or a loss that is not a number
 * @example
 * const train = loadDataset('cifar10', { data: 'datasets', split: 'train', limit: 4 });
 * const network = { engine: await chooseEngine('cpu'), model: namedModel('tiny'), recipe: namedRecipe('simclr-cifar') };
 * const weights = await trainSupervised({ ...network, train, epochs: 1, seed: 1, workers: 0 });
 * weights['classifier.bias']?.shape; // [10]
 */
export async function trainSupervised(options: SupervisedTrainingOptions): Promise<NamedData> {
  const { engine, model, train, recipe, epochs, seed, workers, onStep } = options;
  const { batchSize = Math.min(128, train.count), learningRate = 1e-3, imageSize = train.size } = options;
  requireWhole('epochs', epochs, 1);
  requirePositive('learningRate', learningRate);
  const classes = train.classNames.length;
  for (let i = 0; i < train.count; i++) {
    requireClass(`${train.name}: the label of image ${i}`, train.labels[i] as number, classes);
  }
  const step = supervisedStep({ model, classes, optimiser: adam(), batchSize, imageSize });
  const weights = { ...model.parameters, ...supervisedWeights({ model, classes }) };
  const running = await engine.start(step);
  try {
    running.setState(initialState(step, initialWeights({ parameters: weights, buffers: model.buffers }, seed)));
    const stream = viewBatches({
      images: train,
      recipe,
      batchSize,
      seed,
      viewSize: imageSize,
      epochs,
      order: 'shuffled',
      ...(workers !== undefined && { workers }),
    });
    for await (const { indices, first, second } of stream) {
      const labels = Int32Array.from(indices, (index) => train.labels[index] as number);
      const { shape, dtype } = step.inputs['first'] as TensorData;
      const outputs = await running.run({
        first: { shape, dtype, data: first },
        second: { shape, dtype, data: second },
        labels: { shape: [batchSize], dtype: 'int32', data: labels },
        learningRate: { shape: [], dtype: 'float32', data: Float32Array.of(learningRate) },
      });
      onStep?.(outputs['loss']?.data[0] as number);
    }
    const state = await running.state();
    const names = Object.keys({ ...weights, ...model.buffers });
    return Object.fromEntries(names.map((name) => [name, state[name] as TensorData]));
  } finally {
    await running.close();
  }
}

/** Mean over rows of −log softmax at the target. @param target [N, classes], one-hot */
function crossEntropy(logits: tf.Tensor2D, target: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), target), 1)));
}
