/** Claims about any α that is held fixed, on the α of an importance that a reader gives. */
import type { Arbitrary } from 'fast-check';
import type { GivenChanges } from '../src/claims/claim.js';
import type { WeightedViews } from '../src/claims/instances.js';
import { add, dot, generate, maxAbs, row, type Matrix, type Rows } from '../src/theory/algebra/matrix.js';
import { normalised, type Importance } from '../src/theory/losses/importances.js';
import { unitRows } from '../src/theory/losses/unit-rows.js';
import { importanceOf, type ImportanceChoice } from '../src/training/step/importance-choice.js';
import { covarianceRounding } from './covariance/covariance-rounding.js';

/** Puts the given α in place of the random weights of a claim's instances. */
export function withGivenAlpha<Instance extends WeightedViews, Subject>(
  instances: Arbitrary<Instance>,
  alike: GivenChanges<Instance, Subject>['alike'],
): (alpha: ImportanceChoice) => GivenChanges<Instance, Subject> {
  return (alpha) => {
    const importance = importanceOf(alpha);
    return { instances: instances.map((own) => ({ ...own, alpha: weightsOf(importance, own.z) })), alike };
  };
}

/** α of the directions of the first views, [N, N], at the distances r = 1 − cosine; each row adds up to 1 or is 0. */
function weightsOf(importance: Importance, z: Rows): Matrix {
  const { unit } = unitRows(z, 'z', 'keep');
  const directions = Array.from({ length: z.rows }, (_, i) => row(unit, i));
  const rows = directions.map((one, i) => {
    const others = directions.filter((_, j) => j !== i);
    return normalised(importance(Float64Array.from(others, (other) => 1 - dot(one, other))));
  });
  return generate(z.rows, z.rows, (i, j) => (i === j ? 0 : (rows[i]?.[j < i ? j : j - 1] as number)));
}

/** Tells if two covariances of the same views are the same but for rounding: a symmetric α hides what a counterfeit does. */
export function sameCovariance(
  { alpha, z, zPrime }: WeightedViews,
  own: (alpha: Matrix, z: Rows, zPrime: Rows) => Matrix,
  other: (alpha: Matrix, z: Rows, zPrime: Rows) => Matrix,
): boolean {
  const apart = add(own(alpha, z, zPrime), other(alpha, z, zPrime), -1);
  return maxAbs(apart.data) <= covarianceRounding(alpha, z, zPrime);
}
