/**
 * Σᵢⱼ gᵢgⱼ(xᵢ−xⱼ)(xᵢ−xⱼ)ᵀ = 2G Σ gᵢxᵢxᵢᵀ − 2(Σ gᵢxᵢ)(Σ gᵢxᵢ)ᵀ = 2G² Var of x under g/G, and the pairs i = j add nothing to it; of
 * the second sum of C_α they are taken off.
 */
import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { gridNumber, matrixOf, views, type Views } from '../../src/claims/instances.js';
import { transpose, type ExactMatrix } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { add, at, generate, maxAbs, zeros, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { transposedMultiply } from '../../src/theory/algebra/multiply.js';
import type { FieldElement } from '../../src/theory/algebra/prime-field.js';
import { contrastiveCovariance, weighted } from '../../src/theory/losses/contrastive-covariance.js';
import { exactly, randomWords, withPoint, type WithPoint } from '../exact-comparison.js';
import { covarianceByDefinition } from '../oracles/exact-covariance.js';
import { TIAN_2023 } from '../papers.js';
import { tightnessFigure } from '../tightness-figure.js';
import { covarianceRounding } from './covariance-rounding.js';

interface Instance extends Views, WithPoint {
  /** g_l(i) ≥ 0, [m, N]: one row a factor. */
  readonly factors: Matrix;
}

interface Subject {
  /** α of the factors. */
  readonly importance: (factors: Matrix) => Matrix;
  /** C_α as a sum of variances. */
  readonly float: (factors: Matrix, x: Rows, xPrime: Rows) => Matrix;
  readonly exact: (factors: FieldMatrix, x: FieldMatrix, xPrime: FieldMatrix) => FieldMatrix;
}

const subject: Subject = { importance: productImportance, float: sumOfVariances, exact: exactVariances };

const [FACTORS, SAMPLES, FEATURES] = [3, 6, 4];

export const covarianceKernel = defineClaim<Instance, Subject>({
  id: 'covariance-kernel',
  title: 'Under a kernel the contrastive covariance is a sum of reweighted variances',
  source: 'derived here',
  about: TIAN_2023,
  place: 'Importance with kernel structure: the statement of a finite batch, with augmentation',
  statement: String.raw`Let $\alpha_{ij}=\sum_lg_l(i)\,g_l(j)$ for $i\ne j$, with any $g_l\ge0$ of positive sums $G_l=\sum_ig_l(i)$. With $\operatorname{Var}_l$ the covariance under the weights $g_l(i)/G_l$ of the samples $$C_\alpha[x]=\sum_l2G_l^2\operatorname{Var}_l[x]-\sum_i\Big(\sum_lg_l(i)\,(G_l-g_l(i))\Big)(x[i]-x[i'])(x[i]-x[i'])^\top.$$ Without augmentation, $x[i']=x[i]$, the max player does PCA of a mixture of ordinary variances, each of them of the samples that one $g_l$ picks out.`,
  restsOn: ['pca-deep-linear'],
  method: String.raw`Exactly: at a random point of $\mathbb F_p$, $p=2^{61}-1$, with three samples of two features and two factors; both sides read two samples and two features at a time and add up over factors, so this size settles every other. The library’s code: $C_\alpha$ against the variances, computed about their own means, up to three factors. The bound is the rounding of both.`,
  grade: {
    kind: 'exact',
    degree: 4,
    reason: String.raw`With $G_l^2\operatorname{Var}_l=G_l\sum_ig_lxx^\top-(\sum_ig_lx)(\sum_ig_lx)^\top$ both sides are polynomials of total degree 4 in $g,x$.`,
  },
  instances: withPoint(
    fc
      .tuple(
        views({ samples: SAMPLES, features: FEATURES }),
        matrixOf(fc.integer({ min: 1, max: FACTORS }), fc.constant(SAMPLES), gridNumber(0, 1), FACTORS * SAMPLES),
      )
      .map(([both, drawn]) => ({ ...both, factors: generate(drawn.rows, both.z.rows, (l, i) => at(drawn, l, i)) })),
  ),
  subject,
  check: ({ z, zPrime, factors, pointSeed }, { importance, float, exact }) => {
    const alpha = importance(factors);
    const difference = add(contrastiveCovariance(alpha, z, zPrime), float(factors, z, zPrime), -1);
    const word = randomWords(pointSeed);
    const g = randomFieldMatrix(word, 2, 3);
    const [x, xPrime] = [randomFieldMatrix(word, 3, 2), randomFieldMatrix(word, 3, 2)];
    const product = fieldMatrices.product(transpose(g), g);
    return decide(
      {
        'variances, exactly': exactly(covarianceByDefinition(fieldMatrices, product, x, xPrime), exact(g, x, xPrime)),
        // α and the variances are sums over the factors, and each is about its own mean.
        variances: {
          residual: maxAbs(difference.data),
          bound: (2 + factors.rows) * covarianceRounding(productImportance(factors), z, zPrime),
        },
      },
      { factors: factors.rows },
    );
  },
  counterfeits: [
    {
      id: 'common-mean',
      description: 'takes every variance about the plain mean of the samples',
      subject: {
        ...subject,
        float: (g, x, xPrime) => sumOfVariances(g, x, xPrime, { mean: generate(1, g.columns, () => 1) }),
      },
    },
    {
      id: 'masses-forgotten',
      description: 'adds the variances without their masses G²',
      subject: { ...subject, float: (g, x, xPrime) => sumOfVariances(g, x, xPrime, { mass: () => 1 }) },
    },
    {
      id: 'own-pair-counted',
      description: 'lets the pair i = j attract the views as well: G in place of G − g(i)',
      subject: { ...subject, float: (g, x, xPrime) => sumOfVariances(g, x, xPrime, { own: 0 }) },
    },
    {
      id: 'exact-once',
      description: 'over F_p: counts every unordered pair once',
      subject: { ...subject, exact: (g, x, xPrime) => exactVariances(g, x, xPrime, 1n) },
    },
    {
      id: 'not-symmetric',
      description: 'weighs by another function of the negative than of the anchor',
      subject: {
        ...subject,
        importance: (g) =>
          generate(g.columns, g.columns, (i, j) =>
            i === j
              ? 0
              : Array.from({ length: g.rows }, (_, l) => at(g, l, i) * at(g, l, j) ** 2).reduce((a, b) => a + b, 0),
          ),
      },
      drops: {
        condition: String.raw`$\alpha_{ij}=\sum_lg_l(i)\,g_l(j)$, with one function of both samples`,
        statedBy: 'paper',
        explanation: String.raw`With $g(i)\,h(j)$ the pairs weigh $g(i)h(j)+h(i)g(j)$, the difference of two squares: $C_\alpha$ is a variance less another.`,
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference of an entry')],
});

/** Σ_l g_l(i)g_l(j) off the diagonal, [N, N]. */
function productImportance(factors: Matrix): Matrix {
  const all = transposedMultiply(factors, factors);
  return generate(all.rows, all.columns, (i, j) => (i === j ? 0 : at(all, i, j)));
}

/** Holds what a counterfeit changes: the weights of the means, the mass of a variance, and how often i = j is taken off. */
interface Changes {
  readonly mean?: Matrix;
  readonly mass?: (sum: number) => number;
  readonly own?: number;
}

function sumOfVariances(
  factors: Matrix,
  x: Rows,
  xPrime: Rows,
  { mean, mass = (sum) => sum ** 2, own = 1 }: Changes = {},
): Matrix {
  let so = zeros(x.columns, x.columns);
  const pulls = new Float64Array(x.rows);
  for (let l = 0; l < factors.rows; l++) {
    const g = Float64Array.from({ length: x.rows }, (_, i) => at(factors, l, i));
    const total = g.reduce((sum, entry) => sum + entry, 0);
    if (total === 0) continue;
    g.forEach((entry, i) => (pulls[i] = (pulls[i] as number) + entry * (total - own * entry)));
    const weights = mean?.data ?? g;
    const sum = weights.reduce((a, b) => a + b, 0);
    const centre = Array.from({ length: x.columns }, (_, p) =>
      weights.reduce((part, weight, i) => part + (weight / sum) * at(x, i, p), 0),
    );
    const apart = generate(x.rows, x.columns, (i, p) => at(x, i, p) - (centre[p] as number));
    const shares = g.map((entry) => (2 * mass(total) * entry) / total);
    so = add(so, transposedMultiply(apart, weighted(shares, apart)));
  }
  const step = add(x, xPrime, -1);
  return add(so, transposedMultiply(step, weighted(pulls, step)), -1);
}

/** @param times how often an unordered pair counts */
function exactVariances(
  factors: FieldMatrix,
  x: FieldMatrix,
  xPrime: FieldMatrix,
  times: FieldElement = 2n,
): FieldMatrix {
  const { product, sum, difference, scale, diagonal, total, subtract, multiply } = fieldMatrices;
  const step = difference(x, xPrime);
  const parts = factors.map((g): ExactMatrix<FieldElement> => {
    const mass = total(g);
    const mean = product([g], x);
    const variance = difference(scale(mass, product(transpose(x), diagonal(g), x)), product(transpose(mean), mean));
    const pulls = diagonal(g.map((entry) => multiply(entry, subtract(mass, entry))));
    return difference(scale(times, variance), product(transpose(step), pulls, step));
  });
  return parts.reduce(sum);
}
