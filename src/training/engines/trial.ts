/** Two small steps that show whether an engine computes what it should, and how fast. */
import { sizeOf, type NamedData, type Step, type TensorData, type TensorSpec } from '../compile/step.js';
import { mapValues } from '../../base/map-values.js';
import { tf } from '../compile/tfjs.js';
import type { Engine } from './engine.js';

/** Tries an engine. @returns images a second of the speed trial @throws when it fails or gives other numbers than it should */
export async function tryOut(engine: Engine): Promise<number> {
  await checkNumbers(engine);
  return measureSpeed(engine);
}

/**
 * A convolution padded by 1, max pooling padded by 1, and half the sum of squares, descended at rate 0.01. With the image
 * x = (1 2; 3 4) and the filter w = (1 0; 0 −1) the convolution is (−1 −2 0; −3 −3 2; 0 3 4), pooled in windows of 3 at stride 2
 * (−1 2; 3 4): the loss is 15. Its gradient is (29 12; 8 −1), so that w becomes (0.71 −0.12; −0.08 −0.99), what is pooled
 * (−0.99 1.1; 1.65 2.84), and the loss 6.4891.
 */
const DESCENT: Step = {
  state: { filter: floats(2, 2, 1, 1) },
  inputs: { image: floats(1, 2, 2, 1) },
  run: ({ filter }, { image }) => {
    const loss = (w: tf.Tensor): tf.Scalar => {
      const convolved = tf.conv2d(image as tf.Tensor4D, w as tf.Tensor4D, 1, 1);
      return tf.div(tf.sum(tf.square(tf.maxPool(convolved, 3, 2, 1))), 2);
    };
    const { value, grads } = tf.valueAndGrads(loss)([filter as tf.Tensor]);
    return {
      state: { filter: tf.sub(filter as tf.Tensor, tf.mul(0.01, grads[0] as tf.Tensor)) },
      outputs: { loss: value },
    };
  },
};

const DESCENT_LOSSES = [15, 6.4891] as const;

/**
 * Largest error of a loss: a dozen roundings of float32 numbers below 20, each of relative size 2⁻²⁴; a shader's may be ten
 * times that.
 */
const TOLERANCE = 1e-4;

async function checkNumbers(engine: Engine): Promise<void> {
  const running = await engine.start(DESCENT);
  running.setState({ filter: filled(floats(2, 2, 1, 1), [1, 0, 0, -1]) });
  const image = filled(floats(1, 2, 2, 1), [1, 2, 3, 4]);
  for (const expected of DESCENT_LOSSES) {
    const loss = (await running.run({ image }))['loss']?.data[0] ?? Number.NaN;
    if (!(Math.abs(loss - expected) <= TOLERANCE)) {
      throw new Error(`a small step gives the loss ${loss} where ${expected} is right`);
    }
  }
  await running.close();
}

const CHANNELS = [3, 16, 32] as const;

/** Makes a step of two convolutions, the mean over pixels, and each image told from the others: few operators on many numbers. */
function speedStep(images: TensorSpec): Step {
  return {
    state: { first: floats(3, 3, CHANNELS[0], CHANNELS[1]), second: floats(3, 3, CHANNELS[1], CHANNELS[2]) },
    inputs: { images },
    run: ({ first, second }, inputs) => {
      const loss = (a: tf.Tensor, b: tf.Tensor): tf.Scalar => {
        const hidden = tf.relu(tf.conv2d(inputs['images'] as tf.Tensor4D, a as tf.Tensor4D, 1, 1));
        const features = tf.mean<tf.Tensor2D>(tf.relu(tf.conv2d(hidden, b as tf.Tensor4D, 2, 1)), [1, 2]);
        const similarities = tf.matMul(features, features, false, true);
        return tf.mean(tf.sub(tf.log(tf.sum(tf.exp(similarities), 1)), tf.sum(tf.square(features), 1)));
      };
      const { value, grads } = tf.valueAndGrads(loss)([first as tf.Tensor, second as tf.Tensor]);
      const descended = (w: tf.Tensor | undefined, k: number): tf.Tensor =>
        tf.sub(w as tf.Tensor, tf.mul(0.01, grads[k] as tf.Tensor));
      return { state: { first: descended(first, 0), second: descended(second, 1) }, outputs: { loss: value } };
    },
  };
}

/** Batch sizes: the few images keep slow engines from taking minutes; the many keep a graphics card busy. */
const BATCHES = [2, 64] as const;

/** Seconds for a few images above which an engine is not asked for many. */
const SLOW = 0.1;

async function measureSpeed(engine: Engine): Promise<number> {
  let imagesPerSecond = 0;
  for (const images of BATCHES) {
    const seconds = await secondsPerStep(engine, floats(images, 32, 32, 3));
    imagesPerSecond = images / seconds;
    if (seconds > SLOW) break;
  }
  return imagesPerSecond;
}

/** Seconds for which steps are run; at least one after the first, which warms up. */
const MEASURED_SECONDS = 0.3;

async function secondsPerStep(engine: Engine, images: TensorSpec): Promise<number> {
  const step = speedStep(images);
  const running = await engine.start(step);
  running.setState(mapValues(step.state, (spec) => waves(spec, 0.1)));
  const inputs: NamedData = { images: waves(images, 1) };
  await running.run(inputs);
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1000;
  let steps = 0;
  do {
    await running.run(inputs);
    steps += 1;
  } while (elapsed() < MEASURED_SECONDS);
  const seconds = elapsed() / steps;
  await running.close();
  return seconds;
}

function floats(...shape: number[]): TensorSpec {
  return { shape, dtype: 'float32' };
}

function filled(spec: TensorSpec, values: readonly number[]): TensorData {
  return { ...spec, data: Float32Array.from(values) };
}

/** Fills a tensor with numbers of some variety. */
function waves(spec: TensorSpec, height: number): TensorData {
  const size = sizeOf(spec.shape);
  return { ...spec, data: Float32Array.from({ length: size }, (_, k) => height * Math.sin(k + 0.001 * k * k)) };
}
