import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance } from '../../src/theory/losses/contrastive-covariance.js';
import { transpose } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, randomFieldMatrix, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { inverse } from '../../src/theory/algebra/prime-field.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { add, identity, type Matrix } from '../../src/theory/algebra/matrix.js';
import { TIAN_2022 } from '../papers.js';
import { exactSecondMoment } from '../covariance/covariance-counterfeits.js';
import { covarianceRounding } from '../covariance/covariance-rounding.js';
import { exactly, pointSeeds, randomWords } from '../exact-comparison.js';
import { covarianceByDefinition } from '../oracles/exact-covariance.js';
import { exactEnergy } from '../oracles/exact-deep-linear.js';
import { tightnessFigure } from '../tightness-figure.js';
import { plainFlow, unitFlow, type FieldFlow } from './field-flows.js';

interface Instance extends WeightedViews {
  /** Without augmentation the second views are taken to be the first. */
  readonly augmentation: 'as drawn' | 'none';
  readonly pointSeed: number;
}

interface Subject {
  readonly exact: (alpha: FieldMatrix, a: FieldMatrix, aPrime: FieldMatrix) => FieldMatrix;
  readonly flow: FieldFlow;
  readonly float: (alpha: Matrix, a: Matrix, aPrime: Matrix) => Matrix;
  /** The largest rank of C_α. */
  readonly rank: (samples: number, augmentation: Instance['augmentation']) => number;
}

/** Sizes of the point of F_p: N, d, and the widths of three layers. */
const [SAMPLES, FEATURES, WIDTH, DEPTH] = [3, 6, 3, 3];

const subject: Subject = {
  exact: (...input) => covarianceByDefinition(fieldMatrices, ...input),
  flow: unitFlow,
  float: contrastiveCovariance,
  rank: (samples, augmentation) => (augmentation === 'none' ? samples - 1 : 2 * samples - 1),
};

