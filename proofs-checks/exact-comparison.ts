/** Comparisons over F_p, and the random points at which they are made. */
import fc, { type Arbitrary } from 'fast-check';
import type { Comparison } from '../src/claims/evidence.js';
import { fieldMatrices, type FieldMatrix } from '../src/theory/algebra/field-matrix.js';
import { randomStream } from '../src/theory/algebra/random-stream.js';

/** Nothing is rounded over a field: 0 entries differ, or the identity is false. */
const FEWER_THAN_ONE_ENTRY = 0.5;

/** The number of entries in which the two sides of an identity differ. */
export function exactly(left: FieldMatrix, right: FieldMatrix): Comparison {
  return { residual: fieldMatrices.unequal(left, right), bound: FEWER_THAN_ONE_ENTRY };
}

/**
 * Seeds of random points. fast-check prefers small and extreme numbers, which would visit some points more than once; the
 * bound of Schwartz and Zippel asks for independent ones.
 */
export function pointSeeds(): Arbitrary<number> {
  return fc.noBias(fc.maxSafeNat());
}

/** An instance with a point beside its floating-point numbers; by its seed, so that it prints short. */
export interface WithPoint {
  readonly pointSeed: number;
}

/** Instances with a point each, drawn after everything else, so that the rest of an instance is what it is without. */
export function withPoint<Instance>(instances: Arbitrary<Instance>): Arbitrary<Instance & WithPoint> {
  return fc.tuple(instances, pointSeeds()).map(([own, pointSeed]) => ({ ...own, pointSeed }));
}

/** Uniformly random integers in [0, 2³²), which randomElement turns into uniformly random elements. */
export function randomWords(seed: number): () => number {
  const random = randomStream(seed, 'exact point');
  return () => random.integer(2 ** 32);
}
