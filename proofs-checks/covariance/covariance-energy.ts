import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { mark, quantitative, view } from '../../src/claims/marks.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { energy } from '../../src/theory/losses/energy.js';
import { fieldMatrices, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import type { FieldElement } from '../../src/theory/algebra/prime-field.js';
import { generate, trace, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { TIAN_2022 } from '../papers.js';
import { exactly, pointSeeds, type WithPoint } from '../exact-comparison.js';
import { withGivenAlpha } from '../given-alpha.js';
import { energyByDistances } from '../oracles/exact-covariance.js';
import { realWeightedCases } from '../real-views.js';
import { tightnessFigure } from '../tightness-figure.js';
import {
  ALL_SIZES,
  covariancePoint,
  covarianceSubject,
  POINT_METHOD,
  type CovariancePoint,
} from './covariance-point.js';
import { covarianceRounding } from './covariance-rounding.js';

interface Subject {
  readonly covariance: (alpha: Matrix, z: Rows, zPrime: Rows) => Matrix;
  readonly energy: (alpha: Matrix, z: Rows, zPrime: Rows) => number;
  /** The energy over F_p. */
  readonly exactEnergy: (alpha: FieldMatrix, z: FieldMatrix, zPrime: FieldMatrix) => FieldElement;
}

const subject: Subject = {
  covariance: contrastiveCovariance,
  energy,
  exactEnergy: (...input) => energyByDistances(fieldMatrices, ...input),
};

const instances = fc.tuple(weightedViews(), pointSeeds()).map(([own, pointSeed]) => ({ ...own, pointSeed }));

export const covarianceEnergy = defineClaim<WeightedViews & WithPoint, Subject>({
  id: 'covariance-energy',
  title: 'Energy is half the trace of the contrastive covariance',
  source: TIAN_2022,
  place: 'Definition of the energy and of the contrastive covariance',
  statement: String.raw`$$E_\alpha(\theta) = \tfrac12\operatorname{tr} C_\alpha[f_\theta] = \sum_i\sum_{j\ne i}\alpha_{ij}\,(d_{ij}^2-d_i^2),\qquad d_{ij}^2=\tfrac12\|z[i]-z[j]\|^2,\quad d_i^2=\tfrac12\|z[i]-z[i']\|^2.$$`,
  method: String.raw`${POINT_METHOD} ${ALL_SIZES} The library’s code: the sum over pair distances against the trace of the Laplacian form. The bound is the rounding of $d$ diagonal entries.`,
  grade: {
    kind: 'exact',
    degree: 3,
    reason: String.raw`Both sides are polynomials of total degree 3 in $\alpha,z,z'$; the ½ is $2^{60}$ in $\mathbb F_p$.`,
  },
  instances,
  ofAlpha: withGivenAlpha(
    instances,
    ({ alpha, z, zPrime }, one, other) =>
      Math.abs(one.energy(alpha, z, zPrime) - other.energy(alpha, z, zPrime)) <=
      z.columns * covarianceRounding(alpha, z, zPrime),
  ),
  subject,
  check: ({ alpha, z, zPrime, pointSeed }, { covariance, energy: energyOf, exactEnergy }) => {
    const value = energyOf(alpha, z, zPrime);
    const half = trace(covariance(alpha, z, zPrime)) / 2;
    return decide(
      {
        'trace, exactly': exactComparison(covariancePoint(pointSeed), exactEnergy),
        trace: { residual: Math.abs(value - half), bound: z.columns * covarianceRounding(alpha, z, zPrime) },
      },
      { energy: value, halfTrace: half },
    );
  },
  counterfeits: [
    {
      id: 'unhalved-trace',
      description: 'forgets the ½ in front of the trace',
      subject: { ...subject, energy: (...input) => 2 * energy(...input) },
    },
    {
      id: 'no-intra-view-distance',
      description: 'leaves d²ᵢ out of the energy',
      subject: { ...subject, energy: (alpha, z) => energy(alpha, z, z) },
    },
    {
      id: 'views-exchanged',
      description: 'measures pair distances between the second views',
      subject: { ...subject, energy: (alpha, z, zPrime) => energy(alpha, zPrime, z) },
    },
    {
      id: 'unweighted',
      description: 'counts every pair with weight 1',
      subject: {
        ...subject,
        energy: (alpha, z, zPrime) => energy(withOnes(alpha), z, zPrime),
      },
    },
    {
      id: 'exact-unhalved-distances',
      description: 'over F_p: forgets the ½ in d²',
      subject: {
        ...subject,
        exactEnergy: (...input) => fieldMatrices.multiply(2n, subject.exactEnergy(...input)),
      },
    },
    {
      id: 'exact-no-intra-view-distance',
      description: 'over F_p: leaves d²ᵢ out of the energy',
      subject: { ...subject, exactEnergy: (alpha, z) => subject.exactEnergy(alpha, z, z) },
    },
  ],
  real: realWeightedCases,
  figures: (verdict) => [
    {
      id: 'covariance-energy-trace',
      title: 'Energy by distances and by the trace',
      caption:
        'Every generated instance is a point; the claim puts it on the diagonal. Energies can be negative where augmentation moves a sample further than its neighbours are.',
      spec: {
        data: { values: verdict.evidence.map(({ details }) => details) },
        ...view({ width: 320, height: 320 }, mark('point', { opacity: 0.7 }), {
          x: quantitative('halfTrace', '½ tr C_α'),
          y: quantitative('energy', 'Σ α (d²ᵢⱼ − d²ᵢ)'),
        }),
      },
    },
    tightnessFigure(verdict, 'the difference between energy and half the trace'),
  ],
});

function exactComparison({ alpha, a, aPrime }: CovariancePoint, exactEnergy: Subject['exactEnergy']): Comparison {
  const { half, multiply, trace: traceOf } = fieldMatrices;
  const halfTrace = multiply(half, traceOf(covarianceSubject.exact(alpha, a, aPrime)));
  return exactly([[exactEnergy(alpha, a, aPrime)]], [[halfTrace]]);
}

function withOnes(alpha: Matrix): Matrix {
  return generate(alpha.rows, alpha.columns, (i, j) => (i === j ? 0 : 1));
}
