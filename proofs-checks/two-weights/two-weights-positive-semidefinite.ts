import fc, { type Arbitrary } from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { views } from '../../src/claims/instances.js';
import { symmetricEigen } from '../../src/theory/algebra/decompositions.js';
import { transpose } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices } from '../../src/theory/algebra/field-matrix.js';
import { sliceRows, stack, type Matrix, type Rows } from '../../src/theory/algebra/matrix.js';
import { distanceWeights } from '../../src/theory/distance-losses/distance-loss.js';
import { namedDistanceLoss } from '../../src/theory/distance-losses/named-distance-losses.js';
import { twoWeightCovariance, type PairWeights } from '../../src/theory/distance-losses/two-weight-energy.js';
import { unitRows } from '../../src/theory/losses/unit-rows.js';
import { exactly, pointSeeds } from '../exact-comparison.js';
import { tightnessFigure } from '../tightness-figure.js';
import { twoWeightRounding, weightedRows, type WeightedRows } from './two-weight-instances.js';
import {
  exactCovariance,
  TWO_WEIGHT_POINT,
  twoWeightPoint,
  type ExactTwoWeightCovariance,
} from './two-weight-point.js';

interface Instance extends WeightedRows {
  readonly pointSeed: number;
}

/** C of rows whose positives may be apart; the claim is about what it gives when they coincide. */
interface Subject {
  readonly float: (weights: PairWeights, rows: Rows) => Matrix;
  readonly exact: ExactTwoWeightCovariance;
}

const subject: Subject = {
  float: (weights, rows) => twoWeightCovariance(weights, coinciding(rows)),
  exact: exactCovariance,
};

export const twoWeightsPositiveSemidefinite = defineClaim<Instance, Subject>({
  id: 'two-weights-positive-semidefinite',
  title: 'Without augmentation no weight of positives matters, and α ≥ 0 makes the covariance positive semi-definite',
  source: 'derived here',
  statement: String.raw`$$\alpha\ge0\text{ and }x_i=x_{i'}\text{ for all pairs with }\beta_{ii'}\ne0\quad\Longrightarrow\quad C_{\alpha,\beta}[x]=C_{\alpha,0}[x]\succeq0,$$ for every $\beta$, of any sign: $v^\top C_{\alpha,\beta}[x]\,v=\sum_{i,j}(\alpha_{ij}-\beta_{ij})\big(v^\top(x_i-x_j)\big)^2$. So it needs neither $\beta=\sum\alpha$ nor $\beta\ge0$, but the sign of $\alpha$.`,
  method: String.raw`The sum of squares is the proof. ${TWO_WEIGHT_POINT} The library’s code: the smallest eigenvalue of $C_{\alpha,\beta}$ must not lie below zero by more than the rounding of $d$ entries.`,
  grade: {
    kind: 'exact',
    degree: 5,
    reason: String.raw`The sum of squares is an identity between polynomials of total degree 5 in $v,\alpha,\beta,x$; where positives coincide the terms of $\beta$ vanish, and what is left is a sum of squares with weights $\alpha\ge0$.`,
  },
  instances: withPoint(weightedRows(0)),
  subject,
  check: ({ alpha, beta, rows, pointSeed }, { float, exact }) => {
    const { values } = symmetricEigen(float({ alpha, beta }, rows));
    // Eigenvalues move by at most the norm of the error, d times an entry's.
    const bound = 2 * rows.columns * twoWeightRounding({ alpha, beta }, rows);
    return decide({
      'sum of squares, exactly': sumOfSquares(pointSeed, exact),
      'lowest eigenvalue': { residual: Math.max(0, -(values.at(-1) ?? 0)), bound },
    });
  },
  counterfeits: [
    {
      id: 'with-augmentation',
      description: 'keeps the second views: the statement without its condition',
      subject: { ...subject, float: twoWeightCovariance },
      drops: {
        condition: String.raw`positives coincide, $x_i=x_{i'}$`,
        statedBy: 'here',
        explanation: String.raw`$\beta>0$ enters with a minus sign: where positives are apart in some direction, $C_{\alpha,\beta}$ can be negative there.`,
      },
    },
    {
      id: 'hard-negatives',
      description: 'takes α of hard negatives whose weights carry gradient, which is negative for far pairs',
      subject,
      instances: withPoint(ofLoss('hcl')),
      drops: {
        condition: String.raw`$\alpha\ge0$: nearer negatives never lower $L$`,
        statedBy: 'here',
        explanation: String.raw`With a weight $e^{\beta s/\tau}$ that is differentiated, moving a far negative nearer can lower the loss, since it takes weight from harder ones: $\alpha_{ij}<0$.`,
      },
    },
    {
      id: 'spectral',
      description: 'takes α of the spectral contrastive loss, which is negative for obtuse pairs',
      subject,
      instances: withPoint(ofLoss('spectral')),
      drops: {
        condition: String.raw`$\alpha\ge0$, and no loss that draws obtuse pairs together`,
        statedBy: 'here',
        explanation: String.raw`The square $s_{ij}^2$ of a negative cosine falls as the pair comes nearer: $\alpha_{ij}\propto s_{ij}<0$.`,
      },
    },
    {
      id: 'exact-no-halves',
      description: 'over F_p: counts each row’s weights as an anchor only',
      subject: {
        ...subject,
        exact: (weights, x) => {
          const { difference, diagonal, product, total } = fieldMatrices;
          const signed = difference(weights.alpha, weights.beta);
          const missed = product(
            transpose(x.slice(0, signed.length)),
            diagonal(signed.map(total)),
            x.slice(0, signed.length),
          );
          return difference(exactCovariance(weights, x), missed);
        },
      },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'how far the smallest eigenvalue lies below zero')],
});

function withPoint(rows: Arbitrary<WeightedRows>): Arbitrary<Instance> {
  return fc.tuple(rows, pointSeeds()).map(([own, pointSeed]) => ({ ...own, pointSeed }));
}

/** The second view in the place of the first. */
function coinciding(rows: Rows): Rows {
  const first = sliceRows(rows, 0, rows.rows / 2);
  return stack(first, first);
}

/** Weights of a named loss on rows of length 1 whose views coincide. */
function ofLoss(name: string): Arbitrary<WeightedRows> {
  return views({ samples: 4, features: 2 })
    .filter(({ z }) => rowsOf(z).every((one) => Math.hypot(...one) > 0.1))
    .map(({ z }) => {
      const { unit } = unitRows(z);
      const { alpha, beta } = distanceWeights(namedDistanceLoss(name), unit, unit);
      return { alpha, beta, rows: stack(unit, unit) };
    });
}

function rowsOf(z: Rows): Float64Array[] {
  return Array.from({ length: z.rows }, (_, i) => z.data.slice(i * z.columns, (i + 1) * z.columns));
}

/** vᵀ C v against Σᵢⱼ (αᵢⱼ − βᵢⱼ)(vᵀ(x[i]−x[j]))². */
function sumOfSquares(pointSeed: number, covariance: ExactTwoWeightCovariance): Comparison {
  const { weights, x, vector } = twoWeightPoint(pointSeed);
  const { difference, multiply, product, subtract, total } = fieldMatrices;
  const along = product(x, transpose(vector)).flat();
  const signed = difference(weights.alpha, weights.beta);
  const squares = signed.flatMap((own, i) =>
    own.map((weight, j) => {
      const step = subtract(along[i] ?? 0n, along[j] ?? 0n);
      return multiply(weight, multiply(step, step));
    }),
  );
  return exactly(product(vector, covariance(weights, x), transpose(vector)), [[total(squares)]]);
}
