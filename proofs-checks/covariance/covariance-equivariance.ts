import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, matrixOf, weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { transpose } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices } from '../../src/theory/algebra/field-matrix.js';
import { add, at, generate, maxAbs, norm, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply, multiplyTransposed } from '../../src/theory/algebra/multiply.js';
import { normalMatrix, randomStream } from '../../src/theory/algebra/random-stream.js';
import { TIAN_2022 } from '../papers.js';
import { exactly, pointSeeds, type WithPoint } from '../exact-comparison.js';
import { sameCovariance, withGivenAlpha } from '../given-alpha.js';
import { realWeightedCases } from '../real-views.js';
import { tightnessFigure } from '../tightness-figure.js';
import { absolute, exactRidge, exactSquares, normalisedRows, ridge } from './covariance-counterfeits.js';
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
  /** [e, d]. */
  readonly w: Matrix;
}

const FEATURES = 5;

const instances = fc
  .tuple(
    weightedViews({ features: FEATURES }),
    matrixOf(fc.integer({ min: 1, max: 4 }), fc.constant(FEATURES), gridNumber(-2, 2), 4 * FEATURES),
    pointSeeds(),
  )
  .map(([own, w, pointSeed]) => ({ ...own, w: generate(w.rows, own.z.columns, (i, j) => at(w, i, j)), pointSeed }));

export const covarianceEquivariance = defineClaim<Instance, CovarianceSubject>({
  id: 'covariance-equivariance',
  title: 'A linear layer acts on the contrastive covariance from both sides',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The step from z = Wx to W C_α[x] Wᵀ',
  statement: String.raw`$$C_\alpha[Wa] = W\,C_\alpha[a]\,W^\top\quad\text{for every matrix } W.$$`,
  method: String.raw`${POINT_METHOD} ${ALL_SIZES} The library’s code: features mapped first against the covariance mapped afterwards. The bound is the rounding of the two covariances and of the products with $W$.`,
  grade: {
    kind: 'exact',
    degree: 5,
    reason: String.raw`Both sides are polynomials of total degree 5 in $W,\alpha,a$.`,
  },
  instances,
  ofAlpha: withGivenAlpha(instances, (own, one, other) => sameCovariance(own, one.float, other.float)),
  subject: covarianceSubject,
  check: ({ alpha, z, zPrime, w, pointSeed }, subject) => {
    const covariance = subject.float;
    const [mapped, mappedPrime] = [multiplyTransposed(z, w), multiplyTransposed(zPrime, w)];
    const before = covariance(alpha, mapped, mappedPrime);
    const after = multiplyTransposed(multiply(w, covariance(alpha, z, zPrime)), w);
    // Products with W round the features by dε‖W‖ each, and enlarge the rounding of C by ‖W‖².
    const bound =
      (2 + z.columns) *
      (covarianceRounding(alpha, mapped, mappedPrime) + norm(w) ** 2 * covarianceRounding(alpha, z, zPrime));
    return decide({
      'C[Wa], exactly': exactComparison(covariancePoint(pointSeed), subject.exact),
      'C[Wa]': { residual: maxAbs(add(before, after, -1).data), bound },
    });
  },
  counterfeits: [normalisedRows, absolute, ridge(), exactSquares, exactRidge],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      const w = normalMatrix(randomStream('equivariance'), 8, instance.z.columns);
      yield { label, instance: { ...instance, w } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference between the two sides')],
});

function exactComparison({ alpha, a, aPrime, w }: CovariancePoint, covariance: ExactCovariance): Comparison {
  const { product } = fieldMatrices;
  const mapped = covariance(alpha, product(a, transpose(w)), product(aPrime, transpose(w)));
  return exactly(mapped, product(w, covariance(alpha, a, aPrime), transpose(w)));
}
