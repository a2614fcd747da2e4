import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { views, type Views } from '../../../src/claims/instances.js';
import { InvalidInput } from '../../../src/base/invalid-input.js';
import { distanceLossGradient, distanceWeights } from '../../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../../src/theory/distance-losses/named-distance-losses.js';
import {
  twoEncoderCovariance,
  twoWeightCovariance,
  twoWeightEnergy,
  twoWeightEnergyGradient,
  type PairWeights,
} from '../../../src/theory/distance-losses/two-weight-energy.js';
import {
  add,
  at,
  fromNested,
  generate,
  map,
  maxAbs,
  stack,
  trace,
  transpose,
  zeros,
  type Matrix,
  type Rows,
} from '../../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../../src/theory/algebra/multiply.js';
import { normalMatrix, randomStream } from '../../../src/theory/algebra/random-stream.js';
import { contrastiveCovariance, importanceSums } from '../../../src/theory/losses/contrastive-covariance.js';

/** Σᵢⱼ (αᵢⱼ − βᵢⱼ)(x[i]−x[j])(y[i]−y[j])ᵀ, pair by pair. */
function doubleLoop({ alpha, beta }: PairWeights, x: Rows, y: Rows): Matrix {
  const sum = zeros(x.columns, y.columns);
  for (let i = 0; i < alpha.rows; i++) {
    for (let j = 0; j < x.rows; j++) {
      const weight = at(alpha, i, j) - at(beta, i, j);
      for (let p = 0, k = 0; p < x.columns; p++) {
        for (let q = 0; q < y.columns; q++, k++) {
          sum.data[k] = (sum.data[k] as number) + weight * (at(x, i, p) - at(x, j, p)) * (at(y, i, q) - at(y, j, q));
        }
      }
    }
  }
  return sum;
}

/** Weights of any sign of 1 to 2N anchors, and the rows of both views. */
const weightedRows = fc.tuple(views({ samples: 5, features: 4 }), fc.nat(), fc.nat()).map(([both, count, seed]) => {
  const rows = stack(both.z, both.zPrime);
  const random = randomStream(seed);
  const anchors = 1 + (count % rows.rows);
  const weights = { alpha: normalMatrix(random, anchors, rows.rows), beta: normalMatrix(random, anchors, rows.rows) };
  return { weights, rows, other: normalMatrix(random, rows.rows, 3) };
});

const difference = (a: Matrix, b: Matrix): number => maxAbs(add(a, b, -1).data);

describe('twoWeightCovariance', () => {
  it('is the double loop of its definition, of one feature and of two', () => {
    fc.assert(
      fc.property(weightedRows, ({ weights, rows, other }) => {
        expect(difference(twoWeightCovariance(weights, rows), doubleLoop(weights, rows, rows))).toBeLessThan(1e-10);
        expect(difference(twoWeightCovariance(weights, rows, other), doubleLoop(weights, rows, other))).toBeLessThan(
          1e-10,
        );
      }),
    );
  });

  it('is symmetric to the last bit, and twice the energy is its trace', () => {
    fc.assert(
      fc.property(weightedRows, ({ weights, rows }) => {
        const covariance = twoWeightCovariance(weights, rows);
        expect(transpose(covariance)).toEqual(covariance);
        expect(Math.abs(trace(covariance) - 2 * twoWeightEnergy(weights, rows))).toBeLessThan(1e-10);
      }),
    );
  });

  it("is the paper's with β = Σα", () => {
    fc.assert(
      fc.property(views(), fc.nat(), ({ z, zPrime }, seed) => {
        const N = z.rows;
        const random = randomStream(seed);
        const alpha = generate(N, N, (i, j) => (i === j ? 0 : random.normal()));
        const sums = importanceSums(alpha).rows;
        const weights = {
          alpha: generate(N, 2 * N, (i, j) => (j < N ? at(alpha, i, j) : 0)),
          beta: generate(N, 2 * N, (i, j) => (j === N + i ? (sums[i] as number) : 0)),
        };
        const own = twoWeightCovariance(weights, stack(z, zPrime));
        expect(difference(own, contrastiveCovariance(alpha, z, zPrime))).toBeLessThan(1e-10);
      }),
    );
  });

  it('keeps its digits far from the origin', () => {
    const weights = { alpha: fromNested([[0, 2, 0]]), beta: fromNested([[0, 0, 3]]) };
    const far = map(fromNested([[0], [2], [1]]), (entry) => entry + 2 ** 30);
    expect(at(twoWeightCovariance(weights, far), 0, 0)).toBeCloseTo(5, 6);
  });
});

