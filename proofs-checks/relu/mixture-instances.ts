/** Orthogonal mixtures as instances: samples on M directions, two magnitudes each, and a pairwise importance. */
import fc, { type Arbitrary } from 'fast-check';
import { gridNumber } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { at, generate, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import type { Sample } from '../../src/theory/networks/gated-dynamics.js';
import { mixtureViews, type OrthogonalMixture } from '../../src/theory/networks/orthogonal-mixture.js';

export interface WeightedMixture extends OrthogonalMixture {
  /** αᵢⱼ ≥ 0, [N, N] with a zero diagonal. */
  readonly alpha: Matrix;
}

export interface MixtureOptions {
  /** M from this. Default 1. */
  readonly fewest?: number;
  /** M to this. Default 4. */
  readonly components?: number;
  /** N from M, or 2, to this. Default 10. */
  readonly samples?: number;
  /** The smallest αᵢⱼ. Default 0. */
  readonly weight?: number;
  /** Magnitudes change by at most this between the views, and stay ≥ 0. Default 1. */
  readonly augmentation?: number;
}

/** Every component has a sample at least; magnitudes lie in [0, 2] in the first view. */
export function mixtures(options: MixtureOptions = {}): Arbitrary<WeightedMixture> {
  const { fewest = 1, components = 4, samples = 10, weight = 0, augmentation = 1 } = options;
  const numbers = (length: number, entry: Arbitrary<number>): Arbitrary<number[]> =>
    fc.array(entry, { minLength: length, maxLength: length, size: 'max' });
  return fc
    .record({
      M: fc.integer({ min: fewest, max: components }),
      N: fc.integer({ min: 2, max: samples }),
      further: numbers(samples, fc.nat({ max: components - 1 })),
      magnitude: numbers(samples, gridNumber(0, 2)),
      step: numbers(samples, gridNumber(-augmentation, augmentation)),
      weights: numbers(samples ** 2, gridNumber(weight, 1)),
    })
    .map(({ M, N: drawn, further, magnitude, step, weights }) => {
      const N = Math.max(M, drawn);
      const first = magnitude.slice(0, N);
      return {
        components: M,
        component: Array.from({ length: N }, (_, i) => (i < M ? i : (further[i] as number) % M)),
        magnitude: first,
        magnitudePrime: first.map((a, i) => Math.max(0, a + (step[i] as number))),
        alpha: generate(N, N, (i, j) => (i === j ? 0 : (weights[i * samples + j] as number))),
      };
    });
}

/** m(k) for 1 to `neurons` neurons: `assignmentIn(draw, M)` folds it into M components. */
export function draws(neurons: number, fewest = 1): Arbitrary<number[]> {
  return fc.array(fc.nat({ max: 11 }), { minLength: fewest, maxLength: neurons });
}

/** The drawn numbers modulo M. */
export function assignmentIn(drawn: readonly number[], components: number): number[] {
  return drawn.map((m) => m % components);
}

export function sampleOf(mixture: WeightedMixture): Sample {
  return { alpha: mixture.alpha, ...mixtureViews(mixture) };
}

/** Every sample with half as much of the next component: no orthogonal mixture any more. */
export function blurred(x: Rows): Rows {
  const M = x.columns;
  return generate(x.rows, M, (i, m) => at(x, i, m) + (M > 1 ? at(x, i, (m + M - 1) % M) / 2 : 0));
}

/** C = C_α[x], [M, M]. */
export function mixtureCovariance(mixture: WeightedMixture): Matrix {
  const { alpha, x, xPrime } = sampleOf(mixture);
  return contrastiveCovariance(alpha, x, xPrime);
}
