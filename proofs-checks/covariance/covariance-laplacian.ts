import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { views, weightedViews, type Views, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance, importanceSums, weighted } from '../../src/theory/losses/contrastive-covariance.js';
import { transpose as transposed } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices } from '../../src/theory/algebra/field-matrix.js';
import { add, at, generate, map, maxAbs, transpose, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { multiply, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { TIAN_2022 } from '../papers.js';
import { exactly, pointSeeds, type WithPoint } from '../exact-comparison.js';
import { sameCovariance, withGivenAlpha } from '../given-alpha.js';
import { naiveContrastiveCovariance } from '../oracles/contrastive-covariance.js';
import { covarianceByLaplacian } from '../oracles/exact-covariance.js';
import { realWeightedCases } from '../real-views.js';
import { tightnessFigure } from '../tightness-figure.js';
import { exactRowSumsOnly } from './covariance-counterfeits.js';
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
  /** Features of a second representation of the same samples: columns [N, e]. */
  readonly other: Views;
}

/** Over F_p the subject is the Laplacian form; the definition is what it is compared with. */
const subject: CovarianceSubject = {
  float: contrastiveCovariance,
  exact: (...input) => covarianceByLaplacian(fieldMatrices, ...input),
};

const instances = fc
  .tuple(weightedViews(), views({ features: 4 }), pointSeeds())
  .map(([first, second, pointSeed]) => ({ ...first, other: sameSamples(first, second), pointSeed }));

export const covarianceLaplacian = defineClaim<Instance, CovarianceSubject>({
  id: 'covariance-laplacian',
  title: 'The contrastive covariance in Laplacian form',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The definition of the contrastive covariance',
  statement: String.raw`$$C_\alpha[a,b] = \sum_i\sum_{j\ne i}\alpha_{ij}(a[i]-a[j])(b[i]-b[j])^\top - \sum_i\Big(\sum_{j\ne i}\alpha_{ij}\Big)(a[i]-a[i'])(b[i]-b[i'])^\top = A^\top(D-\alpha-\alpha^\top)B - \Delta_a^\top\operatorname{diag}(\alpha\mathbf 1)\,\Delta_b,$$ where $D$ is the diagonal of the row and column sums of $\alpha$ together and the rows of $\Delta_a$ are $a[i]-a[i']$. $C_\alpha[a]=C_\alpha[a,a]$ is symmetric.`,
  method: String.raw`${POINT_METHOD} ${ALL_SIZES} The library’s code: its $O(N^2d+Nd^2)$ form against the double loop of the definition, for $C_\alpha[a]$ and for $C_\alpha[a,b]$. The bound is the rounding of a sum of $2N^2$ products.`,
  grade: {
    kind: 'exact',
    degree: 3,
    reason: String.raw`Both forms are polynomials of total degree 3 in $\alpha,a,b$.`,
  },
  instances,
  ofAlpha: withGivenAlpha(instances, (own, one, other) => sameCovariance(own, one.float, other.float)),
  subject,
  check: ({ alpha, z, zPrime, other, pointSeed }, { float: covariance, exact: exactCovariance }) => {
    const own = covariance(alpha, z, zPrime);
    const cross = covariance(alpha, z, zPrime, other.z, other.zPrime);
    const error = (fast: Matrix, slow: Matrix): number => maxAbs(add(fast, slow, -1).data);
    return decide({
      ...exactComparisons(covariancePoint(pointSeed), exactCovariance),
      'C[a]': {
        residual: error(own, naiveContrastiveCovariance(alpha, z, zPrime, z, zPrime)),
        bound: covarianceRounding(alpha, z, zPrime),
      },
      'C[a, b]': {
        residual: error(cross, naiveContrastiveCovariance(alpha, z, zPrime, other.z, other.zPrime)),
        bound: covarianceRounding(alpha, z, zPrime, other.z, other.zPrime),
      },
      symmetry: { residual: error(own, transpose(own)), bound: Number.MIN_VALUE },
    });
  },
  counterfeits: [
    {
      id: 'no-augmentation-term',
      description: 'leaves out the second sum, the attraction between the two views of a sample',
      subject: { ...subject, float: (alpha, a, _aPrime, b = a) => contrastiveCovariance(alpha, a, a, b, b) },
    },
    {
      id: 'row-sums-only',
      description: 'takes twice the row sums for D, as if α were symmetric',
      subject: {
        ...subject,
        float: (alpha, a, aPrime, b = a, bPrime = aPrime) => {
          const { rows, both } = importanceSums(alpha);
          const change = both.map((sum, i) => 2 * (rows[i] as number) - sum);
          const missed = transposedMultiply(a, weighted(change, b));
          return add(contrastiveCovariance(alpha, a, aPrime, b, bPrime), missed);
        },
      },
    },
    {
      id: 'unsymmetrised-weights',
      description: 'uses 2α in place of α + αᵀ',
      subject: {
        ...subject,
        float: (alpha, a, aPrime, b = a, bPrime = aPrime) => {
          const skew = add(alpha, transpose(alpha), -1);
          const missed = transposedMultiply(a, multiply(skew, b));
          return add(contrastiveCovariance(alpha, a, aPrime, b, bPrime), missed, -1);
        },
      },
    },
    {
      id: 'halved',
      description: 'counts every unordered pair once',
      subject: { ...subject, float: (...input) => map(contrastiveCovariance(...input), (entry) => entry / 2) },
    },
    {
      id: 'exact-row-sums-only',
      description: 'over F_p: takes twice the row sums for D',
      subject: { ...subject, exact: exactRowSumsOnly },
    },
    {
      id: 'exact-no-augmentation-term',
      description: 'over F_p: leaves out the attraction between the two views of a sample',
      subject: { ...subject, exact: (alpha, a, _aPrime, b = a) => subject.exact(alpha, a, a, b, b) },
    },
  ],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      yield { label, instance: { ...instance, other: { z: instance.zPrime, zPrime: instance.z } } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference between the two forms')],
});

function exactComparisons(
  { alpha, a, aPrime, b, bPrime }: CovariancePoint,
  covariance: ExactCovariance,
): Record<string, Comparison> {
  const own = covariance(alpha, a, aPrime);
  return {
    'C[a], exactly': exactly(own, covarianceSubject.exact(alpha, a, aPrime)),
    'C[a, b], exactly': exactly(
      covariance(alpha, a, aPrime, b, bPrime),
      covarianceSubject.exact(alpha, a, aPrime, b, bPrime),
    ),
    'symmetry, exactly': exactly(own, transposed(own)),
  };
}

/** Rows of `second`, repeated or cut to the samples of `first`. */
function sameSamples(first: Views, second: Views): Views {
  const fit = (rows: Rows): Rows => generate(first.z.rows, rows.columns, (i, j) => at(rows, i % rows.rows, j));
  return { z: fit(second.z), zPrime: fit(second.zPrime) };
}
