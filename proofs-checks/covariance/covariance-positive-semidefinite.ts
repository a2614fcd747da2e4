import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { layer, layered, mark, quantitative, ruleAt } from '../../src/claims/marks.js';
import { contrastiveCovariance, importanceSums, weighted } from '../../src/theory/losses/contrastive-covariance.js';
import { transpose as transposed } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices } from '../../src/theory/algebra/field-matrix.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { add, map, transpose, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { multiply, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { TIAN_2022 } from '../papers.js';
import { exactly, pointSeeds, type WithPoint } from '../exact-comparison.js';
import { sameCovariance, withGivenAlpha } from '../given-alpha.js';
import { overPairs } from '../oracles/exact-covariance.js';
import { realWeightedCases } from '../real-views.js';
import { tightnessFigure } from '../tightness-figure.js';
import { exactRowSumsOnly } from './covariance-counterfeits.js';
import {
  ALL_SIZES,
  covariancePoint,
  covarianceSubject,
  POINT_METHOD,
  type CovariancePoint,
  type ExactCovariance,
} from './covariance-point.js';
import { covarianceRounding } from './covariance-rounding.js';

type Instance = WeightedViews & WithPoint;

/** C of views that may differ; the claim is about what it gives when the second view is used as the first. */
interface Subject {
  readonly float: (alpha: Matrix, z: Rows, zPrime: Rows) => Matrix;
  readonly exact: ExactCovariance;
}

const subject: Subject = {
  float: (alpha, z) => contrastiveCovariance(alpha, z, z),
  exact: (alpha, a) => covarianceSubject.exact(alpha, a, a),
};

const instances = fc.tuple(weightedViews(), pointSeeds()).map(([own, pointSeed]): Instance => ({ ...own, pointSeed }));

export const covariancePositiveSemidefinite = defineClaim<Instance, Subject>({
  id: 'covariance-positive-semidefinite',
  title: 'Without augmentation the contrastive covariance is positive semi-definite',
  source: 'derived here',
  about: TIAN_2022,
  place: 'The definition of the contrastive covariance',
  statement: String.raw`$$\alpha\ge 0 \text{ and } a[i']=a[i] \text{ for all } i\quad\Longrightarrow\quad C_\alpha[a]\succeq 0,$$ because then $v^\top C_\alpha[a]\,v=\sum_i\sum_{j\ne i}\alpha_{ij}\,\big(v^\top(a[i]-a[j])\big)^2$ for every vector $v$: a sum of squares with weights $\ge 0$.`,
  method: String.raw`The sum of squares is the proof. ${POINT_METHOD} ${ALL_SIZES} The library’s code: the smallest eigenvalue of $C_\alpha$ of unaugmented views must not lie below zero by more than the rounding of $d$ entries.`,
  grade: {
    kind: 'exact',
    degree: 5,
    reason: String.raw`The sum of squares is an identity between polynomials of total degree 5 in $v,\alpha,a$, and it proves $C_\alpha[a]\succeq 0$ for every $\alpha\ge 0$.`,
  },
  instances,
  ofAlpha: withGivenAlpha(instances, (own, one, other) => sameCovariance(own, one.float, other.float)),
  subject,
  check: ({ alpha, z, zPrime, pointSeed }, { float, exact: exactCovariance }) => {
    const { values } = symmetricEigen(float(alpha, z, zPrime));
    const lowest = values.at(-1) ?? 0;
    // Eigenvalues move by at most the norm of the error, d times an entry's.
    const bound = 2 * z.columns * covarianceRounding(alpha, z, zPrime);
    return decide(
      {
        'sum of squares, exactly': sumOfSquares(covariancePoint(pointSeed), exactCovariance),
        'lowest eigenvalue': { residual: Math.max(0, -lowest), bound },
      },
      { lowest, highest: values[0] },
    );
  },
  counterfeits: [
    {
      id: 'with-augmentation',
      description: 'keeps the second views: the statement without its condition',
      subject: { ...subject, float: contrastiveCovariance },
      drops: {
        condition: String.raw`The two views coincide: $a[i']=a[i]$ for all $i$.`,
        statedBy: 'paper',
        explanation: String.raw`The attraction between the two views of a sample enters with a minus sign: where, in some direction, augmentations move samples further than their weighted neighbours are away, $C_\alpha$ has a negative eigenvalue.`,
      },
    },
    {
      id: 'row-sums-only',
      description: 'takes twice the row sums for D, as if α were symmetric',
      subject: {
        ...subject,
        float: (alpha, z) => {
          const doubled = importanceSums(alpha).rows.map((sum) => 2 * sum);
          const both = multiply(add(alpha, transpose(alpha)), z);
          const skewed = add(transposedMultiply(z, weighted(doubled, z)), transposedMultiply(z, both), -1);
          return map(add(skewed, transpose(skewed)), (entry) => entry / 2);
        },
      },
    },
    {
      id: 'negative-weights',
      description: 'lets weights be negative: the statement without its condition',
      subject,
      instances: instances.map((own) => ({ ...own, alpha: map(own.alpha, (weight) => 0 - weight) })),
      drops: {
        condition: String.raw`$\alpha\ge 0$, as every importance is: $\phi$ and $\psi$ increase.`,
        statedBy: 'paper',
        explanation: 'A square with a negative weight is a negative direction.',
      },
    },
    {
      id: 'exact-with-augmentation',
      description: 'over F_p: keeps the second views',
      subject: { ...subject, exact: covarianceSubject.exact },
    },
    {
      id: 'exact-row-sums-only',
      description: 'over F_p: takes twice the row sums for D',
      subject: { ...subject, exact: (alpha, a) => exactRowSumsOnly(alpha, a, a) },
    },
  ],
  real: realWeightedCases,
  figures: (verdict) => [
    {
      id: 'covariance-positive-semidefinite-spectrum',
      title: 'Smallest and largest eigenvalue',
      caption: 'Every generated instance is a point. Without augmentation no smallest eigenvalue lies below zero.',
      spec: layered({ width: 420, height: 260, values: verdict.evidence.map(({ details }) => details) }, [
        layer(mark('point', { opacity: 0.7 }), {
          x: quantitative('highest', 'largest eigenvalue of C_α'),
          y: quantitative('lowest', 'smallest eigenvalue of C_α'),
        }),
        ruleAt({ y: 0 }),
      ]),
    },
    tightnessFigure(verdict, 'how far the smallest eigenvalue lies below zero'),
  ],
});

/** vᵀ C v against Σᵢ Σ_{j≠i} αᵢⱼ (vᵀ(a[i]−a[j]))². */
function sumOfSquares({ alpha, a, aPrime, vector: v }: CovariancePoint, covariance: ExactCovariance): Comparison {
  const { product, subtract, multiply: times } = fieldMatrices;
  const along = product(a, transposed(v)).flat();
  const squares = overPairs(fieldMatrices, alpha, (i, j) => {
    const step = subtract(along[i] ?? 0n, along[j] ?? 0n);
    return times(step, step);
  });
  return exactly(product(v, covariance(alpha, a, aPrime), transposed(v)), [[squares]]);
}
