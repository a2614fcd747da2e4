import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naiveContrastiveCovariance } from '../../../proofs-checks/oracles/contrastive-covariance.js';
import { weightedViews } from '../../../src/claims/instances.js';
import { taylorSlope } from '../../../src/claims/taylor-slope.js';
import { contrastiveCovariance } from '../../../src/theory/losses/contrastive-covariance.js';
import { energy, energyGradient } from '../../../src/theory/losses/energy.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import {
  add,
  at,
  fromNested,
  generate,
  inner,
  maxAbs,
  trace,
  transpose,
  zeros,
} from '../../../src/theory/algebra/matrix.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';

describe('contrastiveCovariance', () => {
  it('is the double loop of its definition', () => {
    fc.assert(
      fc.property(weightedViews({ samples: 12, features: 7 }), ({ alpha, z, zPrime }) => {
        const error = add(
          contrastiveCovariance(alpha, z, zPrime),
          naiveContrastiveCovariance(alpha, z, zPrime, z, zPrime),
          -1,
        );
        expect(maxAbs(error.data)).toBeLessThan(1e-11);
      }),
    );
  });

  it('of two features is the double loop too, [d, e]', () => {
    fc.assert(
      fc.property(weightedViews(), fc.integer({ min: 1, max: 4 }), fc.nat(), ({ alpha, z, zPrime }, e, seed) => {
        const random = randomStream(seed);
        const [b, bPrime] = [normalMatrix(random, z.rows, e), normalMatrix(random, z.rows, e)];
        const error = add(
          contrastiveCovariance(alpha, z, zPrime, b, bPrime),
          naiveContrastiveCovariance(alpha, z, zPrime, b, bPrime),
          -1,
        );
        expect(maxAbs(error.data)).toBeLessThan(1e-11);
      }),
    );
  });

  it('is symmetric to the last bit', () => {
    fc.assert(
      fc.property(weightedViews(), ({ alpha, z, zPrime }) => {
        const covariance = contrastiveCovariance(alpha, z, zPrime);
        expect(transpose(covariance)).toEqual(covariance);
      }),
    );
  });

  it('keeps its digits far from the origin', () => {
    const random = randomStream(1);
    const [z, zPrime] = [normalMatrix(random, 6, 3), normalMatrix(random, 6, 3)];
    const alpha = generate(6, 6, (i, j) => (i === j ? 0 : 1));
    // 2⁴⁰ is added without rounding more than the features' last 2⁻¹² each.
    const moved = [z, zPrime].map((rows) =>
      generate(6, 3, (i, j) => Math.round(at(rows, i, j) * 4096) / 4096 + 2 ** 40),
    );
    const plain = moved.map((rows) => generate(6, 3, (i, j) => at(rows, i, j) - 2 ** 40));
    const [far, near] = [moved, plain].map(([a, b]) => contrastiveCovariance(alpha, a ?? z, b ?? z));
    expect(maxAbs(add(far ?? z, near ?? z, -1).data)).toBeLessThan(1e-2);
  });

  it.each([
    ['α of the wrong size', generate(3, 3, () => 0), 'is [2, 1]: alpha must be [2, 2]'],
    ['α with a column too many', generate(2, 3, () => 0), 'alpha is [2, 3]'],
    ['α with a row too many', generate(3, 2, () => 0), 'alpha is [3, 2]'],
    [
      'a diagonal',
      fromNested([
        [0, 1],
        [1, 0.5],
      ]),
      'alpha[1, 1] is 0.5',
    ],
    [
      'NaN in α',
      fromNested([
        [0, Number.NaN],
        [1, 0],
      ]),
      'alpha[0, 1] is NaN',
    ],
  ])('refuses %s', (_what, alpha, words) => {
    const z = fromNested([[1], [2]]);
    for (const act of [contrastiveCovariance, energy, energyGradient]) {
      expect(() => act(alpha, z, z)).toThrow(InvalidInput);
      expect(() => act(alpha, z, z)).toThrow(words);
    }
  });

  it('refuses features that are not finite or do not fit, and names them', () => {
    const alpha = fromNested([
      [0, 1],
      [1, 0],
    ]);
    const [z, infinite] = [fromNested([[1], [2]]), fromNested([[1], [Infinity]])];
    expect(() => contrastiveCovariance(alpha, infinite, z)).toThrow('a[1, 0] is Infinity');
    expect(() => contrastiveCovariance(alpha, z, infinite)).toThrow('aPrime[1, 0] is Infinity');
    expect(() => contrastiveCovariance(alpha, z, z, infinite, z)).toThrow('b[1, 0] is Infinity');
    expect(() => energy(alpha, infinite, z)).toThrow('z[1, 0] is Infinity');
    const wide = fromNested([
      [1, 1],
      [2, 2],
    ]);
    expect(() => contrastiveCovariance(alpha, z, wide)).toThrow('a is [2, 1] and aPrime is [2, 2]');
    expect(() => contrastiveCovariance(alpha, z, z, fromNested([[1]]), fromNested([[1]]))).toThrow(
      'alpha is [2, 2] and b is [1, 1]: alpha must be [1, 1]',
    );
  });

  it('refuses one view of another feature without the other view', () => {
    const [alpha, z] = [zeros(2, 2), fromNested([[1], [2]])];
    expect(() => contrastiveCovariance(alpha, z, z, z)).toThrow('bPrime is missing');
    expect(() => contrastiveCovariance(alpha, z, z, undefined, z)).toThrow('b is missing');
  });
});

describe('energy', () => {
  it('counts no pair of weight 0, however far apart', () => {
    const far = fromNested([[1e200], [-1e200]]);
    expect(energy(zeros(2, 2), far, far)).toBe(0);
  });

  it('is half the trace of the contrastive covariance', () => {
    fc.assert(
      fc.property(weightedViews(), ({ alpha, z, zPrime }) => {
        expect(energy(alpha, z, zPrime)).toBeCloseTo(trace(contrastiveCovariance(alpha, z, zPrime)) / 2, 10);
      }),
    );
  });

  it('has the gradient that its value has (slope 2 of the remainder)', () => {
    fc.assert(
      fc.property(weightedViews(), fc.nat(), ({ alpha, z, zPrime }, seed) => {
        const random = randomStream(seed);
        const [v, vPrime] = [normalMatrix(random, z.rows, z.columns), normalMatrix(random, z.rows, z.columns)];
        const gradient = energyGradient(alpha, z, zPrime);
        const slope = inner(gradient.z, v) + inner(gradient.zPrime, vPrime);
        const along = (t: number): number => energy(alpha, add(z, v, t), add(zPrime, vPrime, t));
        expect(taylorSlope(along, slope, 1e-2).slope).toBeGreaterThan(1.5);
      }),
    );
  });
});
