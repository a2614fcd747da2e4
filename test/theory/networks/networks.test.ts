import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { add, at, generate, inner, norm, zeros, type Matrix } from '../../../src/theory/algebra/matrix.js';
import {
  deepLinearEnergy,
  deepLinearGradient,
  deepLinearGradients,
  randomLayers,
  unitNorm,
} from '../../../src/theory/networks/deep-linear.js';
import {
  ACTIVATIONS,
  forwardBuffers,
  twoLayerForward,
  twoLayerGradient,
  type ActivationName,
} from '../../../src/theory/networks/two-layer.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const width = fc.integer({ min: 1, max: 5 });

function symmetric(size: number, seed: number): Matrix {
  const half = normalMatrix(randomStream(seed, 'c'), size, size);
  return generate(size, size, (i, j) => at(half, i, j) + at(half, j, i));
}

describe('the deep linear network', () => {
  it('has, in every layer, the gradient that its energy has (slope 2 of the remainder)', () => {
    fc.assert(
      fc.property(fc.array(width, { minLength: 2, maxLength: 5 }), fc.nat(), (widths, seed) => {
        const random = randomStream(seed);
        const layers = randomLayers(widths, random);
        const covariance = symmetric(widths[0] as number, seed);
        layers.forEach((layer, l) => {
          const direction = normalMatrix(random, layer.rows, layer.columns);
          const along = (t: number): number => deepLinearEnergy(layers.with(l, add(layer, direction, t)), covariance);
          const slope = inner(deepLinearGradient(layers, covariance, l), direction);
          expect(taylorSlope(along, slope, 1e-2).slope).toBeGreaterThan(1.5);
        });
      }),
    );
  });

  it('starts with layers of norm 1', () => {
    for (const layer of randomLayers([5, 3, 4], randomStream(1))) expect(norm(layer)).toBeCloseTo(1, 14);
  });

  it('has the same gradients when they are taken together', () => {
    fc.assert(
      fc.property(fc.array(width, { minLength: 2, maxLength: 6 }), fc.nat(), (widths, seed) => {
        const layers = randomLayers(widths, randomStream(seed));
        const covariance = symmetric(widths[0] as number, seed);
        const together = deepLinearGradients(layers, covariance);
        expect(together).toHaveLength(layers.length);
        together.forEach((gradient, l) => {
          const alone = deepLinearGradient(layers, covariance, l);
          expect(norm(add(gradient, alone, -1))).toBeLessThanOrEqual(1e-13 * norm(covariance));
        });
      }),
    );
  });

  it('does not change a layer of zeros, which has no direction', () => {
    expect(unitNorm(zeros(2, 3))).toEqual(zeros(2, 3));
  });
});

describe.each(Object.keys(ACTIVATIONS) as ActivationName[])('the two-layer network with %s', (activation) => {
  it('gives the same output in buffers that held another', () => {
    const random = randomStream(3);
    const network = { activation, first: normalMatrix(random, 4, 3), second: normalMatrix(random, 2, 4) };
    const [x, other] = [normalMatrix(random, 5, 3), normalMatrix(random, 5, 3)];
    const buffers = forwardBuffers(network, x);
    twoLayerForward(network, other, buffers);
    expect(twoLayerForward(network, x, buffers)).toBe(buffers.output);
    expect(buffers.output).toEqual(twoLayerForward(network, x));
  });

  it('has the gradient that its output has (slope 2 of the remainder)', () => {
    fc.assert(
      fc.property(fc.tuple(width, width, width, width), fc.nat(), ([N, d, n, m], seed) => {
        const random = randomStream(seed);
        const x = normalMatrix(random, N, d);
        const network = { activation, first: normalMatrix(random, n, d), second: normalMatrix(random, m, n) };
        const direction = { first: normalMatrix(random, n, d), second: normalMatrix(random, m, n) };
        const before = twoLayerForward(
          { ...network, activation: 'linear', second: generate(n, n, (i, j) => (i === j ? 1 : 0)) },
          x,
        );
        // ReLU is differentiable where no unit is at its corner.
        fc.pre(activation !== 'relu' || before.data.every((entry) => Math.abs(entry) > 0.1));
        const target = normalMatrix(random, N, m);
        const along = (t: number): number =>
          inner(
            twoLayerForward(
              {
                activation,
                first: add(network.first, direction.first, t),
                second: add(network.second, direction.second, t),
              },
              x,
            ),
            target,
          );
        const gradient = twoLayerGradient(network, x, target);
        const slope = inner(gradient.first, direction.first) + inner(gradient.second, direction.second);
        expect(taylorSlope(along, slope, 1e-3).slope).toBeGreaterThan(1.5);
      }),
    );
  });
});
