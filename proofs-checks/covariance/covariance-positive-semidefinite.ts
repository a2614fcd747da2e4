import { defineClaim } from '../../src/claims/claim.js';
import { decide } from '../../src/claims/evidence.js';
import { weightedViews, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance, importanceSums, weighted } from '../../src/covariance/contrastive-covariance.js';
import { symmetricEigen } from '../../src/linear-algebra/decompositions.js';
import { add, map, transpose, type Matrix, type Rows } from '../../src/linear-algebra/matrix.js';
import { multiply, transposedMultiply } from '../../src/linear-algebra/multiply.js';
import { covarianceRounding } from './covariance-rounding.js';
import { tightnessFigure } from '../tightness-figure.js';
import { realWeightedCases } from '../real-views.js';

/** C of views that may differ; the claim is about what it gives when the second view is used as the first. */
type UnaugmentedCovariance = (alpha: Matrix, z: Rows, zPrime: Rows) => Matrix;

export const covariancePositiveSemidefinite = defineClaim<WeightedViews, UnaugmentedCovariance>({
  id: 'covariance-positive-semidefinite',
  title: 'Without augmentation the contrastive covariance is positive semi-definite',
  source: 'Section 3; derived here. With augmentation it is indefinite in general',
  statement: String.raw`$$\alpha\ge 0 \text{ and } a[i']=a[i] \text{ for all } i\quad\Longrightarrow\quad C_\alpha[a]\succeq 0.$$`,
  method: String.raw`The smallest eigenvalue of $C_\alpha$ of unaugmented views must not lie below zero by more than the rounding of $d$ entries. The counterfeit that keeps the augmentation shows that the condition is needed.`,
  grade: { kind: 'sampled', reason: 'Floating-point code against its definition, within rounding.' },
  instances: weightedViews(),
  subject: (alpha, z) => contrastiveCovariance(alpha, z, z),
  check: ({ alpha, z, zPrime }, covariance) => {
    const { values } = symmetricEigen(covariance(alpha, z, zPrime));
    const lowest = values.at(-1) ?? 0;
    // Eigenvalues move by at most the norm of the error, d times an entry's.
    const bound = 2 * z.columns * covarianceRounding(alpha, z, zPrime);
    return decide({ 'lowest eigenvalue': { residual: Math.max(0, -lowest), bound } }, { lowest, highest: values[0] });
  },
  counterfeits: [
    {
      id: 'with-augmentation',
      description: 'keeps the second views: the statement without its condition',
      subject: contrastiveCovariance,
    },
    {
      id: 'row-sums-only',
      description: 'takes twice the row sums for D, as if α were symmetric',
      subject: (alpha, z) => {
        const doubled = importanceSums(alpha).rows.map((sum) => 2 * sum);
        const both = multiply(add(alpha, transpose(alpha)), z);
        const skewed = add(transposedMultiply(z, weighted(doubled, z)), transposedMultiply(z, both), -1);
        return map(add(skewed, transpose(skewed)), (entry) => entry / 2);
      },
    },
    {
      id: 'attraction',
      description: 'has the sign of the first sum wrong',
      subject: (alpha, z) => map(contrastiveCovariance(alpha, z, z), (entry) => -entry),
    },
  ],
  real: realWeightedCases,
  figures: (verdict) => [
    {
      id: 'covariance-positive-semidefinite-spectrum',
      title: 'Smallest and largest eigenvalue',
      caption: 'Every generated instance is a point. Without augmentation no smallest eigenvalue lies below zero.',
      spec: {
        $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
        width: 420,
        height: 260,
        data: { values: verdict.evidence.map(({ details }) => details) },
        layer: [
          {
            mark: { type: 'point', opacity: 0.7 },
            encoding: {
              x: { field: 'highest', type: 'quantitative', title: 'largest eigenvalue of C_α' },
              y: { field: 'lowest', type: 'quantitative', title: 'smallest eigenvalue of C_α' },
            },
          },
          { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { y: { datum: 0 } } },
        ],
      },
    },
    tightnessFigure(verdict, 'how far the smallest eigenvalue lies below zero'),
  ],
});
