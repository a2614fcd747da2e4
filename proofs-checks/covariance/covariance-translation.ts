import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance, importanceSums, weighted } from '../../src/theory/losses/contrastive-covariance.js';
import { fieldMatrices, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { add, at, generate, maxAbs, type Rows } from '../../src/theory/algebra/matrix.js';
import { transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { TIAN_2022 } from '../papers.js';
import { exactly, pointSeeds, type WithPoint } from '../exact-comparison.js';
import { sameCovariance, withGivenAlpha } from '../given-alpha.js';
import { realWeightedCases } from '../real-views.js';
import { tightnessFigure } from '../tightness-figure.js';
import { exactSecondMoment, exactSquares, normalisedRows } from './covariance-counterfeits.js';
import {
  ALL_SIZES,
  covariancePoint,
  covarianceSubject,
  POINT_METHOD,
  type CovariancePoint,
  type CovarianceSubject,
  type ExactCovariance,
} from './covariance-point.js';
import { covarianceRounding } from './covariance-rounding.js';

interface Instance extends WeightedViews, WithPoint {
  /** u, one entry a feature. */
  readonly shift: readonly number[];
}

const FEATURES = 5;

const instances = fc
  .tuple(
    weightedViews({ features: FEATURES }),
    fc.array(gridNumber(-100, 100), { minLength: FEATURES, maxLength: FEATURES }),
    pointSeeds(),
  )
  .map(([own, u, pointSeed]): Instance => ({ ...own, shift: u.slice(0, own.z.columns), pointSeed }));

export const covarianceTranslation = defineClaim<Instance, CovarianceSubject>({
  id: 'covariance-translation',
  title: 'The contrastive covariance does not see a common shift',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The definition of the contrastive covariance',
  statement: String.raw`$$C_\alpha[a+u] = C_\alpha[a]\quad\text{when the same vector } u \text{ is added to both views of every sample.}$$`,
  method: String.raw`${POINT_METHOD} ${ALL_SIZES} The library’s code: the covariance of shifted views against that of the views as they are. The bound is the rounding of both, in which the size of $u$ enters.`,
  grade: {
    kind: 'exact',
    degree: 3,
    reason: String.raw`Both sides are polynomials of total degree 3 in $\alpha,a,u$.`,
  },
  instances,
  ofAlpha: withGivenAlpha(instances, (own, one, other) => sameCovariance(own, one.float, other.float)),
  subject: covarianceSubject,
  check: ({ alpha, z, zPrime, shift, pointSeed }, subject) => {
    const covariance = subject.float;
    const [moved, movedPrime] = [shifted(z, shift), shifted(zPrime, shift)];
    const change = add(covariance(alpha, moved, movedPrime), covariance(alpha, z, zPrime), -1);
    const bound = covarianceRounding(alpha, moved, movedPrime) + covarianceRounding(alpha, z, zPrime);
    return decide({
      'C[a + u], exactly': exactComparison(covariancePoint(pointSeed), subject.exact),
      'C[a + u]': { residual: maxAbs(change.data), bound },
    });
  },
  counterfeits: [
    {
      id: 'second-moment',
      description: 'takes AᵀDA, forgetting the products between different samples',
      subject: {
        ...covarianceSubject,
        float: (alpha, a) => transposedMultiply(a, weighted(importanceSums(alpha).both, a)),
      },
    },
    normalisedRows,
    {
      id: 'shift-in-augmentation',
      description: 'compares the second views with the origin in place of the first views',
      subject: {
        ...covarianceSubject,
        float: (alpha, a, aPrime) => {
          const attraction = transposedMultiply(aPrime, weighted(importanceSums(alpha).rows, aPrime));
          return add(contrastiveCovariance(alpha, a, a), attraction, -1);
        },
      },
    },
    exactSquares,
    {
      id: 'exact-second-moment',
      description: 'over F_p: takes AᵀDA, forgetting the products between different samples',
      subject: { ...covarianceSubject, exact: exactSecondMoment },
    },
  ],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      const shift = Array.from({ length: instance.z.columns }, (_, k) => (k % 7) - 3);
      yield { label, instance: { ...instance, shift } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest change of an entry under the shift')],
});

function shifted(rows: Rows, shift: readonly number[]): Rows {
  return generate(rows.rows, rows.columns, (i, j) => at(rows, i, j) + (shift[j] as number));
}

function exactComparison({ alpha, a, aPrime, vector }: CovariancePoint, covariance: ExactCovariance): Comparison {
  const moved = (rows: FieldMatrix): FieldMatrix =>
    fieldMatrices.sum(
      rows,
      rows.map(() => vector[0] ?? []),
    );
  return exactly(covariance(alpha, moved(a), moved(aPrime)), covariance(alpha, a, aPrime));
}
