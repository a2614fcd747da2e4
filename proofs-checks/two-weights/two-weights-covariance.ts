import fc from 'fast-check';
import { defineClaim } from '../../src/claims/claim.js';
import { decide, type Comparison } from '../../src/claims/evidence.js';
import { gridNumber, matrixOf } from '../../src/claims/instances.js';
import { mapEntries, transpose } from '../../src/theory/algebra/exact-matrix.js';
import { fieldMatrices, type FieldMatrix } from '../../src/theory/algebra/field-matrix.js';
import { add, at, generate, map, maxAbs, norm, trace, type Matrix } from '../../src/theory/algebra/matrix.js';
import { multiply, transposedMultiply } from '../../src/theory/algebra/multiply.js';
import { twoWeightCovariance, twoWeightEnergy } from '../../src/theory/distance-losses/two-weight-energy.js';
import { exactly, pointSeeds } from '../exact-comparison.js';
import { tightnessFigure } from '../tightness-figure.js';
import { twoWeightRounding, weightedRows, type WeightedRows } from './two-weight-instances.js';
import {
  exactCovariance,
  exactEnergy,
  TWO_WEIGHT_POINT,
  twoWeightPoint,
  type ExactTwoWeightCovariance,
  type ExactTwoWeightEnergy,
  type TwoWeightPoint,
} from './two-weight-point.js';

interface Instance extends WeightedRows {
  /** W, [d, e]. */
  readonly w: Matrix;
  readonly pointSeed: number;
}

interface Subject {
  readonly covariance: typeof twoWeightCovariance;
  readonly energy: typeof twoWeightEnergy;
  readonly exactCovariance: ExactTwoWeightCovariance;
  readonly exactEnergy: ExactTwoWeightEnergy;
}

const subject: Subject = { covariance: twoWeightCovariance, energy: twoWeightEnergy, exactCovariance, exactEnergy };

const FEATURES = 4;

