import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, views, weightedViews, type Views, type WeightedViews } from '../../src/claims/instances.js';
import { fieldMatrices } from '../../src/theory/algebra/field-matrix.js';
import { add, map, maxAbs, type Rows } from '../../src/theory/algebra/matrix.js';
import { TIAN_2022 } from '../papers.js';
import { exactly, pointSeeds, type WithPoint } from '../exact-comparison.js';
import { sameCovariance, withGivenAlpha } from '../given-alpha.js';
import { realWeightedCases } from '../real-views.js';
import { shapedLike } from '../shaped-like.js';
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
  /** b, of the same shape as a = z. */
  readonly other: Views;
  readonly weight: number;
}

const instances = fc
  .tuple(weightedViews(), views(), gridNumber(-2, 2), pointSeeds())
  .map(([own, second, weight, pointSeed]) => ({ ...own, other: shapedLike(own, second), weight, pointSeed }));

export const covarianceBilinear = defineClaim<Instance, CovarianceSubject>({
  id: 'covariance-bilinear',
  title: 'The contrastive covariance is bilinear',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Used throughout the proofs',
  statement: String.raw`$$C_\alpha[a+\lambda b,\,c] = C_\alpha[a,c]+\lambda\,C_\alpha[b,c],\qquad C_\alpha[c,\,a+\lambda b] = C_\alpha[c,a]+\lambda\,C_\alpha[c,b].$$`,
  method: String.raw`${POINT_METHOD} ${ALL_SIZES} The library’s code: both sides, with $c=a$; the bound adds the rounding of the three covariances.`,
  grade: {
    kind: 'exact',
    degree: 4,
    reason: String.raw`Both sides are polynomials of total degree 4 in $\lambda,\alpha,a,b,c$.`,
  },
  instances,
  ofAlpha: withGivenAlpha(instances, (own, one, other) => sameCovariance(own, one.float, other.float)),
  subject: covarianceSubject,
  check: ({ alpha, z, zPrime, other, weight, pointSeed }, subject) => {
    const covariance = subject.float;
    const sum = { z: add(z, other.z, weight), zPrime: add(zPrime, other.zPrime, weight) };
    const own = covariance(alpha, z, zPrime, z, zPrime);
    const left = add(own, covariance(alpha, other.z, other.zPrime, z, zPrime), weight);
    const right = add(own, covariance(alpha, z, zPrime, other.z, other.zPrime), weight);
    const bound =
      covarianceRounding(alpha, sum.z, sum.zPrime, z, zPrime) +
      covarianceRounding(alpha, z, zPrime) +
      Math.abs(weight) * covarianceRounding(alpha, other.z, other.zPrime, z, zPrime);
    const error = (a: Rows, b: Rows): number => maxAbs(add(a, b, -1).data);
    return decide({
      ...exactComparisons(covariancePoint(pointSeed), subject.exact),
      'first argument': { residual: error(covariance(alpha, sum.z, sum.zPrime, z, zPrime), left), bound },
      'second argument': { residual: error(covariance(alpha, z, zPrime, sum.z, sum.zPrime), right), bound },
    });
  },
  counterfeits: [normalisedRows, absolute, ridge(), exactSquares, exactRidge],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      const other = { z: map(instance.zPrime, Math.sqrt), zPrime: map(instance.z, Math.sqrt) };
      yield { label, instance: { ...instance, other, weight: -0.5 } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference between the two sides')],
});

/** With c = b′, so that no two arguments coincide. */
function exactComparisons(
  { alpha, a, aPrime, b, bPrime, scalar }: CovariancePoint,
  covariance: ExactCovariance,
): Record<string, Comparison> {
  const { sum, scale } = fieldMatrices;
  const [mixed, mixedPrime] = [sum(a, scale(scalar, b)), sum(aPrime, scale(scalar, bPrime))];
  const left = sum(covariance(alpha, a, aPrime, bPrime, b), scale(scalar, covariance(alpha, b, bPrime, bPrime, b)));
  const right = sum(covariance(alpha, bPrime, b, a, aPrime), scale(scalar, covariance(alpha, bPrime, b, b, bPrime)));
  return {
    'first argument, exactly': exactly(covariance(alpha, mixed, mixedPrime, bPrime, b), left),
    'second argument, exactly': exactly(covariance(alpha, bPrime, b, mixed, mixedPrime), right),
  };
}
