/** A model as small as the step allows: one hidden layer on the pixels, normalised over the batch, with running means. */
import {
  sizeOf,
  type NamedData,
  type NamedTensors,
  type Step,
  type TensorData,
} from '../../../src/training/compile/step.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import type { TrainedModel } from '../../../src/training/step/view-passes.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { toTensors } from '../models/tensors.js';

export const IMAGE_SIZE = 4;

const PIXELS = IMAGE_SIZE * IMAGE_SIZE * 3;
const HIDDEN = 12;
const EMBEDDING = 5;

export const SMALL_NET: TrainedModel = {
  parameters: {
    'hidden.weight': { shape: [PIXELS, HIDDEN], dtype: 'float32' },
    'hidden.bias': { shape: [HIDDEN], dtype: 'float32' },
    'output.weight': { shape: [HIDDEN, EMBEDDING], dtype: 'float32' },
  },
  buffers: {
    'hidden.running_mean': { shape: [HIDDEN], dtype: 'float32' },
    'hidden.batches': { shape: [], dtype: 'int32' },
    untouched: { shape: [2], dtype: 'float32' },
  },
  forward(weights, images) {
    const named = (name: string): tf.Tensor => {
      const tensor = weights[name];
      if (tensor === undefined) throw new Error(`no ${name}`);
      return tensor;
    };
    const hidden = tf.matMul(tf.reshape(images, [-1, PIXELS]), named('hidden.weight'));
    const mean = tf.mean(hidden, 0);
    const active = tf.relu(tf.add(tf.sub(hidden, mean), named('hidden.bias')));
    return {
      embedding: tf.matMul(active, named('output.weight')),
      buffers: {
        'hidden.running_mean': tf.add(tf.mul(named('hidden.running_mean'), 0.9), tf.mul(mean, 0.1)),
        'hidden.batches': tf.add(named('hidden.batches'), tf.scalar(1, 'int32')),
        untouched: named('untouched'),
      },
    };
  },
};

/** Parameters from the seed; buffers zero. */
export function smallNetWeights(seed: number): NamedData {
  return Object.fromEntries(
    Object.entries(SMALL_NET.parameters).map(([name, { shape, dtype }]) => {
      const random = randomStream(seed, 'weights', name);
      const data = Float32Array.from({ length: sizeOf(shape) }, () => 0.3 * random.normal());
      return [name, { shape, dtype, data }];
    }),
  );
}

/** Pairs of noisy views of random images, and a learning rate. */
export function smallBatch(step: Step, seed: number, learningRate: number, noise = 0.3): NamedData {
  const { shape } = step.inputs['first'] as TensorData;
  const random = randomStream(seed, 'images');
  const images = Float32Array.from({ length: sizeOf(shape) }, () => random.normal());
  const view = (): TensorData => ({
    shape,
    dtype: 'float32',
    data: images.map((pixel) => pixel + noise * random.normal()),
  });
  return {
    first: view(),
    second: view(),
    learningRate: { shape: [], dtype: 'float32', data: Float32Array.of(learningRate) },
    ...(step.inputs['labels'] !== undefined && {
      labels: {
        ...step.inputs['labels'],
        data: Int32Array.from({ length: shape[0] as number }, (_, k) => (k * k) % 3),
      },
    }),
  };
}

export interface RunResult {
  readonly state: NamedData;
  readonly outputs: NamedData;
}

/** One step on the tfjs backend of the moment; no tensor is left behind if the step leaves none. */
export function runStep(step: Step, state: NamedData, inputs: NamedData): RunResult {
  const [stateTensors, inputTensors] = [toTensors(state), toTensors(inputs)];
  const result = step.run(stateTensors, inputTensors);
  const read = { state: download(result.state), outputs: download(result.outputs) };
  tf.dispose([stateTensors, inputTensors, result.state, result.outputs]);
  return read;
}

function download(tensors: NamedTensors): NamedData {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      {
        shape: tensor.shape,
        dtype: tensor.dtype as 'float32' | 'int32',
        data: tensor.dataSync().slice() as Float32Array,
      },
    ]),
  );
}