export const twoWeightsCovariance = defineClaim<Instance, Subject>({
  id: 'two-weights-covariance',
  title: 'The contrastive covariance of two weights has the identities of the paper’s',
  source: 'derived here',
  statement: String.raw`For any weights $\alpha,\beta$ of anchors and rows, of any sign, and $$C_{\alpha,\beta}[x,y]=\sum_{i,j}\alpha_{ij}(x_i-x_j)(y_i-y_j)^\top-\sum_{i,j}\beta_{ij}(x_i-x_j)(y_i-y_j)^\top:$$ $$E_{\alpha,\beta}=\tfrac12\operatorname{tr}C_{\alpha,\beta}[z],\qquad C_{\alpha,\beta}[xW]=W^\top C_{\alpha,\beta}[x]\,W,$$ $C_{\alpha,\beta}[x+\lambda y,y]=C_{\alpha,\beta}[x,y]+\lambda C_{\alpha,\beta}[y,y]$, and the same vector added to every row changes nothing. None of these needs $\beta=\sum\alpha$ or a sign.`,
  method: String.raw`${TWO_WEIGHT_POINT} The library’s code: the energy by distances against half the trace of the Laplacian form, and the congruence, within the rounding of the sums.`,
  grade: {
    kind: 'exact',
    degree: 5,
    reason: String.raw`Both sides of each identity are polynomials in $\alpha,\beta,x,y,W,\lambda$; the congruence has the highest total degree, 5.`,
  },
  instances: fc
    .tuple(
      weightedRows(-1, { features: FEATURES }),
      matrixOf(fc.constant(FEATURES), fc.integer({ min: 1, max: 3 }), gridNumber(-2, 2), 3 * FEATURES),
      pointSeeds(),
    )
    .map(([own, w, pointSeed]) => ({
      ...own,
      w: generate(own.rows.columns, w.columns, (i, j) => at(w, i, j)),
      pointSeed,
    })),
  subject,
  check: ({ alpha, beta, rows, w, pointSeed }, { covariance, energy, ...exact }) => {
    const weights = { alpha, beta };
    const own = covariance(weights, rows);
    const rounding = twoWeightRounding(weights, rows);
    const after = covariance(weights, multiply(rows, w));
    const moved = transposedMultiply(w, multiply(own, w));
    // An error of an entry of C reaches Wᵀ C W by at most ‖W‖_F² d; products of the rows with W round once more.
    const congruence = twoWeightRounding(weights, multiply(map(rows, Math.abs), map(w, Math.abs)));
    return decide({
      ...exactComparisons(twoWeightPoint(pointSeed), exact),
      trace: { residual: Math.abs(energy(weights, rows) - trace(own) / 2), bound: rows.columns * rounding },
      congruence: {
        residual: maxAbs(add(after, moved, -1).data),
        bound: congruence + norm(w) ** 2 * rows.columns * rounding + Number.MIN_VALUE,
      },
    });
  },
  counterfeits: [
    {
      id: 'unhalved-trace',
      description: 'forgets the ½ in front of the trace',
      subject: { ...subject, energy: (...input) => 2 * twoWeightEnergy(...input) },
    },
    {
      id: 'no-positives',
      description: 'leaves the positives out of the energy',
      subject: {
        ...subject,
        energy: ({ alpha, beta }, rows) => twoWeightEnergy({ alpha, beta: map(beta, () => 0) }, rows),
      },
    },
    {
      id: 'ridge',
      description: 'adds 1e-6 to the diagonal',
      subject: {
        ...subject,
        covariance: (...input) => {
          const own = twoWeightCovariance(...input);
          return generate(own.rows, own.columns, (i, j) => at(own, i, j) + (i === j ? 1e-6 : 0));
        },
      },
    },
    {
      id: 'exact-ridge',
      description: 'over F_p: adds 1 to the diagonal',
      subject: {
        ...subject,
        exactCovariance: (...input) => {
          const own = exactCovariance(...input);
          return fieldMatrices.sum(own, fieldMatrices.identity(own.length));
        },
      },
    },
    {
      id: 'exact-squared-features',
      description: 'over F_p: squares every feature first, an activation in between',
      subject: {
        ...subject,
        exactCovariance: (weights, x, y = x) => exactCovariance(weights, squared(x), squared(y)),
        exactEnergy: (weights, x) => exactEnergy(weights, squared(x)),
      },
    },
    {
      id: 'exact-unhalved-distances',
      description: 'over F_p: forgets the ½ in d²',
      subject: { ...subject, exactEnergy: (...input) => fieldMatrices.multiply(2n, exactEnergy(...input)) },
    },
  ],
  figures: (verdict) => [tightnessFigure(verdict, 'the comparison that came closest to failing')],
});

function exactComparisons(
  { weights, x, y, scalar, vector, w }: TwoWeightPoint,
  exact: Pick<Subject, 'exactCovariance' | 'exactEnergy'>,
): Record<string, Comparison> {
  const { half, multiply: times, product, scale, sum, trace: traceOf } = fieldMatrices;
  const covariance = exact.exactCovariance;
  const own = covariance(weights, x);
  const shifted = x.map((row) => sum([row], vector)[0] ?? []);
  return {
    'trace, exactly': exactly([[exact.exactEnergy(weights, x)]], [[times(half, traceOf(own))]]),
    'congruence, exactly': exactly(covariance(weights, product(x, w)), product(transpose(w), own, w)),
    'first argument, exactly': exactly(
      covariance(weights, sum(x, scale(scalar, y)), y),
      sum(covariance(weights, x, y), scale(scalar, covariance(weights, y, y))),
    ),
    'shift, exactly': exactly(covariance(weights, shifted), own),
  };
}

function squared(rows: FieldMatrix): FieldMatrix {
  return mapEntries(rows, (entry) => fieldMatrices.multiply(entry, entry));
}
