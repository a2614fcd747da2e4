/**
 * Building blocks of instances.
 *
 * Numbers are multiples of 1/1000 and sizes are drawn apart from the numbers, so that a refuting instance shrinks to few
 * samples, few features and round entries that a person can follow on paper.
 */
import fc, { type Arbitrary } from 'fast-check';
import { InvalidInput } from '../base/invalid-input.js';
import { requireNotNegative, requireWhole } from '../base/option-checks.js';
import { generate, type Matrix, type Rows } from '../theory/algebra/matrix.js';

const GRID = 1000;

/** Instances in a row that may miss a condition before it counts as one that none meets. */
const MOST_MISSES = 10_000;

/**
 * Keeps the instances of a given loss or α that meet a condition; a filter alone would search for ever where none does.
 *
 * @param words of what is looked for, in the error
 * @throws InvalidInput, when an instance is drawn, after 10,000 in a row that do not meet it
 */
export function meeting<Instance>(
  instances: Arbitrary<Instance>,
  isMet: (instance: Instance) => boolean,
  words: string,
): Arbitrary<Instance> {
  let misses = 0;
  return instances.filter((instance) => {
    if (isMet(instance)) {
      misses = 0;
      return true;
    }
    misses++;
    if (misses < MOST_MISSES) return false;
    throw new InvalidInput(
      `none of ${MOST_MISSES} instances of what was given has ${words}: leave this claim out, or change the parameters`,
    );
  });
}

/**
 * Draws a multiple of 1/1000 in [min, max]; it shrinks towards 0, or the end nearest to it.
 *
 * @example
 * import fc from 'fast-check';
 * fc.sample(gridNumber(-1, 1), { seed: 1, numRuns: 3 }); // [0.141, 0.009, -0.987]
 */
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

/**
 * Draws a matrix of grid numbers, with its size given or drawn from ranges.
 *
 * @param capacity rows × columns at most
 * @example
 * import fc from 'fast-check';
 * fc.sample(matrixOf(fc.constant(1), fc.constant(2), gridNumber(0, 1), 2), { seed: 1, numRuns: 1 }); // [[[0.995, 1]]]
 */
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

/**
 * Draws two views, [N, d] each; the second is the first plus an augmentation.
 *
 * @throws InvalidInput on an option out of range
 * @example
 * import fc from 'fast-check';
 * fc.sample(views({ samples: 2, features: 1 }), { seed: 1, numRuns: 1 }); // [{ z: [[-1.991], [0.981]], zPrime: [[-1.463], [1.978]] }]
 */
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

/**
 * Draws views with an importance α ≥ 0 of each pair, [N, N] with a diagonal of 0.
 *
 * @throws InvalidInput on an option out of range
 * @example
 * import fc from 'fast-check';
 * fc.sample(weightedViews({ samples: 2, features: 1 }), { seed: 1, numRuns: 1 })[0]?.alpha; // [[0, 0.992], [0.004, 0]]
 */
export function weightedViews(options: ViewsOptions = {}): Arbitrary<WeightedViews> {
  const { samples = 8 } = options;
  return fc.tuple(views(options), gridSteps(0, 1, samples ** 2)).map(([both, values]) => {
    const N = both.z.rows;
    return { ...both, alpha: generate(N, N, (i, j) => (i === j ? 0 : (values[i * N + j] as number) / GRID)) };
  });
}

/**
 * Draws a seed in [0, 2³¹) for what an instance draws beyond fast-check, such as a random start.
 *
 * @example
 * import fc from 'fast-check';
 * fc.sample(seeds(), { seed: 1, numRuns: 2 }); // [2079928142, 2147483620]
 */
export function seeds(): Arbitrary<number> {
  return fc.nat({ max: 2 ** 31 - 1 });
}
