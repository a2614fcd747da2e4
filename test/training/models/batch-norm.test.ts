import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { sizeOf } from '../../../src/training/compile/step.js';
import { batchNorm, normaliseBatch, normaliseBy, type Affine } from '../../../src/training/models/batch-norm.js';
import { randomStream } from '../../../src/theory/algebra/random-stream.js';
import { tf } from '../../../src/training/compile/tfjs.js';

const EPSILON = 1e-5;
const FLOAT32_ROUNDING = 2 ** -24;

/** Activations of both ranks with at least two values a channel, their γ and β, and the gradient that comes from above. */
const anyShape = fc.oneof(
  fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 5 })),
  fc.tuple(
    fc.integer({ min: 2, max: 3 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
  ),
);
const anyCase = fc.record({ shape: anyShape, seed: fc.nat(), affine: fc.boolean() });

describe('batch norm', () => {
  beforeEach(async () => {
    await tf.setBackend('cpu');
  });

  it('has the values and the gradient that autodiff of the formula gives', () => {
    fc.assert(
      fc.property(anyCase, ({ shape, seed, affine }) => {
        tf.tidy(() => {
          const { x, gamma, beta, above } = drawn(shape, seed);
          const inputs = affine ? [x, gamma, beta] : [x];
          const gradients = (normalise: (x: tf.Tensor, affine?: Affine) => tf.Tensor) =>
            tf.valueAndGrads(
              (input, g, b) =>
                tf.sum(tf.mul(above, normalise(input, affine ? { gamma: g, beta: b } : undefined))) as tf.Scalar,
            )(inputs);
          const ours = gradients((input, factors) => normaliseBatch(input, factors).normalised);
          const plain = gradients(formula);
          // Both sum n rounded terms of size γ·inv·|dy|·√n at most; a dozen operations round in each.
          const values = x.size / gamma.size;
          const inverse = 1 / Math.sqrt(minimum(formulaVariance(x)) + EPSILON);
          const tolerance = 32 * FLOAT32_ROUNDING * values ** 1.5 * (1 + inverse) * (1 + largest(above)) * 4;
          for (const [k, gradient] of ours.grads.entries()) expectClose(gradient, plain.grads[k], tolerance);
          expectClose(ours.value, plain.value, tolerance * x.size);
        });
      }),
    );
  });

  it('leaves mean β and deviation |γ| where the batch varies', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        tf.tidy(() => {
          const { x, gamma, beta } = drawn([8, 3, 3, 2], seed);
          const { normalised } = normaliseBatch(tf.mul(x, 10), { gamma, beta });
          const { mean, variance } = tf.moments(normalised, [0, 1, 2]);
          expectClose(mean, beta, 1e-4);
          expectClose(tf.sqrt(variance), tf.abs(gamma), 1e-3);
        });
      }),
    );
  });

  it('gives the same by the statistics that the batch has', () => {
    fc.assert(
      fc.property(anyCase, ({ shape, seed, affine }) => {
        tf.tidy(() => {
          const { x, gamma, beta } = drawn(shape, seed);
          const factors = affine ? { gamma, beta } : undefined;
          const { normalised, ...statistics } = normaliseBatch(x, factors);
          expectClose(normaliseBy(statistics, x, factors), normalised, 1e-2);
        });
      }),
    );
  });

  it('moves the running statistics a tenth of the way, the variance with n − 1', () => {
    tf.tidy(() => {
      const moved = {};
      const x = tf.tensor2d([[1], [3], [8]]);
      const weights = {
        'bn.running_mean': tf.tensor1d([2]),
        'bn.running_var': tf.tensor1d([1]),
        'bn.num_batches_tracked': tf.scalar(4, 'int32'),
      };
      batchNorm('bn', 1, 'none').apply(x, { weights, mode: 'train', moved });
      expect(Object.entries<tf.Tensor>(moved).map(([name, tensor]) => [name, tensor.dataSync()[0]])).toEqual([
        ['bn.running_mean', expect.closeTo(0.9 * 2 + 0.1 * 4, 5)],
        ['bn.running_var', expect.closeTo(0.9 * 1 + 0.1 * 13, 5)],
        ['bn.num_batches_tracked', 5],
      ]);
    });
  });

  it('refuses to train on one value a channel', () => {
    tf.tidy(() => {
      const weights = { 'bn.running_mean': tf.zeros([2]), 'bn.running_var': tf.ones([2]) };
      expect(() => batchNorm('bn', 2, 'none').apply(tf.ones([1, 2]), { weights, mode: 'train', moved: {} })).toThrow(
        /batch norm "bn" got 1 value a channel/,
      );
    });
  });
});

function drawn(shape: readonly number[], seed: number) {
  const random = randomStream(seed, 'batch norm');
  const channels = [shape.at(-1) ?? 0];
  const normal = (of: readonly number[]): tf.Tensor =>
    tf.tensor(
      Array.from({ length: sizeOf(of) }, () => random.normal()),
      [...of],
    );
  return { x: normal(shape), gamma: normal(channels), beta: normal(channels), above: normal(shape) };
}

function formula(x: tf.Tensor, affine?: Affine): tf.Tensor {
  const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.mean(tf.square(centred), axes, true);
  const normalised = tf.div(centred, tf.sqrt(tf.add(variance, EPSILON)));
  return affine === undefined ? normalised : tf.add(tf.mul(normalised, affine.gamma), affine.beta);
}

function formulaVariance(x: tf.Tensor): tf.Tensor {
  return tf.moments(
    x,
    Array.from({ length: x.rank - 1 }, (_, axis) => axis),
  ).variance;
}

function expectClose(actual: tf.Tensor, expected: tf.Tensor | undefined, tolerance: number): void {
  expect(actual.shape).toEqual(expected?.shape);
  const [a, b] = [actual.dataSync(), expected?.dataSync() ?? []];
  for (const [k, value] of a.entries()) expect(Math.abs(value - (b[k] ?? NaN))).toBeLessThanOrEqual(tolerance);
}

function minimum(x: tf.Tensor): number {
  return Math.min(...x.dataSync());
}

function largest(x: tf.Tensor): number {
  return Math.max(...x.dataSync().map(Math.abs));
}
