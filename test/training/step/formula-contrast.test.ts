import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { views } from '../../../src/claims/instances.js';
import { viewBatchLoss } from '../../../src/theory/losses/view-batch.js';
import { batchLoss } from '../../../src/training/step/batch-loss.js';
import { lossEntry, lossNames } from '../../../src/theory/losses/named-losses.js';
import { tf } from '../../../src/training/compile/tfjs.js';
import { floatLoss, rounded, tensorOf } from './float-views.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const someViews = views({ samples: 6, features: 5 })
  .map(({ z, zPrime }) => ({ z: rounded(z), zPrime: rounded(zPrime) }))
  .filter(({ z, zPrime }) => [z, zPrime].every(({ data }) => data.every((entry) => Math.abs(entry) > 0.1)));

describe('formulae as an objective', () => {
  it('of InfoNCE are τ times the float64 reference, value and gradient', () => {
    fc.assert(
      fc.property(someViews, fc.double({ min: 0.1, max: 2, noNaN: true }), ({ z, zPrime }, tau) => {
        const exact = viewBatchLoss({ kind: 'cross-entropy', temperature: tau }, z, zPrime);
        const { phi, psi } = lossEntry('infonce');
        const given = floatLoss({ kind: 'formulae', phi, psi, parameters: { tau, eps: 1 } }, z, zPrime);
        expect(given.value).toBeCloseTo(tau * exact.value, 4);
        given.gradients.z.data.forEach((entry, k) =>
          expect(entry).toBeCloseTo(tau * (exact.gradients.z.data[k] as number), 3),
        );
      }),
    );
  });

  it.each(lossNames())('of %s have the gradient of their own value', (name) => {
    const { phi, psi } = lossEntry(name);
    const loss = batchLoss({ kind: 'formulae', phi, psi, parameters: { tau: 0.5, eps: 1, c: 2 } });
    fc.assert(
      fc.property(someViews, ({ z, zPrime }) => {
        tf.tidy(() => {
          const [first, second] = [tensorOf(z), tensorOf(zPrime)];
          const gradient = tf.grad((u: tf.Tensor) => loss(u as tf.Tensor2D, second))(first);
          const direction = tf.randomNormal(first.shape, 0, 1, 'float32', 3);
          const h = 1e-2;
          const at = (t: number): number => loss(tf.add(first, tf.mul(direction, t)), second).dataSync()[0] as number;
          const slope = (at(h) - at(-h)) / (2 * h);
          const along = tf.sum(tf.mul(gradient, direction)).dataSync()[0] as number;
          expect(Math.abs(slope - along)).toBeLessThanOrEqual(0.05 * (1 + Math.abs(along)));
        });
      }),
      { numRuns: 20 },
    );
  });
});
