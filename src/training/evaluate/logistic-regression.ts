/**
 * Multinomial logistic regression as traced steps: several Adam updates on minibatches in one run, and logits.
 *
 * An update on 128 rows of 512 features takes a tenth of a millisecond, and handing tensors to an engine and back takes
 * longer. So one run makes `updates` of them, one after the other, each on its own minibatch.
 */
import type { NamedTensors, Step } from '../compile/step.js';
import type { WeightSpecs } from '../models/layer.js';
import { picked, plainSpecs } from '../step/named-tensors.js';
import { tensorNamed, type Optimiser } from '../step/optimiser.js';
import { tf } from '../compile/tfjs.js';

export interface ClassifierShape {
  readonly features: number;
  readonly classes: number;
}

/** torch.nn.Linear(features, classes), with its default filling. */
export function classifierWeights({ features, classes }: ClassifierShape): WeightSpecs {
  const initial = { kind: 'uniform', bound: 1 / Math.sqrt(features) } as const;
  return {
    'classifier.weight': { shape: [classes, features], dtype: 'float32', initial },
    'classifier.bias': { shape: [classes], dtype: 'float32', initial },
  };
}

/** x·Wᵀ + b. @param x [N, features]. @returns [N, classes] */
export function logitsOf(weights: NamedTensors, x: tf.Tensor): tf.Tensor2D {
  const product = tf.matMul<tf.Tensor2D>(x, tensorNamed(weights, 'classifier.weight'), false, true);
  return tf.add(product, tensorNamed(weights, 'classifier.bias'));
}

/** 1 at the class of each row. @param labels [N], int32. @returns [N, classes] */
export function oneHot(labels: tf.Tensor, classes: number): tf.Tensor2D {
  const numbers = tf.reshape(tf.range(0, classes, 1, 'int32'), [1, classes]);
  return tf.cast(tf.equal(tf.reshape(labels, [-1, 1]), numbers), 'float32');
}

export interface RegressionStepOptions {
  readonly shape: ClassifierShape;
  readonly optimiser: Optimiser;
  readonly learningRate: number;
  /** Rows of a minibatch. */
  readonly batchSize: number;
  /** Updates in one run. */
  readonly updates: number;
}

/**
 * - state: the classifier and its optimiser
 * - inputs, for the minibatches one after the other: `features` [updates·batchSize, features], `labels` (int32) and
 *   `share`, what each row counts in its minibatch's mean, 0 for rows that only fill it up; `active` [updates], 0 for an
 *   update that is left out
 * - outputs: none
 */
export function regressionStep(options: RegressionStepOptions): Step {
  const { shape, optimiser, learningRate, batchSize, updates } = options;
  const parameters = plainSpecs(classifierWeights(shape));
  const moments = optimiser.state(parameters);
  const rows = updates * batchSize;

  const updated = (state: NamedTensors, { x, y, share }: Minibatch): NamedTensors => {
    // ∂/∂logits of Σ share·cross-entropy.
    const slope = tf.mul(tf.sub(tf.softmax(logitsOf(state, x)), oneHot(y, shape.classes)), share);
    const gradients = { 'classifier.weight': tf.matMul(slope, x, true, false), 'classifier.bias': tf.sum(slope, 0) };
    const rate = tf.scalar(learningRate);
    const next = optimiser.update(picked(state, parameters), gradients, picked(state, moments), rate);
    return { ...next.parameters, ...next.state };
  };
  return {
    state: { ...parameters, ...moments },
    inputs: {
      features: { shape: [rows, shape.features], dtype: 'float32' },
      labels: { shape: [rows], dtype: 'int32' },
      share: { shape: [rows], dtype: 'float32' },
      active: { shape: [updates], dtype: 'float32' },
    },
    run: (start, inputs) =>
      tf.tidy(() => {
        let state = start;
        for (let k = 0; k < updates; k++) {
          const next = updated(state, minibatch(inputs, k, batchSize));
          const active = tf.greater(tf.reshape(tf.slice(tensorNamed(inputs, 'active'), [k], [1]), []), 0);
          state = chosen(active, next, state);
        }
        return { state, outputs: {} };
      }),
  };
}

interface Minibatch {
  /** [batchSize, features]. */
  readonly x: tf.Tensor2D;
  /** [batchSize]. */
  readonly y: tf.Tensor;
  /** [batchSize, 1]. */
  readonly share: tf.Tensor2D;
}

function minibatch(inputs: NamedTensors, k: number, batchSize: number): Minibatch {
  const from = k * batchSize;
  return {
    x: tf.slice(tensorNamed(inputs, 'features') as tf.Tensor2D, [from, 0], [batchSize, -1]),
    y: tf.slice(tensorNamed(inputs, 'labels'), [from], [batchSize]),
    share: tf.reshape(tf.slice(tensorNamed(inputs, 'share'), [from], [batchSize]), [batchSize, 1]),
  };
}

function chosen(active: tf.Tensor, next: NamedTensors, previous: NamedTensors): NamedTensors {
  return Object.fromEntries(
    Object.entries(next).map(([name, tensor]) => [name, tf.where(active, tensor, tensorNamed(previous, name))]),
  );
}

/** Inputs: the classifier and `features` [rows, features]. Output: `logits` [rows, classes]. */
export function logitsStep(shape: ClassifierShape, rows: number): Step {
  return {
    state: {},
    inputs: {
      ...plainSpecs(classifierWeights(shape)),
      features: { shape: [rows, shape.features], dtype: 'float32' },
    },
    run: (_, inputs) => ({ state: {}, outputs: { logits: logitsOf(inputs, tensorNamed(inputs, 'features')) } }),
  };
}