describe('twoWeightEnergyGradient', () => {
  it.each(['siglip', 'dhel', 'clip', 'hcl', 'nt-xent', 'f-micl-kl', 'adnce'])(
    'is minus the gradient of %s, whose weights it has',
    (name) => {
      const loss = namedDistanceLoss(name);
      fc.assert(
        fc.property(views({ samples: 4, features: 3, spread: 1 }), ({ z, zPrime }) => {
          const gradient = distanceLossGradient(loss, z, zPrime);
          const ascent = twoWeightEnergyGradient(distanceWeights(loss, z, zPrime), stack(z, zPrime));
          const scale = 1 + maxAbs(ascent.data);
          expect(maxAbs(add(ascent, stack(gradient.z, gradient.zPrime)).data) / scale).toBeLessThan(1e-10);
        }),
        { numRuns: 20 },
      );
    },
  );
});

describe('twoEncoderCovariance', () => {
  const crossed = (z: Rows, zPrime: Rows): PairWeights => distanceWeights(namedDistanceLoss('clip'), z, zPrime);

  it('has the energy of linear encoders as a bilinear form', () => {
    fc.assert(
      fc.property(views({ samples: 5, features: 4, spread: 1 }), fc.nat(), ({ z, zPrime }: Views, seed) => {
        const random = randomStream(seed);
        const weights = crossed(z, zPrime);
        const [F, G] = [normalMatrix(random, 2, z.columns), normalMatrix(random, 2, z.columns)];
        const bilinear = trace(multiplyTransposed(multiply(F, twoEncoderCovariance(weights, z, zPrime)), G));
        const rows = stack(multiplyTransposed(z, F), multiplyTransposed(zPrime, G));
        let direct = 0;
        for (let i = 0; i < weights.alpha.rows; i++) {
          for (let j = 0; j < rows.rows; j++) {
            const dot = at(rows, i, 0) * at(rows, j, 0) + at(rows, i, 1) * at(rows, j, 1);
            direct -= (at(weights.alpha, i, j) - at(weights.beta, i, j)) * dot;
          }
        }
        expect(Math.abs(bilinear - direct)).toBeLessThan(1e-8 * (1 + Math.abs(direct)));
      }),
    );
  });

  it('refuses weights of two rows of one view', () => {
    const z = fromNested([[0], [1]]);
    const weights = distanceWeights(
      namedDistanceLoss('dhel'),
      z,
      map(z, (x) => x + 0.5),
    );
    expect(() => twoEncoderCovariance(weights, z, z)).toThrow('rows 0 and 1 are of one view and have the weight');
  });
});

it('refuses what does not fit', () => {
  const rows = fromNested([[0], [1]]);
  const weights = { alpha: zeros(1, 2), beta: zeros(1, 2) };
  expect(() => twoWeightEnergy({ ...weights, beta: zeros(2, 2) }, rows)).toThrow(InvalidInput);
  expect(() => twoWeightEnergy(weights, zeros(3, 1))).toThrow('alpha and beta are [1, 2]: with 3 rows');
  expect(() => twoWeightCovariance({ alpha: zeros(3, 2), beta: zeros(3, 2) }, rows)).toThrow('at most 2');
  expect(() => twoWeightCovariance(weights, rows, zeros(3, 1))).toThrow('other is [3, 1]: the weights are of 2 rows');
  expect(() => twoWeightEnergyGradient(weights, fromNested([[Number.NaN], [0]]))).toThrow('rows[0, 0] is NaN');
  expect(() => twoEncoderCovariance(weights, zeros(1, 1), zeros(2, 1))).toThrow('give one row a sample in both');
});
