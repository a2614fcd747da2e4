import fc from 'fast-check';
import { expect, it } from 'vitest';
import { freeFlow, normalisedFlow } from '../../../proofs-checks/deep-linear/float-flows.js';
import { imbalance, imbalanceRate } from '../../../proofs-checks/deep-linear/float-imbalance.js';
import { seeds } from '../../../src/claims/instances.js';
import { add, inner, maxAbs, norm, transpose, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { randomLayers, type Layers } from '../../../src/theory/networks/deep-linear.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const WIDTHS = [3, 2, 4];

function drawn(seed: number): { layers: Layers; velocities: Layers; covariance: Matrix } {
  const random = randomStream(seed);
  const square = normalMatrix(random, 3, 3);
  return {
    layers: randomLayers(WIDTHS, random),
    velocities: randomLayers(WIDTHS, random),
    covariance: add(square, transpose(square)),
  };
}

it('is the derivative of the imbalance, with the decay added', () => {
  fc.assert(
    fc.property(seeds(), fc.constantFrom(0, 0.7), (seed, rate) => {
      const { layers, velocities } = drawn(seed);
      // Central differences are exact for a quadratic, but for rounding.
      const moved = (t: number): Matrix =>
        imbalance(layers.map((layer, l) => add(layer, velocities[l] as Matrix, t)))[0] as Matrix;
      const change = add(moved(0.5), moved(-0.5), -1);
      expect(imbalanceRate(layers, velocities, rate)).toBeCloseTo(maxAbs(add(change, moved(0), rate).data), 12);
    }),
  );
});

it('vanishes for one layer', () => {
  const { layers, velocities } = drawn(1);
  expect(imbalanceRate(layers.slice(0, 1), velocities.slice(0, 1))).toBe(0);
});

it('keeps the norms along the normalised flow, and differs from the free flow along the layers alone', () => {
  fc.assert(
    fc.property(seeds(), (seed) => {
      const { layers, covariance } = drawn(seed);
      const free = freeFlow(layers, covariance);
      normalisedFlow(layers, covariance).forEach((velocity, l) => {
        const layer = layers[l] as Matrix;
        expect(Math.abs(inner(velocity, layer))).toBeLessThan(1e-12);
        const removed = add(free[l] as Matrix, velocity, -1);
        expect(norm(add(removed, layer, -inner(removed, layer)))).toBeLessThan(1e-12);
      });
    }),
  );
});
