import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { sizeOf } from '../../../src/training/compile/step.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { initialWeights } from '../../../src/training/models/initialise.js';
import type { Model } from '../../../src/training/models/model.js';
import { namedModel } from '../../../src/training/models/named-models.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { relativeDistance, toTensors } from './tensors.js';

describe('models', () => {
  beforeEach(async () => {
    await tf.setBackend('cpu');
  });

  // torchvision's published counts, 11,689,512 and 25,557,032, less a classifier of 1,000 classes with bias.
  it.each([
    { name: 'resnet18', width: 512, published: 11_689_512 },
    { name: 'resnet50', width: 2048, published: 25_557_032 },
  ])('$name has the parameters that torchvision publishes', ({ name, width, published }) => {
    const model = namedModel(name, { stem: 'imagenet' });
    expect(model.featureWidth).toBe(width);
    expect(parameterCount(model)).toBe(published - 1000 * (width + 1));
  });

  it('convnet-small has 0.96 million parameters, and none of its features sees a whole image', () => {
    const model = namedModel('convnet-small');
    const products = 9 * (3 * 64 + 64 * 128 + 128 * 256 + 256 * 256);
    const scalesAndShifts = 2 * (64 + 128 + 256 + 256);
    expect(parameterCount(model)).toBe(products + scalesAndShifts);
    expect(model.featureWidth).toBe(256);
    tf.tidy(() => {
      const weights = toTensors(initialWeights(model, 1));
      const features = (image: tf.Tensor4D): ArrayLike<number> =>
        model.forward(weights, image, 'evaluate').features.dataSync();
      // Four halvings leave one place of 16 × 16 pixels and its surroundings: what lies 32 pixels apart never meets.
      const [left, right] = [drawImages(1, [1, 32, 32, 3]), drawImages(2, [1, 32, 32, 3])];
      const apart = (first: tf.Tensor4D, last: tf.Tensor4D): tf.Tensor4D =>
        tf.concat([first, tf.zeros([1, 32, 64, 3]), last], 2) as tf.Tensor4D;
      const none = tf.zerosLike(left);
      const [both, one, other, empty] = [
        features(apart(left, right)),
        features(apart(left, none)),
        features(apart(none, right)),
        features(apart(none, none)),
      ] as const;
      const parts = Array.from(one, (value, k) => value + (other[k] as number) - (empty[k] as number));
      expect(relativeDistance(Float32Array.from(parts), Float32Array.from(both))).toBeLessThan(1e-5);
    });
  });

  it('start from a 3×3 convolution for CIFAR', () => {
    expect(namedModel('resnet18').parameters['conv1.weight']?.shape).toEqual([64, 3, 3, 3]);
    expect(namedModel('resnet18', { stem: 'imagenet' }).parameters['conv1.weight']?.shape).toEqual([64, 3, 7, 7]);
  });

  it('project to the widths that are asked for', () => {
    const model = namedModel('resnet50', { projector: { hidden: 300, output: 7 } });
    expect(model.parameters['fc.0.weight']?.shape).toEqual([300, 2048]);
    expect(model.parameters['fc.3.weight']?.shape).toEqual([7, 300]);
    expect(model.embeddingWidth).toBe(7);
  });

  it('evaluate each image by itself', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 9 }), (seed, count, side) => {
        tf.tidy(() => {
          const model = namedModel('tiny');
          const weights = toTensors(initialWeights(model, seed));
          const images = drawImages(seed, [count, side, side, 3]);
          const { features, embedding, buffers } = model.forward(weights, images, 'evaluate');
          expect(features.shape).toEqual([count, model.featureWidth]);
          const alone = tf.split(images, count).map((image) => model.forward(weights, image, 'evaluate').embedding);
          expect(relativeDistance(tf.concat(alone).dataSync(), embedding.dataSync())).toBeLessThan(1e-5);
          for (const [name, buffer] of Object.entries(buffers)) expect(buffer).toBe(weights[name]);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('in training normalise by the batch and move every buffer', () => {
    tf.tidy(() => {
      const model = namedModel('tiny');
      const weights = toTensors(initialWeights(model, 1));
      const images = drawImages(1, [4, 8, 8, 3]);
      const { embedding, buffers } = model.forward(weights, images, 'train');
      // Batch statistics undo the contrast of the whole batch.
      const brighter = model.forward(weights, tf.mul(images, 3), 'train').embedding;
      expect(relativeDistance(brighter.dataSync(), embedding.dataSync())).toBeLessThan(1e-3);
      expect(Object.keys(buffers)).toEqual(Object.keys(model.buffers));
      for (const [name, buffer] of Object.entries(buffers)) {
        expect(buffer.dtype).toBe(weights[name]?.dtype);
        expect(buffer.dataSync()).not.toEqual(weights[name]?.dataSync());
      }
    });
  });

  it('refuse unknown names, stems and widths, and images of another shape', () => {
    expect(() => namedModel('resnet19')).toThrow(
      'unknown model "resnet19": choose one of resnet18, resnet50, convnet-small, tiny',
    );
    expect(() => namedModel('toString')).toThrow(InvalidInput);
    expect(() => namedModel('resnet18', { stem: 'mnist' as 'cifar' })).toThrow('unknown stem "mnist"');
    expect(() => namedModel('resnet18', { projector: { hidden: 0 } })).toThrow(
      'hidden width 0: expected a positive integer',
    );
    tf.tidy(() => {
      const model = namedModel('tiny');
      const weights = toTensors(initialWeights(model, 1));
      expect(() => model.forward(weights, tf.zeros([1, 3, 8, 8]), 'train')).toThrow('shape [1, 3, 8, 8]');
    });
  });
});

function parameterCount({ parameters }: Model): number {
  return Object.entries(parameters)
    .filter(([name]) => !name.startsWith('fc.'))
    .reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0);
}

function drawImages(seed: number, shape: [number, number, number, number]): tf.Tensor4D {
  const random = randomStream(seed, 'images');
  return tf.tensor4d(
    Array.from({ length: sizeOf(shape) }, () => random.normal()),
    shape,
  );
}
