import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixtureLandscape } from '../../../src/theory/landscape/hidden-landscape.js';
import { normalised, tangential, twoLayerAscent } from '../../../src/theory/landscape/two-layer-ascent.js';
import { fromNested, generate, inner, norm, row, toNested, zeros } from '../../../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

const C = fromNested([
  [3, -1, -0.5],
  [-1, 2, -0.7],
  [-0.5, -0.7, 1],
]);
const GATES = ['linear', 'relu', 'non-negative'] as const;
const NORMALISATIONS = ['layer', 'row'] as const;

describe('twoLayerAscent', () => {
  it('never lowers the energy, keeps the norm, and ends where the tangential gradient vanishes', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(...GATES),
        fc.constantFrom(...NORMALISATIONS),
        (seed, K, gates, normalisation) => {
          const landscape = mixtureLandscape(C, gates);
          const start = normalMatrix(randomStream(seed), K, 3);
          const { first, top, energies, stationarity, converged } = twoLayerAscent(start, landscape, { normalisation });
          energies.slice(1).forEach((energy, k) => {
            expect(energy).toBeGreaterThanOrEqual((energies[k] as number) - 1e-13);
          });
          expect(energies.at(-1)).toBe(top.value / 2);
          const lengths =
            normalisation === 'layer' ? [norm(first)] : toNested(first).map((_, k) => norm(row(first, k)));
          // A neuron that starts without a positive weight has nothing left in W₁ ≥ 0, and stays at 0.
          const alive = lengths.filter((length) => gates !== 'non-negative' || length > 0);
          for (const length of alive) expect(length).toBeCloseTo(1, 13);
          const left = tangential(landscape.gradient(first, top.direction), first, normalisation);
          expect(norm(left) / landscape.scale).toBeCloseTo(stationarity, 14);
          expect(converged).toBe(stationarity <= 1e-8);
        },
      ),
    );
  });

  it('stops at once where it starts at a fixed point, and after the steps it is given', () => {
    const landscape = mixtureLandscape(C, 'relu');
    const fixed = twoLayerAscent(fromNested([[1, 0, 0]]), landscape, { normalisation: 'row' });
    expect(fixed.energies).toEqual([1.5]);
    expect(fixed.converged).toBe(true);
    const short = twoLayerAscent(fromNested([[1, 1, 1]]), mixtureLandscape(C, 'linear'), { steps: 2 });
    expect(short.energies.length).toBeLessThanOrEqual(3);
    expect(short.converged).toBe(false);
  });

  it('does not step to and fro over a ridge where C has eigenvalues near λ and −λ', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: -100, max: 100 }),
        fc.constantFrom(...NORMALISATIONS),
        (seed, k, norms) => {
          const landscape = mixtureLandscape(
            fromNested([
              [1, 0],
              [0, k / 1000 - 1],
            ]),
            'linear',
          );
          const start = normalMatrix(randomStream(seed), 3, 2);
          // A step that is kept leaves less than ¾ of the distance, or half a step does; 1e-8 is 64 times ¾ away from 1.
          const { converged } = twoLayerAscent(start, landscape, { normalisation: norms, steps: 300 });
          expect(converged).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says that a flat landscape has no direction to find, and refuses a start that is not finite', () => {
    expect(() => twoLayerAscent(fromNested([[1]]), mixtureLandscape(zeros(1, 1), 'relu'))).toThrow(
      'covariance is zero',
    );
    expect(() => twoLayerAscent(fromNested([[Number.NaN, 1, 1]]), mixtureLandscape(C, 'relu'))).toThrow(
      'the first layer',
    );
  });
});

describe('normalised and tangential', () => {
  const first = fromNested([
    [3, 4],
    [0, 0],
    [0, 12],
  ]);

  it('scales the layer, or every row; rows of 0 stay', () => {
    expect(toNested(normalised(first, 'row'))).toEqual([
      [0.6, 0.8],
      [0, 0],
      [0, 1],
    ]);
    expect(norm(normalised(first, 'layer'))).toBeCloseTo(1, 15);
    expect(toNested(normalised(first, 'layer'))[2]).toEqual([0, 12 / 13]);
  });

  it('takes off the part along W₁, as a whole or row by row', () => {
    const gradient = generate(3, 2, (i, j) => 1 + i + 2 * j);
    expect(inner(tangential(gradient, first, 'layer'), first)).toBeCloseTo(0, 12);
    const byRow = tangential(gradient, first, 'row');
    for (const k of [0, 2]) {
      expect(row(byRow, k).reduce((sum, entry, l) => sum + entry * (row(first, k)[l] as number), 0)).toBeCloseTo(0, 12);
    }
    expect([...row(byRow, 1)]).toEqual([2, 4]);
  });
});
