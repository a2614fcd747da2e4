import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, views, type Views } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/covariance/contrastive-covariance.js';
import { add, at, generate, map, maxAbs, type Matrix, type Rows } from '../../src/linear-algebra/matrix.js';
import fc from 'fast-check';
import { type Covariance } from '../covariance/covariance-counterfeits.js';
import { covarianceRounding } from '../covariance/covariance-rounding.js';
import { tightnessFigure } from '../tightness-figure.js';
import { realWeightedCases } from '../real-views.js';

interface Instance extends Views {
  /** The one value of α. */
  readonly weight: number;
}

export const pcaUniform = defineClaim<Instance, Covariance>({
  id: 'pca-uniform',
  title: 'Uniform importance without augmentation is PCA',
  source: 'Section 4, discussion of PCA; derived here',
  statement: String.raw`If $\alpha_{ij}=\bar\alpha$ for all $j\ne i$ and the two views coincide, then $$C_\alpha[x] = 2N^2\bar\alpha\,\operatorname{Cov}(x),$$ with the population covariance $\operatorname{Cov}(x)=\frac1N\sum_i(x[i]-\bar x)(x[i]-\bar x)^\top$: the max player’s direction is the first principal component of the data.`,
  method: String.raw`Entry by entry, with the covariance summed from its own definition. The bound is the rounding of both.`,
  grade: { kind: 'sampled', reason: 'Floating-point code against its definition, within rounding.' },
  instances: fc.tuple(views({ augmentation: 0 }), gridNumber(0.01, 2)).map(([both, weight]) => ({ ...both, weight })),
  subject: contrastiveCovariance,
  check: ({ z, zPrime, weight }, covariance) => {
    const alpha = generate(z.rows, z.rows, (i, j) => (i === j ? 0 : weight));
    const scaled = map(populationCovariance(z), (entry) => 2 * z.rows ** 2 * weight * entry);
    const error = maxAbs(add(covariance(alpha, z, zPrime), scaled, -1).data);
    return decide({ covariance: { residual: error, bound: covarianceRounding(alpha, z, zPrime) } });
  },
  counterfeits: [
    {
      id: 'unordered-pairs',
      description: 'counts every unordered pair once, so 2N² becomes N²',
      subject: (...input) => map(contrastiveCovariance(...input), (entry) => entry / 2),
    },
    {
      id: 'sample-covariance',
      description: 'belongs to the covariance with 1/(N − 1)',
      subject: (alpha, a, aPrime) =>
        map(contrastiveCovariance(alpha, a, aPrime), (entry) => (entry * a.rows) / (a.rows - 1)),
    },
    {
      id: 'features-scaled',
      description: 'standardises every feature: PCA of the correlation matrix',
      subject: (alpha, a) => contrastiveCovariance(alpha, standardised(a), standardised(a)),
    },
  ],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      yield { label, instance: { z: instance.z, zPrime: instance.z, weight: 1 / instance.z.rows } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference between C_α and 2N²ᾱ Cov(x)')],
});

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
