import { describe, expect, it } from 'vitest';
import { sizeOf, type NamedData, type Step, type TensorData } from '../../../src/training/compile/step.js';
import { onnxEngine } from '../../../src/training/engines/onnx-engine.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { tf } from '../../../src/training/compile/tfjs.js';

const ENGINE = onnxEngine({ name: 'cpu', device: 'test', provider: 'cpu' });

function drawn(name: string, ...shape: number[]): TensorData {
  const random = randomStream(1, name);
  return { shape, dtype: 'float32', data: Float32Array.from({ length: sizeOf(shape) }, () => 0.3 * random.normal()) };
}

const STATE: NamedData = {
  filter: drawn('filter', 8, 3, 3, 3),
  weights: drawn('weights', 8, 4),
  count: { shape: [], dtype: 'int32', data: Int32Array.of(0) },
};

const IMAGES: NamedData = { images: drawn('images', 6, 9, 9, 3), targets: drawn('targets', 6, 4) };

/** A small convolutional net, trained by gradient descent. */
const STEP: Step = {
  state: STATE,
  inputs: IMAGES,
  run: (state, inputs) => {
    const { filter, weights, count } = state as Record<string, tf.Tensor>;
    const { images, targets } = inputs as Record<string, tf.Tensor>;
    const loss = (f: tf.Tensor, w: tf.Tensor): tf.Tensor => {
      const hidden = tf.relu(tf.conv2d(images as tf.Tensor4D, tf.transpose(f as tf.Tensor4D, [2, 3, 1, 0]), 2, 1));
      const pooled = tf.mean(tf.maxPool(hidden, 2, 2, 'same'), [1, 2]);
      return tf.mean(tf.square(tf.sub(tf.matMul(pooled, w), targets as tf.Tensor)));
    };
    const { value, grads } = tf.valueAndGrads(loss)([filter as tf.Tensor, weights as tf.Tensor]);
    const [byFilter, byWeights] = grads as [tf.Tensor, tf.Tensor];
    return {
      state: {
        filter: tf.sub(filter as tf.Tensor, tf.mul(byFilter, 0.1)),
        weights: tf.sub(weights as tf.Tensor, tf.mul(byWeights, 0.1)),
        count: tf.add(count as tf.Tensor, tf.scalar(1, 'int32')),
      },
      outputs: { loss: value },
    };
  },
};

async function trained(steps: number): Promise<{ readonly state: NamedData; readonly losses: readonly number[] }> {
  const running = await ENGINE.start(STEP);
  running.setState(STATE);
  const losses: number[] = [];
  for (let k = 0; k < steps; k++) losses.push((await running.run(IMAGES))['loss']?.data[0] as number);
  const state = await running.state();
  await running.close();
  return { state, losses };
}

describe('a step on ONNX Runtime', () => {
  it('trains: the loss falls, the count counts', async () => {
    const { state, losses } = await trained(20);
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
    expect([...(state['count'] as TensorData).data]).toEqual([20]);
  });

  it.each([20, 50])('is bit-identical in two runs of %i steps', async (steps) => {
    const [first, second] = [await trained(steps), await trained(steps)];
    expect(first).toEqual(second);
  });

  it('gives its state and outputs as copies, and takes the state as one', async () => {
    const running = await ENGINE.start(STEP);
    const given = Object.fromEntries(
      Object.entries(STATE).map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }]),
    );
    running.setState(given);
    for (const { data } of Object.values(given)) data.fill(7);
    expect(await running.state()).toEqual(STATE);
    const outputs = await running.run(IMAGES);
    const loss = outputs['loss']?.data[0];
    const kept = await running.state();
    const copy = structuredClone(kept);
    for (let k = 0; k < 3; k++) await running.run(IMAGES);
    expect(kept).toEqual(copy);
    expect(outputs['loss']?.data[0]).toBe(loss);
    expect(await running.state()).not.toEqual(copy);
    await running.close();
  });

  it('starts anew from a state that is set again', async () => {
    const running = await ENGINE.start(STEP);
    running.setState(STATE);
    const first = await running.run(IMAGES);
    await running.run(IMAGES);
    running.setState(STATE);
    expect(await running.run(IMAGES)).toEqual(first);
    await running.close();
  });

  it.each<[string, NamedData, string[]]>([
    ['missing', { targets: IMAGES['targets'] as TensorData }, ['images', 'missing', '[6, 9, 9, 3]']],
    ['unknown', { ...IMAGES, labels: drawn('labels', 6) }, ['labels']],
    [
      'of another shape',
      { ...IMAGES, images: drawn('images', 6, 9, 9, 1) },
      ['images', '[6, 9, 9, 1]', '[6, 9, 9, 3]'],
    ],
    [
      'of another type',
      { ...IMAGES, targets: { shape: [6, 4], dtype: 'int32', data: new Int32Array(24) } },
      ['targets', 'int32', 'float32'],
    ],
    ['too short', { ...IMAGES, targets: { ...drawn('targets', 5, 4), shape: [6, 4] } }, ['targets', '24 values']],
    [
      'in the wrong array',
      { ...IMAGES, targets: { shape: [6, 4], dtype: 'float32', data: new Int32Array(24) } },
      ['targets', 'Float32Array'],
    ],
  ])('names an input that is %s, and goes on with the right ones', async (_, inputs, words) => {
    const running = await ENGINE.start(STEP);
    running.setState(STATE);
    const error: unknown = await running.run(inputs).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInput);
    for (const word of ['inputs', ...words]) expect((error as InvalidInput).message).toContain(word);
    await running.run(IMAGES);
    await running.close();
  });

  it('names a state that does not fit', async () => {
    const running = await ENGINE.start(STEP);
    const { filter, ...rest } = STATE;
    expect(() => running.setState(rest)).toThrow('state: filter is missing');
    expect(() => running.setState({ ...STATE, bias: filter as TensorData })).toThrow('bias');
    expect(() => running.setState({ ...STATE, filter: drawn('filter', 3) })).toThrow(InvalidInput);
    await running.close();
  });
});
