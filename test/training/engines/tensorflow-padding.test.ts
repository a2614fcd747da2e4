import { beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../../src/training/compile/tfjs.js';
import { padByNumbers } from '../../../src/training/engines/tensorflow-padding.js';
import { tfjsEngine } from '../../../src/training/engines/tfjs-engine.js';
import { IMAGE_CASES } from '../compile/kernel-cases/images.js';
import { registerRefusingBackend } from './refusing-backend.js';
import { expectImageKernel } from './tensorflow.js';
import { excessDifference, TINY_TRAINING, train } from './tiny-training.js';

const BACKEND = 'refusing';
const ENGINE = tfjsEngine({ backend: BACKEND, device: 'test' });

const image = (): tf.Tensor4D => tf.ones([1, 4, 4, 1]);
const filter = (): tf.Tensor4D => tf.ones([3, 3, 1, 1]);

async function sumOn(backend: string, work: () => tf.Tensor): Promise<number> {
  await tf.setBackend(backend);
  let sum = Number.NaN;
  try {
    tf.tidy(() => void (sum = tf.sum(work()).dataSync()[0] as number));
  } finally {
    await tf.setBackend('cpu');
  }
  return sum;
}

beforeEach(async () => {
  await tf.setBackend('cpu');
  registerRefusingBackend(BACKEND);
});

describe('padding by numbers on a backend that refuses it', () => {
  it.each(Object.keys(IMAGE_CASES))('gives what tfjs gives of %s', async (kernel) => {
    padByNumbers(BACKEND);
    await expectImageKernel(ENGINE, kernel);
  });

  it('trains a convolutional net, which it refuses before', async () => {
    const running = await ENGINE.start(TINY_TRAINING);
    await expect(train(running, 1)).rejects.toThrow("only 'valid' and 'same' padding, not 1");
    padByNumbers(BACKEND);
    const onCpu = await tfjsEngine({ backend: 'cpu', device: 'test' }).start(TINY_TRAINING);
    expect(excessDifference(await train(running, 1), await train(onCpu, 1))).toBeLessThanOrEqual(1);
    await running.close();
    await onCpu.close();
  });

  it('keeps no tensors', async () => {
    padByNumbers(BACKEND);
    const gradient = (): tf.Tensor =>
      tf.addN(
        tf
          .grads((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 1))([image(), filter()])
          .map((part) => tf.sum(part)),
      );
    const before = tf.memory().numTensors;
    await sumOn(BACKEND, gradient);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('changes nothing when it is asked for again', async () => {
    padByNumbers(BACKEND);
    const kernels = tf.getKernelsForBackend(BACKEND);
    padByNumbers(BACKEND);
    expect(tf.getKernelsForBackend(BACKEND)).toEqual(kernels);
    expect(await sumOn(BACKEND, () => tf.conv2d(image(), filter(), 1, 1))).toBe(100);
  });

  it('leaves to the backend what padding first would make otherwise than tfjs', async () => {
    padByNumbers(BACKEND);
    await expect(sumOn(BACKEND, () => tf.conv2d(image(), filter(), [1, 2], 1))).rejects.toThrow('not 1');
    await expect(sumOn(BACKEND, () => tf.maxPool(image(), [2, 3], 1, 1))).rejects.toThrow('not 1');
    await expect(sumOn(BACKEND, () => tf.conv2d(image(), filter(), 2, 1, 'NHWC', 1, 'ceil'))).rejects.toThrow('not 1');
  });
});
