import { describe, expect, it } from 'vitest';
import { compileStep } from '../../../src/training/compile/compile-step.js';
import type { GraphWork } from '../../../src/training/compile/onnx/graph-builder.js';
import type { Step } from '../../../src/training/compile/step.js';
import { threadCount } from '../../../src/training/engines/onnx-engine.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { adam } from '../../../src/training/step/adam.js';
import { contrastiveStep } from '../../../src/training/step/contrastive-step.js';
import { tf } from '../../../src/training/compile/tfjs.js';

function trainingWork(model: string, pairs: number): GraphWork {
  const objective = { kind: 'cross-entropy', temperature: 0.5 } as const;
  const step = contrastiveStep({ model: namedModel(model), objective, optimiser: adam(), pairs, imageSize: 32 });
  return compileStep(step).work;
}

describe('the work of a graph', () => {
  it('counts the multiplications of every product and convolution', () => {
    const step: Step = {
      state: {},
      inputs: {
        images: { shape: [5, 8, 8, 3], dtype: 'float32' },
        filter: { shape: [3, 3, 3, 7], dtype: 'float32' },
        weights: { shape: [4, 7], dtype: 'float32' },
      },
      run: (_, { images, filter, weights }) => {
        const convolve = (stride: number): tf.Tensor =>
          tf.mean(tf.conv2d(images as tf.Tensor4D, filter as tf.Tensor4D, stride, 'same'), [1, 2]);
        return {
          state: {},
          outputs: { y: tf.matMul(tf.add(convolve(1), convolve(2)), weights as tf.Tensor, false, true) },
        };
      },
    };
    expect(compileStep(step).work).toEqual({
      products: 3,
      multiplyAdds: 5 * 8 * 8 * 7 * 27 + 5 * 4 * 4 * 7 * 27 + 5 * 7 * 4,
    });
  });

  it('grows with the batch, where the number of products does not', () => {
    const [small, large] = [trainingWork('tiny', 4), trainingWork('tiny', 8)];
    expect(large.products).toBe(small.products);
    expect(large.multiplyAdds).toBeGreaterThan(1.9 * small.multiplyAdds);
  });
});

describe('threads', () => {
  it('are all that there are for a ResNet, and one for a small graph', () => {
    expect(threadCount(trainingWork('resnet18', 2), 8)).toBe(8);
    expect(threadCount(trainingWork('tiny', 64), 8)).toBe(1);
    expect(threadCount({ products: 0, multiplyAdds: 0 }, 8)).toBe(1);
  });
});
