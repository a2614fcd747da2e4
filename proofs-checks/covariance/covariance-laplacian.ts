import fc from 'fast-check';
import { decide } from '../../src/claims/evidence.js';
import { defineClaim } from '../../src/claims/claim.js';
import { views, weightedViews, type Views, type WeightedViews } from '../../src/claims/instances.js';
import { contrastiveCovariance, importanceSums, weighted } from '../../src/covariance/contrastive-covariance.js';
import { add, at, generate, map, maxAbs, transpose, type Matrix, type Rows } from '../../src/linear-algebra/matrix.js';
import { multiply, transposedMultiply } from '../../src/linear-algebra/multiply.js';
import { covarianceRounding } from './covariance-rounding.js';
import { tightnessFigure } from '../tightness-figure.js';
import { naiveContrastiveCovariance } from '../oracles/contrastive-covariance.js';
import { realWeightedCases } from '../real-views.js';

interface Instance extends WeightedViews {
  /** Features of a second representation of the same samples: columns [N, e]. */
  readonly other: Views;
}

type Covariance = typeof contrastiveCovariance;

export const covarianceLaplacian = defineClaim<Instance, Covariance>({
  id: 'covariance-laplacian',
  title: 'The contrastive covariance in Laplacian form',
  source: 'Definition of the contrastive covariance, section 3; Laplacian form derived here',
  statement: String.raw`$$C_\alpha[a,b] = \sum_i\sum_{j\ne i}\alpha_{ij}(a[i]-a[j])(b[i]-b[j])^\top - \sum_i\Big(\sum_{j\ne i}\alpha_{ij}\Big)(a[i]-a[i'])(b[i]-b[i'])^\top = A^\top(D-\alpha-\alpha^\top)B - \Delta_a^\top\operatorname{diag}(\alpha\mathbf 1)\,\Delta_b,$$ where $D$ is the diagonal of the row and column sums of $\alpha$ together and the rows of $\Delta_a$ are $a[i]-a[i']$. $C_\alpha[a]=C_\alpha[a,a]$ is symmetric.`,
  method: String.raw`The library's $O(N^2d)$ form against the double loop of the definition, for $C_\alpha[a]$ and for $C_\alpha[a,b]$. The bound is the rounding of a sum of $2N^2$ products.`,
  grade: { kind: 'sampled', reason: 'Floating-point code against its definition, within rounding.' },
  instances: fc
    .tuple(weightedViews(), views({ features: 4 }))
    .map(([first, second]) => ({ ...first, other: sameSamples(first, second) })),
  subject: contrastiveCovariance,
  check: ({ alpha, z, zPrime, other }, covariance) => {
    const own = covariance(alpha, z, zPrime);
    const cross = covariance(alpha, z, zPrime, other.z, other.zPrime);
    const error = (fast: Matrix, slow: Matrix): number => maxAbs(add(fast, slow, -1).data);
    return decide({
      'C[a]': {
        residual: error(own, naiveContrastiveCovariance(alpha, z, zPrime, z, zPrime)),
        bound: covarianceRounding(alpha, z, zPrime),
      },
      'C[a, b]': {
        residual: error(cross, naiveContrastiveCovariance(alpha, z, zPrime, other.z, other.zPrime)),
        bound: covarianceRounding(alpha, z, zPrime, other.z, other.zPrime),
      },
      symmetry: { residual: error(own, transpose(own)), bound: Number.MIN_VALUE },
    });
  },
  counterfeits: [
    {
      id: 'no-augmentation-term',
      description: 'leaves out the second sum, the attraction between the two views of a sample',
      subject: (alpha, a, _aPrime, b = a) => contrastiveCovariance(alpha, a, a, b, b),
    },
    {
      id: 'row-sums-only',
      description: 'takes twice the row sums for D, as if α were symmetric',
      subject: (alpha, a, aPrime, b = a, bPrime = aPrime) => {
        const { rows, both } = importanceSums(alpha);
        const change = both.map((sum, i) => 2 * (rows[i] as number) - sum);
        const missed = transposedMultiply(a, weighted(change, b));
        return add(contrastiveCovariance(alpha, a, aPrime, b, bPrime), missed);
      },
    },
    {
      id: 'unsymmetrised-weights',
      description: 'uses 2α in place of α + αᵀ',
      subject: (alpha, a, aPrime, b = a, bPrime = aPrime) => {
        const skew = add(alpha, transpose(alpha), -1);
        const missed = transposedMultiply(a, multiply(skew, b));
        return add(contrastiveCovariance(alpha, a, aPrime, b, bPrime), missed, -1);
      },
    },
    {
      id: 'halved',
      description: 'counts every unordered pair once',
      subject: (...input) => map(contrastiveCovariance(...input), (entry) => entry / 2),
    },
  ],
  real: function* (images) {
    for (const { label, instance } of realWeightedCases(images)) {
      yield { label, instance: { ...instance, other: { z: instance.zPrime, zPrime: instance.z } } };
    }
  },
  figures: (verdict) => [tightnessFigure(verdict, 'the largest difference between the two forms')],
});

/** Rows of `second`, repeated or cut to the samples of `first`. */
function sameSamples(first: Views, second: Views): Views {
  const fit = (rows: Rows): Rows => generate(first.z.rows, rows.columns, (i, j) => at(rows, i % rows.rows, j));
  return { z: fit(second.z), zPrime: fit(second.zPrime) };
}
