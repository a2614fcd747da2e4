/**
 * Building blocks of instances.
 *
 * Numbers are multiples of 1/1000 and sizes are drawn apart from the numbers, so that a refuting instance shrinks to few
 * samples, few features and round entries that a person can follow on paper.
 */
import fc, { type Arbitrary } from 'fast-check';
import { requireNotNegative, requireWhole } from '../base/option-checks.js';
import { generate, type Matrix, type Rows } from '../theory/algebra/matrix.js';

const GRID = 1000;

/** A multiple of 1/1000 in [min, max]; shrinks towards 0, or the end nearest to it. */
export function gridNumber(min: number, max: number): Arbitrary<number> {
  return gridStep(min, max).map((k) => k / GRID);
}

/** The whole number k of a grid number k/1000 in [min, max]. */
function gridStep(min: number, max: number): Arbitrary<number> {
  return fc.integer({ min: Math.ceil(min * GRID), max: Math.floor(max * GRID) });
}

/** Many of them. Whoever reads them divides: mapping each on its own would take longer than drawing it. */
function gridSteps(min: number, max: number, count: number): Arbitrary<number[]> {
  return fc.array(gridStep(min, max), { minLength: count, maxLength: count, size: 'max' });
}

/** A matrix of grid numbers, with its size given or drawn from ranges. */
export function matrixOf(
  rows: Arbitrary<number>,
  columns: Arbitrary<number>,
  entry: Arbitrary<number>,
  capacity: number,
): Arbitrary<Matrix> {
  const entries = fc.array(entry, { minLength: capacity, maxLength: capacity, size: 'max' });
  return fc
    .tuple(rows, columns, entries)
    .map(([m, n, values]) => generate(m, n, (i, j) => values[i * n + j] as number));
}

/** Two views of the same samples, [N, d] each. */
export interface Views {
  readonly z: Rows;
  readonly zPrime: Rows;
}

/** Sizes of views, and distances between them. */
export interface ViewsOptions {
  /** N from 2 to this. Default 8. */
  readonly samples?: number;
  /** d from 1 to this. Default 5. */
  readonly features?: number;
  /** Entries of z lie in [−spread, spread]. Default 2. */
  readonly spread?: number;
  /** Entries of z' − z lie in [−augmentation, augmentation]. Default 1. */
  readonly augmentation?: number;
}

/** Two views; the second is the first plus an augmentation. @throws InvalidInput on an option out of range */
export function views(options: ViewsOptions = {}): Arbitrary<Views> {
  const { samples = 8, features = 5, spread = 2, augmentation = 1 } = options;
  requireWhole('samples', samples, 2);
  requireWhole('features', features, 1);
  requireNotNegative('spread', spread);
  requireNotNegative('augmentation', augmentation);
  const entries = (size: number): Arbitrary<number[]> => gridSteps(-size, size, samples * features);
  return fc
    .record({
      N: fc.integer({ min: 2, max: samples }),
      d: fc.integer({ min: 1, max: features }),
      first: entries(spread),
      step: entries(augmentation),
    })
    .map(({ N, d, first, step }) => ({
      z: generate(N, d, (i, j) => (first[i * d + j] as number) / GRID),
      zPrime: generate(N, d, (i, j) => (first[i * d + j] as number) / GRID + (step[i * d + j] as number) / GRID),
    }));
}

/** Views with a pairwise importance: any non-negative numbers off the diagonal, some of them 0. */
export interface WeightedViews extends Views {
  readonly alpha: Matrix;
}

/** Arbitrary views with an importance α ≥ 0 of each pair, [N, N] with a diagonal of 0. */
export function weightedViews(options: ViewsOptions = {}): Arbitrary<WeightedViews> {
  const { samples = 8 } = options;
  return fc.tuple(views(options), gridSteps(0, 1, samples ** 2)).map(([both, values]) => {
    const N = both.z.rows;
    return { ...both, alpha: generate(N, N, (i, j) => (i === j ? 0 : (values[i * N + j] as number) / GRID)) };
  });
}

/** A seed for what an instance draws beyond fast-check, such as a random start. */
export function seeds(): Arbitrary<number> {
  return fc.nat({ max: 2 ** 31 - 1 });
}