export const pcaLowRank = defineClaim<Instance, Subject>({
  id: 'pca-low-rank',
  title: 'With few samples, what no difference of views sees is never learnt',
  source: 'derived here',
  about: TIAN_2022,
  place: 'Contrastive learning as PCA',
  statement: String.raw`If $u\perp x[i]-x[j]$ and $u\perp x[i]-x[i']$ for all $i,j$, then $C_\alpha[x]u=0$ for every $\alpha$: the rank of $C_\alpha$ is at most $2N-1$, and at most $N-1$ without augmentation. Then $\partial E/\partial W_1\,u=0$, and under the flow on $\|W_l\|_F=1$ $$\tfrac{d}{dt}(W_1u)=-2E\,W_1u:$$ the part of $W_1$ on such $u$ keeps its direction and dies out while $E>0$.`,
  restsOn: ['deep-linear-dynamics', 'deep-linear-balance-normalised'],
  method: String.raw`Exactly: at a random point of $\mathbb F_p$ with 3 samples of 6 features, a random $u$, the last feature of every view chosen so that $u$ is orthogonal to all differences, and three layers of width 3. The library’s code: 2 or 3 samples of up to 8 features; the residual is the largest $|\lambda|$ of $C_\alpha$ beyond the allowed rank, the bound is the rounding of its entries, $d$ to a row, and of the eigenvalue solver.`,
  grade: {
    kind: 'exact',
    degree: 20,
    reason: String.raw`Cleared of the denominators $u_d$ of the views, both sides are polynomials in $\alpha,x,u,W$: $C_\alpha u$ of degree 8 at most, with up to 12 more from the layers and the energy.`,
  },
  instances: fc
    .tuple(
      weightedViews({ samples: 3, features: 8 }),
      fc.constantFrom('as drawn' as const, 'none' as const),
      pointSeeds(),
    )
    .map(([own, augmentation, pointSeed]) => ({ ...own, augmentation, pointSeed })),
  subject,
  check: ({ alpha, z, zPrime, augmentation, pointSeed }, { exact, flow, float, rank }) => {
    const second = augmentation === 'none' ? z : zPrime;
    const sizes = symmetricEigen(float(alpha, z, second))
      .values.map(Math.abs)
      .toSorted((p, q) => q - p);
    const d = z.columns;
    return decide({
      ...exactComparisons(pointSeed, exact, flow),
      'rank of C': {
        residual: Math.max(0, ...sizes.slice(rank(z.rows, augmentation))),
        bound: d * (covarianceRounding(alpha, z, second) + 4 * d * Number.EPSILON * (sizes[0] ?? 0)),
      },
    });
  },
  counterfeits: [
    {
      id: 'second-moment',
      description: 'over F_p: takes AᵀDA, forgetting the products between different samples',
      subject: { ...subject, exact: exactSecondMoment },
    },
    {
      id: 'unconstrained-flow',
      description: 'over F_p: expects of the flow without constraint that it shrinks the unseen part',
      subject: { ...subject, flow: plainFlow },
    },
    {
      id: 'ridge',
      description: 'adds a thousandth of the identity to the covariance, as regularised estimates do',
      subject: {
        ...subject,
        float: (...input) => add(contrastiveCovariance(...input), identity(input[1].columns), 1e-3),
      },
    },
    {
      id: 'augmentation-not-counted',
      description: 'allows the rank N − 1 with augmented views too',
      subject: { ...subject, rank: (samples) => samples - 1 },
      drops: {
        condition: String.raw`the two views of a sample coincide, for the rank $N-1$`,
        statedBy: 'here',
        explanation: String.raw`The attraction between the views of a sample, $-\sum_i(\sum_j\alpha_{ij})(x[i]-x[i'])(x[i]-x[i'])^\top$, adds up to $N$ directions of its own, with negative eigenvalues.`,
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the largest |λ| of C_α beyond the allowed rank')],
});

function exactComparisons(
  seed: number,
  covarianceOf: Subject['exact'],
  flow: FieldFlow,
): Readonly<Record<string, Comparison>> {
  const { alpha, a, aPrime, u, layers } = lowRankPoint(seed);
  const covariance = covarianceOf(alpha, a, aPrime);
  const column = transpose([u]);
  const zero = (rows: number): FieldMatrix => Array.from({ length: rows }, () => [0n]);
  const [first = []] = layers;
  const [gradient = []] = plainFlow(layers, covariance);
  const [velocity = []] = flow(layers, covariance);
  const rate = fieldMatrices.subtract(0n, fieldMatrices.multiply(2n, exactEnergy(fieldMatrices, layers, covariance)));
  return {
    'Cu = 0, exactly': exactly(fieldMatrices.product(covariance, column), zero(FEATURES)),
    'no gradient along u, exactly': exactly(fieldMatrices.product(gradient, column), zero(WIDTH)),
    'rate of W₁u, exactly': exactly(
      fieldMatrices.product(velocity, column),
      fieldMatrices.scale(rate, fieldMatrices.product(first, column)),
    ),
  };
}

/** Views whose differences are all orthogonal to u, weights, and layers of any norm. */
function lowRankPoint(seed: number): {
  readonly alpha: FieldMatrix;
  readonly a: FieldMatrix;
  readonly aPrime: FieldMatrix;
  readonly u: readonly bigint[];
  readonly layers: readonly FieldMatrix[];
} {
  const { multiply, subtract, inner } = fieldMatrices;
  const word = randomWords(seed);
  const [u = []] = randomFieldMatrix(word, 1, FEATURES);
  const [[level = 0n] = []] = randomFieldMatrix(word, 1, 1);
  const last = FEATURES - 1;
  // ⟨u, x⟩ = level for every view, by the choice of its last feature.
  const views = (): FieldMatrix =>
    randomFieldMatrix(word, SAMPLES, last).map((row) => {
      const missing = subtract(level, inner([u.slice(0, last)], [row]));
      return [...row, multiply(missing, inverse(u[last] ?? 1n))];
    });
  const weights = randomFieldMatrix(word, SAMPLES, SAMPLES);
  return {
    alpha: weights.map((row, i) => row.map((entry, j) => (i === j ? 0n : entry))),
    a: views(),
    aPrime: views(),
    u,
    layers: Array.from({ length: DEPTH }, (_, l) => randomFieldMatrix(word, WIDTH, l === 0 ? FEATURES : WIDTH)),
  };
}
