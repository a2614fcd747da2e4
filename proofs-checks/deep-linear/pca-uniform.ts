import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, views, type Views } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { transpose } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { inverse, type FieldElement } from '../../src/theory/algebra/prime-field.js';
import { add, at, generate, map, maxAbs, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { TIAN_2022 } from '../papers.js';
import {
  covariancePoint,
  covarianceSubject,
  type CovariancePoint,
  type CovarianceSubject,
  type ExactCovariance,
} from '../covariance/covariance-point.js';
import { covarianceRounding } from '../covariance/covariance-rounding.js';
import { exactly, pointSeeds, type WithPoint } from '../exact-comparison.js';
import { realViews } from '../real-views.js';
import { tightnessFigure } from '../tightness-figure.js';

interface Instance extends Views, WithPoint {
  /** The one value of α. */
  readonly weight: number;
}

export const pcaUniform = defineClaim<Instance, CovarianceSubject>({
  id: 'pca-uniform',
  title: 'Uniform importance without augmentation is PCA',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Contrastive learning as PCA',
  statement: String.raw`If $\alpha_{ij}=\bar\alpha$ for all $j\ne i$ and the two views coincide, then $$C_\alpha[x] = 2N^2\bar\alpha\,\operatorname{Cov}(x),$$ with the population covariance $\operatorname{Cov}(x)=\frac1N\sum_i(x[i]-\bar x)(x[i]-\bar x)^\top$: the max player’s direction is the first principal component of the data.`,
  restsOn: ['pca-deep-linear'],
  method: String.raw`Exactly: at a uniformly random point $(\bar\alpha,x)$ of $\mathbb F_p$, $p=2^{61}-1$, with 3 features, for $N=2$, 3 and 4 samples of it. By symmetry an entry of either side has one coefficient for $x[i]x[i]$ and one for $x[i]x[j]$, each a polynomial in $N$ of degree 1 at most, so these three values of $N$ settle all. The library’s code: entry by entry, with the covariance summed from its own definition. The bound is the rounding of both.`,
  grade: {
    kind: 'exact',
    degree: 3,
    reason: String.raw`Both sides are polynomials of total degree 3 in $\bar\alpha,x$; $N$ is inverted in $\mathbb F_p$.`,
  },
  instances: instances(0),
  subject: covarianceSubject,
  check: ({ z, zPrime, weight, pointSeed }, { float: covariance, exact: exactCovariance }) => {
    const alpha = generate(z.rows, z.rows, (i, j) => (i === j ? 0 : weight));
    const scaled = map(populationCovariance(z), (entry) => 2 * z.rows ** 2 * weight * entry);
    const error = maxAbs(add(covariance(alpha, z, zPrime), scaled, -1).data);
    return decide({
      ...exactComparisons(covariancePoint(pointSeed), exactCovariance),
      covariance: { residual: error, bound: covarianceRounding(alpha, z, zPrime) },
    });
  },
  counterfeits: [
    {
      id: 'with-augmentation',
      description: 'lets the two views differ: the statement without its condition',
      subject: covarianceSubject,
      instances: instances(1),
      drops: {
        condition: String.raw`The two views coincide: $x[i']=x[i]$ for all $i$.`,
        statedBy: 'paper',
        explanation: String.raw`With augmentation $C_\alpha[x]=2N^2\bar\alpha\operatorname{Cov}(x)-(N-1)\bar\alpha\sum_i(x[i]-x[i'])(x[i]-x[i'])^\top$: PCA of the contrastive covariance, not of the data.`,
      },
    },
    {
      id: 'unordered-pairs',
      description: 'counts every unordered pair once, so 2N² becomes N²',
      subject: {
        ...covarianceSubject,
        float: (...input) => map(contrastiveCovariance(...input), (entry) => entry / 2),
      },
    },
    {
      id: 'sample-covariance',
      description: 'belongs to the covariance with 1/(N − 1)',
      subject: {
        ...covarianceSubject,
        float: (alpha, a, aPrime) =>
          map(contrastiveCovariance(alpha, a, aPrime), (entry) => (entry * a.rows) / (a.rows - 1)),
      },
    },
    {
      id: 'features-scaled',
      description: 'standardises every feature: PCA of the correlation matrix',
      subject: {
        ...covarianceSubject,
        float: (alpha, a) => contrastiveCovariance(alpha, standardised(a), standardised(a)),
      },
    },
    {
      id: 'exact-unordered-pairs',
      description: 'over F_p: counts every unordered pair once',
      subject: {
        ...covarianceSubject,
        exact: (...input) => fieldMatrices.scale(fieldMatrices.half, covarianceSubject.exact(...input)),
      },
    },
    {
      id: 'exact-uncentred',
      description: 'over F_p: takes the second moment 2N Σᵢ ᾱ x[i]x[i]ᵀ in place of the pairs',
      subject: {
        ...covarianceSubject,
        exact: (alpha, a) => fieldMatrices.scale(alpha[0]?.[1] ?? 0n, secondMoment(a, BigInt(2 * a.length))),
      },
    },
  ],
  real: function* (images) {
    for (const { label, instance } of realViews(images)) {
      const { z } = instance;
      yield { label, instance: { z, zPrime: z, weight: 1 / z.rows, pointSeed: 1 } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference between C_α and 2N²ᾱ Cov(x)')],
});

/** @param augmentation how far the second views may lie from the first */
function instances(augmentation: number): Arbitrary<Instance> {
  return fc
    .tuple(views({ augmentation }), gridNumber(0.01, 2), pointSeeds())
    .map(([both, weight, pointSeed]) => ({ ...both, weight, pointSeed }));
}

function exactComparisons({ a, scalar }: CovariancePoint, covariance: ExactCovariance): Record<string, Comparison> {
  return Object.fromEntries(
    [2, 3, 4].map((count) => {
      const x = a.slice(0, count);
      const alpha = x.map((_, i) => x.map((_row, j) => (i === j ? 0n : scalar)));
      const factor = fieldMatrices.multiply(BigInt(2 * count ** 2), scalar);
      const scaled = fieldMatrices.scale(factor, exactPopulationCovariance(x));
      return [`${count} samples, exactly`, exactly(covariance(alpha, x, x), scaled)];
    }),
  );
}

function exactPopulationCovariance(x: FieldMatrix): FieldMatrix {
  const share = inverse(BigInt(x.length));
  const mean = transpose(x).map((column) => fieldMatrices.multiply(share, fieldMatrices.total(column)));
  return secondMoment(
    fieldMatrices.difference(
      x,
      x.map(() => mean),
    ),
    share,
  );
}

/** factor · Σᵢ x[i] x[i]ᵀ. */
function secondMoment(x: FieldMatrix, factor: FieldElement): FieldMatrix {
  return fieldMatrices.scale(factor, fieldMatrices.product(transpose(x), x));
}

function populationCovariance(x: Rows): Matrix {
  const mean = meanOf(x);
  return generate(x.columns, x.columns, (p, q) => {
    let sum = 0;
    for (let i = 0; i < x.rows; i++) sum += (at(x, i, p) - (mean[p] as number)) * (at(x, i, q) - (mean[q] as number));
    return sum / x.rows;
  });
}

function standardised(x: Rows): Rows {
  const deviations = Array.from({ length: x.columns }, (_, j) => Math.sqrt(at(populationCovariance(x), j, j)) || 1);
  return generate(x.rows, x.columns, (i, j) => at(x, i, j) / (deviations[j] as number));
}

function meanOf(x: Rows): number[] {
  return Array.from({ length: x.columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < x.rows; i++) sum += at(x, i, j);
    return sum / x.rows;
  });
}
