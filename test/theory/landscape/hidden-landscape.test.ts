import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { contrastiveCovariance } from '../../../src/theory/losses/contrastive-covariance.js';
import {
  mixtureLandscape,
  sampleLandscape,
  type HiddenLandscape,
} from '../../../src/theory/landscape/hidden-landscape.js';
import { optimalTopLayer } from '../../../src/theory/landscape/top-layer.js';
import {
  add,
  fromNested,
  generate,
  inner,
  map,
  maxAbs,
  norm,
  toNested,
  type Matrix,
} from '../../../src/theory/algebra/matrix.js';
import type { Sample } from '../../../src/theory/networks/gated-dynamics.js';
import { mixtureViews } from '../../../src/theory/networks/orthogonal-mixture.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const M = 3;
const K = 3;

function mixtureSample(seed: number): Sample {
  const random = randomStream(seed, 'mixture');
  const magnitude = Array.from({ length: 7 }, () => random.uniform() + 0.5);
  const magnitudePrime = magnitude.map((a) => a + random.uniform() / 2);
  const component = magnitude.map((_, i) => i % M);
  const alpha = generate(7, 7, (i, j) => (i === j ? 0 : random.uniform()));
  return { alpha, ...mixtureViews({ components: M, component, magnitude, magnitudePrime }) };
}

/** No weight near 0: gates keep still. */
function weights(seed: number): Matrix {
  return map(normalMatrix(randomStream(seed, 'weights'), K, M), (entry) => entry + Math.sign(entry) / 10);
}

function slopeOf(landscape: HiddenLandscape, first: Matrix, direction: Matrix): number {
  const { direction: s } = optimalTopLayer(landscape.covariance(first));
  const value = (t: number): number => optimalTopLayer(landscape.covariance(add(first, direction, t))).value / 2;
  return taylorSlope(value, inner(landscape.gradient(first, s), direction), 1e-3).slope;
}

describe('the landscape of a hidden layer', () => {
  it('is the same for a mixture by its samples and by C alone, in value and gradient', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const sample = mixtureSample(seed);
        const C = contrastiveCovariance(sample.alpha, sample.x, sample.xPrime);
        for (const gates of ['linear', 'relu'] as const) {
          const [long, short] = [sampleLandscape(sample, gates), mixtureLandscape(C, gates)];
          const first = weights(seed);
          const s = normalMatrix(randomStream(seed, 's'), 1, K).data;
          const apart = add(long.covariance(first), short.covariance(first), -1);
          expect(maxAbs(apart.data)).toBeLessThan(1e-12 * norm(C));
          const pulls = add(long.gradient(first, s), short.gradient(first, s), -1);
          expect(maxAbs(pulls.data)).toBeLessThan(1e-12 * norm(C) * (1 + norm(s) ** 2));
          expect(long.scale).toBe(short.scale);
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each(['linear', 'relu', 'non-negative'] as const)(
    'has the gradient of E* (slope 2 of the remainder), %s',
    (gates) => {
      const sample = mixtureSample(4);
      const C = contrastiveCovariance(sample.alpha, sample.x, sample.xPrime);
      const first = gates === 'non-negative' ? map(weights(5), Math.abs) : weights(5);
      const direction = normalMatrix(randomStream(6), K, M);
      expect(slopeOf(mixtureLandscape(C, gates), first, direction)).toBeGreaterThan(1.5);
    },
  );

  it('opens a gate at 0 only where W₁ is kept non-negative and that is uphill', () => {
    const C = fromNested([
      [2, -1, 0],
      [-1, 2, -1],
      [0, -1, 2],
    ]);
    const first = fromNested([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    const s = Float64Array.of(1, -1);
    // y = C(1, 0, −1) = (2, 0, −2).
    expect(toNested(mixtureLandscape(C, 'relu').gradient(first, s))).toEqual([
      [2, 0, 0],
      [0, 0, 2],
    ]);
    const against = Float64Array.of(1, 1);
    // y = (2, −2, 2): the third gate of the first neuron opens, the second does not.
    expect(toNested(mixtureLandscape(C, 'non-negative').gradient(first, against))).toEqual([
      [2, 0, 2],
      [2, 0, 2],
    ]);
  });

  it('confines W₁ where it is to be non-negative, and nowhere else', () => {
    const first = fromNested([[1, -1]]);
    const C = fromNested([
      [1, 0],
      [0, 1],
    ]);
    expect(toNested(mixtureLandscape(C, 'non-negative').confined(first))).toEqual([[1, 0]]);
    for (const gates of ['linear', 'relu'] as const) expect(mixtureLandscape(C, gates).confined(first)).toBe(first);
  });
});
