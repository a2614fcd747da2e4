import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energyGradient } from '../../../src/theory/losses/energy.js';
import { add, fromNested, generate, maxAbs, norm, toNested, type Matrix } from '../../../src/theory/algebra/matrix.js';
import { transposedMultiply } from '../../../src/theory/algebra/multiply.js';
import {
  gatedGradient,
  gatedInput,
  hiddenCovariance,
  hiddenFeatures,
  outer,
  type Sample,
} from '../../../src/theory/networks/gated-dynamics.js';
import { twoLayerForward, twoLayerGradient, type TwoLayer } from '../../../src/theory/networks/two-layer.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

function sampleOf(seed: number, N: number, d: number): Sample {
  const random = randomStream(seed, 'sample');
  return {
    alpha: generate(N, N, (i, j) => (i === j ? 0 : random.uniform())),
    x: normalMatrix(random, N, d),
    xPrime: normalMatrix(random, N, d),
  };
}

/** ∂E/∂W₁ by back-propagation. */
function backPropagated({ alpha, x, xPrime }: Sample, network: TwoLayer): Matrix {
  const ascent = energyGradient(alpha, twoLayerForward(network, x), twoLayerForward(network, xPrime));
  return add(twoLayerGradient(network, x, ascent.z).first, twoLayerGradient(network, xPrime, ascent.zPrime).first);
}

describe('gatedGradient', () => {
  it.each(['linear', 'relu'] as const)('is what back-propagation gives through %s', (activation) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), (seed, d, K) => {
        const random = randomStream(seed);
        const [first, second] = [normalMatrix(random, K, d), normalMatrix(random, 2, K)];
        const sample = sampleOf(seed, 5, d);
        const gated = gatedGradient(sample, activation, first, transposedMultiply(second, second));
        const expected = backPropagated(sample, { activation, first, second });
        expect(maxAbs(add(gated, expected, -1).data)).toBeLessThan(1e-11 * (1 + norm(expected)));
      }),
    );
  });
});

describe('the hidden layer', () => {
  it('keeps a sample where its gate is open and makes it 0 where it is closed, at the corner too', () => {
    const x = fromNested([
      [1, 2],
      [-1, 3],
      [0, 5],
    ]);
    expect(toNested(gatedInput('relu', Float64Array.of(1, 0), x))).toEqual([
      [1, 2],
      [-0, 0],
      [0, 0],
    ]);
    expect(toNested(gatedInput('linear', Float64Array.of(1, 0), x))).toEqual(toNested(x));
  });

  it('has the features h(W₁x) and the covariance of both views', () => {
    const first = fromNested([
      [1, 0],
      [0, -1],
    ]);
    const x = fromNested([
      [1, 2],
      [3, -4],
    ]);
    expect(toNested(hiddenFeatures('relu', first, x))).toEqual([
      [1, 0],
      [3, 4],
    ]);
    // α₁₂ = 1: (f₁−f₂)(f₁−f₂)ᵀ − (f₁−f₁′)(f₁−f₁′)ᵀ with f₁ − f₂ = (−2, −4) and f₁ − f₁′ = (1, −6).
    const sample = {
      alpha: fromNested([
        [0, 1],
        [0, 0],
      ]),
      x,
      xPrime: fromNested([
        [-5, -6],
        [3, -4],
      ]),
    };
    expect(toNested(hiddenCovariance(sample, 'relu', first))).toEqual([
      [4 - 1, 8 + 6],
      [8 + 6, 16 - 36],
    ]);
  });

  it('has vvᵀ for the outer product', () => {
    expect(toNested(outer(Float64Array.of(2, 3)))).toEqual([
      [4, 6],
      [6, 9],
    ]);
  });
});
